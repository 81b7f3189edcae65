import ZKProtocol

/// The few requests of a probe: one frame out, one frame in.
struct ProbeConversation {
    let transport: any Transport
    let timeout: Duration
    private var decoder = FrameDecoder()
    private var datagram: Frame?
    private var session: UInt16?
    private var replyID: UInt16 = 0

    init(transport: any Transport, timeout: Duration) {
        self.transport = transport
        self.timeout = timeout
    }

    /// The packet that ends the session; empty when there is none.
    var farewell: [UInt8] {
        session.map {
            bytes(of: Frame(command: .exit, session: $0, replyID: replyID &+ 1))
        } ?? []
    }

    /// Sends a command and returns the frame that answers it.
    mutating func ask(_ command: Command, _ data: [UInt8] = []) async throws -> Frame {
        if session != nil { replyID += 1 }
        let deadline = ContinuousClock.now + timeout
        let frame = Frame(command: command, session: session ?? 0, replyID: replyID, data: data)
        try await transport.send(bytes(of: frame), deadline: deadline)
        while true {
            while let answer = try next() {
                guard answer.command != .event, answer.replyID == replyID else { continue }
                if command == .connect { session = answer.session }
                return answer
            }
            let bytes = try await transport.receive(deadline: deadline)
            if transport.kind == .datagram {
                // A damaged datagram counts as lost.
                datagram = try? Frame(packet: bytes[...], checksums: .verified)
            } else {
                guard !bytes.isEmpty else { throw TransportError.disconnected("it was ended") }
                decoder.append(bytes)
            }
        }
    }

    private mutating func next() throws -> Frame? {
        guard transport.kind == .datagram else { return try decoder.next() }
        defer { datagram = nil }
        return datagram
    }

    private func bytes(of frame: Frame) -> [UInt8] {
        transport.kind == .stream ? frame.streamBytes : frame.packet
    }

    /// The value of an option; `nil` when the gate does not tell it.
    mutating func option(_ name: String) async throws -> String? {
        let answer = try await ask(.readOption, OptionText.request(for: name))
        guard answer.command == .ackOK, let option = try? OptionText(decoding: answer.data) else {
            return nil
        }
        return GateProbe.text(Array(option.value.utf8))
    }
}
