import Testing
import ZKClient
import ZKProtocol

/// The verbs that read, byte for byte as pyzk 0.9 sends them, and whatever else both have.
@Suite(.timeLimit(.minutes(1)))
struct PyzkReadingTests {
    /// What is done once connected, in the order in which pyzk asks.
    struct Exchange: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var kind = TransportKind.stream
        var commKey: UInt32 = 0
        var work: @Sendable (DeviceClient) async throws -> Void
    }

    private static func options(_ names: [String], of client: DeviceClient) async throws {
        for name in names { _ = try await client.option(name) }
    }

    /// pyzk reads the counters before each list.
    private static func readAttendance(_ client: DeviceClient) async throws {
        _ = try await client.storageSizes()
        let list = try await client.users()
        #expect(list.records.map(\.userID) == ["1001"])
        let log = try await client.attendanceBytes()
        #expect(log.records == (0..<RecordedLine.punchCount).flatMap { _ in RecordedLine.punch })
    }

    static let exchanges: [Exchange] = [
        Exchange(testDescription: "info") { client in
            _ = try await client.serial()
            try await options(["~DeviceName", "~Platform"], of: client)
            _ = try await client.firmware()
            try await options(["~ZKFPVersion", "ZKFaceVersion"], of: client)
        },
        Exchange(testDescription: "network-options") { client in
            try await options(["IPAddress", "NetMask", "GATEIPAddress", "MAC"], of: client)
        },
        Exchange(testDescription: "read-users") { _ = try await $0.users() },
        Exchange(testDescription: "read-templates") { client in
            let list = try await client.templates()
            #expect(list.records.map(\.finger) == [6])
        },
        Exchange(testDescription: "read-attendance", work: readAttendance),
        Exchange(
            testDescription: "udp-read-attendance", kind: .datagram, work: readAttendance),
        Exchange(testDescription: "udp-connect-key-12", kind: .datagram, commKey: 12) { _ in },
        Exchange(testDescription: "events") { client in
            for mask: UInt32 in [0xFFFF, 8, 0] { try await client.register(forEvents: mask) }
        },
        Exchange(testDescription: "restart") { try await $0.restart() },
    ]

    @Test(arguments: exchanges)
    func `a verb sends the bytes of pyzk`(_ exchange: Exchange) async throws {
        let line = RecordedLine(exchange.kind, wantsKey: exchange.commKey != 0)
        let options = ClientOptions(commKey: exchange.commKey)
        try await DeviceClient.withConnection(
            to: GateAddress(host: "192.0.2.1"), options: options, over: line, body: exchange.work)
        let sent = await line.bytes
        let expected = try pyzkBytes(exchange.testDescription)
        #expect(sent == expected)
    }

    @Test func `an event is acknowledged with the bytes of pyzk`() async throws {
        let line = RecordedLine(.stream)
        try await visit(line) { client in
            _ = try await client.users()
            try await client.register(forEvents: LiveEvent.attendanceOnly)
            let told = try await client.events(within: .seconds(10))
            #expect(told.count == 1)
            try await client.register(forEvents: 0)
        }
        let isOfEvents = { (frame: Frame) in [.event, .ackOK].contains(frame.command) }
        let theirs = try pyzkFrames("live").filter(isOfEvents)
        let ours = await line.frames.filter(isOfEvents)
        #expect(ours.map(\.data) == theirs.map(\.data))
        #expect(ours.map(\.command) == theirs.map(\.command))
        #expect(ours[1] == theirs[1])
    }

    @Test func `enrolling is asked for with the data of pyzk`() async throws {
        let line = RecordedLine(.stream)
        try await visit(line) { client in
            var steps: [Enrollment.Step] = []
            for try await step in client.enroll(finger: 6, of: "1001") { steps.append(step) }
            #expect(steps == [.started, .timedOutOrCancelled])
        }
        // Ours registers for events first, which pyzk leaves to the gate.
        let ours = await line.frames.enumerated().filter { $0.offset != 1 }.map(\.element)
        let theirs = try pyzkFrames("enroll")
        #expect(ours.map(\.command) == theirs.map(\.command))
        #expect(ours.map(\.data) == theirs.map(\.data))
    }

    @Test func `old firmware is asked to enroll with the data of pyzk over UDP`() async throws {
        let line = RecordedLine(.datagram, refusesWideEnroll: true)
        try await visit(line) { client in
            for try await _ in client.enroll(finger: 6, of: "1001") {}
        }
        let isStart = { (frame: Frame) in frame.command == .startEnroll }
        let theirs = try pyzkFrames("udp-enroll").filter(isStart).map(\.data)
        let ours = await line.frames.filter(isStart).map(\.data)
        #expect(ours.suffix(1) == theirs[...])
    }

    private func visit(
        _ line: RecordedLine, body: (DeviceClient) async throws -> Void
    ) async throws {
        try await DeviceClient.withConnection(
            to: GateAddress(host: "192.0.2.1"), over: line, body: body)
    }
}

/// A line to a gate that holds what the one held to which pyzk was recorded; keeps what is sent.
private actor RecordedLine: Transport {
    static let punchCount = 1700
    static let punch: [UInt8] = {
        let punch = AttendanceRecord(
            userSlot: 5, userID: "1001", time: DeviceTime(rawValue: 0x2E48_C970), state: 0,
            verify: 1)
        return (try? punch.encoded(as: .bytes40)) ?? []
    }()

    nonisolated let kind: TransportKind
    private let wantsKey: Bool
    private let refusesWideEnroll: Bool
    private(set) var bytes: [UInt8] = []
    private(set) var frames: [Frame] = []
    private var waiting: [Frame] = []

    init(_ kind: TransportKind, wantsKey: Bool = false, refusesWideEnroll: Bool = false) {
        self.kind = kind
        self.wantsKey = wantsKey
        self.refusesWideEnroll = refusesWideEnroll
    }

    func send(_ bytes: [UInt8], deadline: ContinuousClock.Instant) throws {
        self.bytes += bytes
        let packet = kind == .stream ? bytes.dropFirst(Frame.prefixLength) : bytes[...]
        let frame = try Frame(packet: packet)
        frames.append(frame)
        waiting += answers(to: frame)
    }

    func receive(deadline: ContinuousClock.Instant) throws -> [UInt8] {
        guard !waiting.isEmpty else { throw TransportError.timedOut }
        let frame = waiting.removeFirst()
        return kind == .stream ? frame.streamBytes : frame.packet
    }

    func close(farewell: [UInt8]) {}

    private func answers(to request: Frame) -> [Frame] {
        func say(_ command: Command, _ data: [UInt8] = [], _ field: UInt16 = 0x45CF) -> Frame {
            Frame(command: command, session: field, replyID: request.replyID, data: data)
        }
        func event(_ code: UInt16, _ data: [UInt8]) -> Frame {
            Frame(command: .event, session: code, replyID: 0, data: data)
        }
        switch request.command {
        case .ackOK: return []
        case .connect: return [say(wantsKey ? .ackUnauthorised : .ackOK)]
        case .readOption:
            return [say(.ackOK, request.data.dropLast() + Array("=TEST0001".utf8) + [0])]
        case .freeSizes:
            let sizes = StorageSizes(
                users: 1, templates: 1, attendance: Self.punchCount, templateCapacity: 10,
                userCapacity: 10, attendanceCapacity: 5000)
            return [say(.ackOK, sizes.encoded)]
        case .prepareBuffer: return [staged(request.data, say)]
        case .readBuffer: return chunk(request.data, say)
        case .startEnroll where refusesWideEnroll && request.data.count > 5:
            return [say(.ackError)]
        case .startEnroll: return [say(.ackOK), event(8, [6, 0])]
        case .event where request.data.first == 1:
            return [
                say(.ackOK),
                event(
                    1,
                    Array("1001".utf8) + .init(repeating: 0, count: 20)
                        + [1, 0, 24, 2, 29, 12, 34, 56]),
            ]
        default: return [say(.ackOK)]
        }
    }

    private func staged(
        _ data: [UInt8], _ say: (Command, [UInt8], UInt16) -> Frame
    ) -> Frame {
        switch data.dropFirst().first {
        case 9:
            let user = UserRecord(slot: 5, userID: "1001", name: "Ann Lee")
            return say(.data, Dataset.encoded(records: (try? user.encoded(as: .bytes72)) ?? []), 0)
        case 7:
            let finger = TemplateRecord(slot: 5, finger: 6, bytes: [1, 2, 3])
            return say(.data, Dataset.encoded(records: (try? finger.encoded()) ?? []), 0)
        default: return say(.ackOK, StagedAnswer(size: UInt32(log.count)).encoded, 0)
        }
    }

    private var log: [UInt8] {
        Dataset.encoded(records: (0..<Self.punchCount).flatMap { _ in Self.punch })
    }

    private func chunk(
        _ data: [UInt8], _ say: (Command, [UInt8], UInt16) -> Frame
    ) -> [Frame] {
        guard let request = try? ChunkRequest(decoding: data) else { return [] }
        let chunk = Array(log.dropFirst(Int(request.start)).prefix(Int(request.size)))
        guard kind == .datagram else { return [say(.data, chunk, 0)] }
        let announcement = DataAnnouncement(size: UInt32(chunk.count), pieceSize: 1024)
        let pieces = stride(from: 0, to: chunk.count, by: 1024).enumerated().map { index, start in
            say(.data, Array(chunk[start..<min(start + 1024, chunk.count)]), UInt16(index))
        }
        return [say(.prepareData, announcement.encoded, 0)] + pieces + [say(.ackOK, [], 0)]
    }
}
