import GateModel
import Store
import ZKClient
import ZKProtocol

/// Reads the operation log of one gate, or only its new end.
struct OperationReading {
    let client: DeviceClient
    let sizes: StorageSizes

    /// Adds to `snapshot` what is new; with a whole attendance log, the whole operation log.
    ///
    /// Between whole readings a counter that stands still means that nothing was done at the gate. A
    /// gate that refuses the log or fails at it is no failure: punches come first.
    func read(into snapshot: inout GateSnapshot, known: KnownLog?) async throws {
        guard snapshot.mode == .full || sizes.operations != known?.operationCount else { return }
        let count = sizes.operations
        do {
            if snapshot.mode != .full, let known, let end = try await end(known) {
                snapshot.operations = end.map(Self.operation)
                snapshot.isOperationEnd = true
                snapshot.log?.operationCount = count
                return
            }
            let whole = try await client.operations()
            snapshot.operations = (whole ?? []).map(Self.operation)
            snapshot.log?.operationCount = whole == nil ? nil : count
        } catch is DeviceError {
            snapshot.log?.operationCount = nil
        }
    }

    /// The lines behind those of `known`; `nil` when the log does not go on where that ended.
    ///
    /// A gate that has shown that the end of its attendance log can be read can do that here, too.
    private func end(_ known: KnownLog) async throws -> [OperationRecord]? {
        let overlap = known.lastOperations
        guard known.isProven, let before = known.operationCount, let now = sizes.operations,
            now > before, overlap.count == KnownLog.overlapCount, before > overlap.count
        else { return nil }
        let first = before - overlap.count
        guard let lines = try await client.operations(behind: first),
            first + lines.count >= now,
            lines.prefix(overlap.count).map(\.encoded) == overlap
        else { return nil }
        return Array(lines.dropFirst(overlap.count))
    }

    private static func operation(_ record: OperationRecord) -> GateOperation {
        GateOperation(
            administratorSlot: Int(record.administratorSlot), operation: Int(record.operation),
            at: record.time.wallSeconds.map(LocalDateTime.init(secondsSinceEpoch:)),
            parameters: record.parameters.map(Int.init), bytes: record.encoded)
    }
}
