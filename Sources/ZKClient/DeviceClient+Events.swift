public import ZKProtocol

extension DeviceClient {
    /// Asks the gate to tell what happens; the registration ends with the connection.
    ///
    /// - Parameter mask: Which events, one bit each; 0 for none.
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func register(forEvents mask: UInt32 = LiveEvent.everything) async throws {
        var writer = ByteWriter()
        writer.u32(mask)
        _ = try await ask(.event, data: writer.bytes, task: "register for events of")
    }

    /// Waits until the gate tells something, at most for `patience`; every event is acknowledged.
    ///
    /// - Returns: What it told, oldest first; nothing when it was quiet for so long.
    /// - Throws: ``DeviceError``; `CancellationError`, after which the client can still be used.
    public func events(within patience: Duration) async throws -> [LiveEvent] {
        try await session.waitForEvents(until: .now + patience).map(LiveEvent.init)
    }
}
