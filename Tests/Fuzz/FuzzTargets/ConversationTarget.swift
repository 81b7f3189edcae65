import Dispatch
import ZKClient
import ZKProtocol

/// A whole visit: the client as it is, over a line on which anything may arrive.
enum ConversationTarget {
    static func run(_ input: inout FuzzInput) throws(FuzzFinding) {
        let flags = input.byte()
        let first = Int(input.byte())
        let line = FuzzLine(
            input, kind: flags & 1 == 0 ? .stream : .datagram, isRaw: flags & 6 == 6)
        var options = ClientOptions(
            commKey: UInt32(flags >> 6), enablePauses: [],
            chunkSize: flags & 8 == 0 ? 100 : WireLimits.chunkOverTCP,
            checksums: flags & 6 == 6 ? .ignored : .verified)
        options.exitTimeout = options.timeout
        let done = DispatchSemaphore(value: 0)
        Task { [options] in
            try? await DeviceClient.withConnection(
                to: GateAddress(host: "192.0.2.1"), options: options, over: line
            ) { client in
                for number in 0..<verbs.count {
                    await verbs[(first + number) % verbs.count](client)
                }
            }
            done.signal()
        }
        done.wait()
    }

    private typealias Verb = @Sendable (DeviceClient) async -> Void

    private static let verbs: [Verb] = [
        { _ = try? await $0.info() },
        { _ = try? await $0.storageSizes() },
        { client in _ = try? await client.clock(against: { .seconds(1_700_000_000) }) },
        { _ = try? await $0.users() },
        { _ = try? await $0.templates() },
        { _ = try? await $0.attendance() },
        { _ = try? await $0.attendanceBytes(from: 40) },
        { _ = try? await $0.operations() },
        { _ = try? await $0.template(slot: 5, finger: 6) },
        {
            let user = UserRecord(slot: 5, userID: "1001", name: "Ann Lee")
            try? await $0.write([user], with: [finger], layout: .bytes72)
        },
        { try? await $0.write(finger) },
        { try? await $0.deleteTemplate(slot: 5, userID: "1001", finger: 6) },
        {
            try? await $0.register()
            _ = try? await $0.events(within: .zero)
        },
        {
            var steps = $0.enroll(finger: 6, of: "1001", patience: .zero).makeAsyncIterator()
            while let step = try? await steps.next() { _ = "\(step)" }
        },
    ]

    private static let finger = TemplateRecord(
        slot: 5, finger: 6, bytes: [UInt8](repeating: 7, count: 1500))
}

/// The line to a scripted gate; when the script ends, the line breaks.
private actor FuzzLine: Transport {
    nonisolated let kind: TransportKind
    private let isRaw: Bool
    private var gate: ScriptedGate
    private var raw: ArraySlice<UInt8>
    private var waiting: [Frame] = []
    private var last = Frame(command: .connect, session: 0, replyID: 0)

    init(_ input: FuzzInput, kind: TransportKind, isRaw: Bool) {
        self.kind = kind
        self.isRaw = isRaw
        gate = ScriptedGate(input)
        raw = input.rest[...]
    }

    func send(_ bytes: [UInt8], deadline: ContinuousClock.Instant) throws {
        let packet = kind == .stream ? bytes.dropFirst(Frame.prefixLength) : bytes[...]
        last = try Frame(packet: packet)
    }

    func receive(deadline: ContinuousClock.Instant) throws -> [UInt8] {
        if isRaw { return try rawSegment() }
        if waiting.isEmpty {
            guard !gate.isOver else { throw TransportError.disconnected("the script ended") }
            waiting = gate.answer(to: last)
            if waiting.isEmpty { throw TransportError.timedOut }
        }
        let frame = waiting.removeFirst()
        return kind == .stream ? frame.streamBytes : frame.packet
    }

    private func rawSegment() throws -> [UInt8] {
        guard let size = raw.popFirst(), !raw.isEmpty else {
            throw TransportError.disconnected("the script ended")
        }
        let segment = Array(raw.prefix(Int(size) + 1))
        raw = raw.dropFirst(Int(size) + 1)
        return segment
    }

    func close(farewell: [UInt8]) {}
}
