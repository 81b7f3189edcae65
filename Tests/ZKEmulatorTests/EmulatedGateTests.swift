import GateModel
import Testing
import ZKProtocol

@testable import ZKEmulator

/// Answers against the worked examples of the wire map; the numbers are those of its frames.
struct EmulatedGateTests {
    struct Exchange: Sendable, CustomTestStringConvertible {
        let name: String
        let request: String
        let answer: String
        var session: UInt16 = 0x45CF
        var testDescription: String { name }
    }

    private static let prefix = "5050827D"
    private static let userU1 =
        "0500 0E 3433323100000000 416E6E204C6565 00×17 4E61BC00 01 0000 0000 0000 0000 31303031 00×20"
    private static let recordA = "0500 31303031 00×20 0F 8E37F731 00 00×8"

    private static let exchanges: [Exchange] = [
        Exchange(
            name: "23, 24: serial number",
            request: "\(prefix) 16000000 0B00 1F71 CF45 0300 7E53657269616C4E756D62657200",
            answer: "\(prefix) 24000000 D007 F2F0 CF45 0300 "
                + "7E53657269616C4E756D6265723D3031323334353637383930313200"),
        Exchange(
            name: "16, 17: platform",
            request:
                "\(prefix) 12000000 0B00 B9E6 F38D 0C00 7E506C6174666F726D00",
            answer: "\(prefix) 1D000000 D007 714C F38D 0C00 "
                + "7E506C6174666F726D3D5A454D3736305F54465400", session: 0x8DF3),
        Exchange(
            name: "19, 20: work code",
            request: "\(prefix) 11000000 0B00 84C2 F38D 0B00 576F726B436F646500",
            answer: "\(prefix) 13000000 D007 828A F38D 0B00 576F726B436F64653D3000",
            session: 0x8DF3),
        Exchange(
            name: "30, 31: clock", request: "\(prefix) 08000000 C900 61B9 CF45 0600",
            answer: "\(prefix) 0C000000 D007 A1BA CF45 0600 70C9482E"),
        Exchange(
            name: "34, 45: one punch at once",
            request: "\(prefix) 13000000 DF05 47A7 CF45 0900 01 0D00 00000000 00000000",
            answer: "\(prefix) 34000000 DD05 43CD CF45 0900 28000000 \(recordA)"),
        Exchange(
            name: "11: goodbye", request: "\(prefix) 08000000 E903 45B6 CF45 0200",
            answer: "\(prefix) 08000000 D007 5EB2 CF45 0200"),
    ]

    @Test(arguments: exchanges)
    func `an answer is that of the map, byte for byte`(_ exchange: Exchange) throws {
        var gate = ExampleGate.make()
        var session = ExampleGate.session(exchange.session)
        let request = try Frame(packet: unhex(exchange.request).dropFirst(8))
        let answer = gate.answer(request, in: &session, at: wall("2024-02-29T12:34:56"))
        #expect(answer.frames.map(\.streamBytes) == [unhex(exchange.answer)])
    }

    /// Sends a command and returns the frames that come back.
    private func ask(
        _ gate: inout EmulatedGate, _ session: inout GateSession, _ command: Command,
        _ data: [UInt8] = [], at now: LocalDateTime = wall("2026-11-20T02:00:00")
    ) -> [Frame] {
        gate.answer(
            Frame(command: command, session: session.id, replyID: 8, data: data), in: &session,
            at: now
        ).frames
    }

    @Test func `the user list is that of frame 47`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        let frames = ask(&gate, &session, .prepareBuffer, BulkRequest.users.encoded)
        let expected = unhex("\(Self.prefix) 54000000 DD05 D47F CF45 0800 48000000 \(Self.userU1)")
        #expect(frames.map(\.streamBytes) == [expected])
    }

    @Test func `templates are listed as in record T1`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        let frames = ask(&gate, &session, .prepareBuffer, BulkRequest.templates.encoded)
        #expect(frames.map(\.command) == [.data])
        #expect(
            frames.first?.data == unhex("10000000 1000 0500 04 01 4D985353523100 0004DB"))
    }

    @Test(arguments: [
        (8, "0500 38 00 8E37F731"), (16, "E9030000 8E37F731 00 03 0000 00000000"),
        (40, "0500 31303031 00×20 03 8E37F731 00 00×8"),
        (49, "0500 31303031 00×20 03 8E37F731 00 00×8 FF 32 35 35 00 00 00 00 00"),
    ])
    func `punches have the layout of the gate`(_ size: Int, _ record: String) {
        var device = ExampleGate.device(attendance: size)
        device.attendance[0].verify = 3
        var gate = ExampleGate.make(device)
        var session = ExampleGate.session()
        let frames = ask(&gate, &session, .prepareBuffer, BulkRequest.attendance.encoded)
        #expect(frames.first?.data == [UInt8(size), 0, 0, 0] + unhex(record))
    }

    @Test func `people of an old gate have the layout of record U3`() {
        var gate = ExampleGate.make(ExampleGate.device(users: 28))
        var session = ExampleGate.session()
        let frames = ask(&gate, &session, .prepareBuffer, BulkRequest.users.encoded)
        #expect(
            frames.first?.data
                == unhex(
                    "1C000000 0500 0E 3433323100 416E6E204C656500 4E61BC00 00 01 0000 E9030000"))
    }

    @Test(arguments: [
        (12, "4E04 4E2C CF45 0100 614D323C", "D007 5FB2 CF45 0100"),
        (12, "4E04 4DB0 CF45 0100 61C9323C", "D507 5AB2 CF45 0100"),
        (45, "4E04 4DB0 CF45 0100 61C9323C", "D007 5FB2 CF45 0100"),
    ])
    func `the key opens the session, another key does not`(
        _ key: Int, _ request: String, _ answer: String
    ) throws {
        var device = ExampleGate.device()
        device.commKey = UInt32(key)
        var gate = ExampleGate.make(device)
        var session = ExampleGate.session(isOpen: false)
        let frames = gate.answer(
            try Frame(packet: unhex(request)[...]), in: &session, at: wall("2026-11-20T02:00:00")
        ).frames
        #expect(frames.map(\.packet) == [unhex(answer)])
        #expect(session.isOpen == answer.hasPrefix("D007"))
    }

    @Test func `a gate with a key answers nothing before it`() {
        var device = ExampleGate.device()
        device.commKey = 12
        var gate = ExampleGate.make(device)
        var session = GateSession()
        #expect(ask(&gate, &session, .connect).map(\.command) == [.ackUnauthorised])
        for command in [Command.readTime, .prepareBuffer, .deleteUser, .clearData, .exit] {
            #expect(ask(&gate, &session, command).map(\.command) == [.ackUnauthorised])
        }
        #expect(gate.state.users.count == 1)
    }

    @Test func `an id that is not the session's is refused`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        let frame = Frame(command: .readTime, session: 1, replyID: 1)
        let answer = gate.answer(frame, in: &session, at: wall("2026-11-20T02:00:00"))
        #expect(answer.frames.map(\.command) == [.ackUnauthorised])
    }

    @Test(arguments: [UInt16(3), 99, 1103, 1700, 2013, 0xFFFF])
    func `unknown commands are answered as unknown`(_ number: UInt16) {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        #expect(
            ask(&gate, &session, Command(rawValue: number)).map(\.command) == [.ackUnknown])
    }

    @Test func `a large log is staged and read in chunks`() throws {
        var device = ExampleGate.device()
        device.attendance = (0..<2000).map {
            FleetPunch(
                slot: 5, userID: "1001",
                at: wall("2026-01-01T00:00:00").adding(seconds: $0 * 60), state: 0, verify: 1)
        }
        var gate = ExampleGate.make(device)
        var session = ExampleGate.session()
        let staged = ask(&gate, &session, .prepareBuffer, BulkRequest.attendance.encoded)
        let size = try StagedAnswer(decoding: try #require(staged.first).data).size
        #expect(size == 80_004)
        var received: [UInt8] = []
        for (start, count) in [(UInt32(0), UInt32(65_472)), (65_472, 14_532)] {
            let frames = ask(
                &gate, &session, .readBuffer, ChunkRequest(start: start, size: count).encoded)
            #expect(frames.map(\.command) == [.prepareData, .data, .ackOK])
            received += frames[1].data
        }
        let log = try AttendanceLog(decoding: Dataset(received[...]).records)
        #expect(log.records.count == 2000)
        #expect(log.records.last?.time.description == "2026-01-02 09:19:00")
        // Beyond the end there is nothing.
        let beyond = ask(
            &gate, &session, .readBuffer, ChunkRequest(start: 80_000, size: 5).encoded)
        #expect(beyond.map(\.command) == [.ackError])
        #expect(ask(&gate, &session, .freeData).map(\.command) == [.ackOK])
        let freed = ask(&gate, &session, .readBuffer, ChunkRequest(start: 0, size: 4).encoded)
        #expect(freed.map(\.command) == [.ackError])
    }

    @Test func `small pieces are numbered where others carry the session`() {
        var device = ExampleGate.device()
        device.faults = [.smallPieces]
        device.users[0].templates = [
            FleetTemplate(finger: 4, valid: 1, bytes: [UInt8](repeating: 7, count: 2500))
        ]
        var gate = ExampleGate.make(device)
        var session = ExampleGate.session()
        _ = ask(&gate, &session, .prepareBuffer, BulkRequest.templates.encoded)
        let frames = ask(
            &gate, &session, .readBuffer, ChunkRequest(start: 0, size: 2510).encoded)
        #expect(frames.map(\.data.count) == [8, 1008, 1008, 494, 0])
        #expect(frames.map(\.session) == [0x45CF, 0, 1, 2, 0x45CF])
    }

    @Test func `the clock that was set runs on`() throws {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        let now = wall("2026-11-20T02:00:00")
        let set = ask(&gate, &session, .writeTime, unhex("7F0AF831"), at: now)
        #expect(set.map(\.command) == [.ackOK])
        let later = ask(&gate, &session, .readTime, at: now.adding(seconds: 2))
        var reader = ByteReader(try #require(later.first).data)
        #expect(DeviceTime(rawValue: try reader.u32()).description == "2026-02-01 00:00:01")
        #expect(ask(&gate, &session, .writeTime, unhex("002C4B2E")).map(\.command) == [.ackError])
    }

    @Test func `the bulk save of the map is stored`() {
        // The blob for user U1 with finger 6, as pyzk builds it.
        let blob = unhex(
            "49000000 08000000 0C000000 02 05000E3433323100000000416E6E204C6565 00×17 4E61BC00 01 31 "
                + "00×7 31303031 00×20 02 0500 16 00000000 0A00 4D9853533231000004DB")
        var device = ExampleGate.device()
        device.users = []
        var gate = ExampleGate.make(device)
        var session = ExampleGate.session()
        _ = ask(&gate, &session, .freeData)
        #expect(blob.count == 105)
        _ = ask(&gate, &session, .prepareData, [105, 0, 0, 0])
        _ = ask(&gate, &session, .data, blob)
        let saved = ask(&gate, &session, .saveTemplates, unhex("0C00000000000800"))
        #expect(saved.map(\.command) == [.ackOK])
        #expect(gate.state.users.map(\.userID) == ["1001"])
        #expect(gate.state.users.map(\.card) == [12_345_678])
        #expect(
            gate.state.templates == [
                TemplateRecord(slot: 5, finger: 6, bytes: unhex("4D9853533231000004DB"))
            ])
    }

    @Test func `a bulk save that is cut off changes nothing`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        let before = gate.state.users
        _ = ask(&gate, &session, .prepareData, [20, 0, 0, 0])
        _ = ask(&gate, &session, .data, unhex("49000000 08000000 0C000000 02 00×7"))
        let saved = ask(&gate, &session, .saveTemplates, unhex("0C00000000000800"))
        #expect(saved.map(\.command) == [.ackError])
        #expect(gate.state.users == before)
    }

    @Test(arguments: [
        // A finger that no hand has, and one without a byte.
        "00000000 08000000 04000000 02 0500 1A 00000000 0200 4D98",
        "00000000 08000000 02000000 02 0500 16 00000000 0000",
    ])
    func `a bulk save of no finger changes nothing`(_ text: String) {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        let before = gate.state.templates
        #expect(saved(unhex(text), &gate, &session) == [.ackError])
        #expect(gate.state.templates == before)
    }

    @Test func `a small upload makes no gigabytes`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        let before = gate.state.templates
        var writer = ByteWriter()
        let lineCount = 1000
        for count in [0, lineCount * 8, 65_537] { writer.u32(UInt32(count)) }
        // All lines name the same 65,535 bytes.
        for _ in 0..<lineCount { writer.append([2, 5, 0, 0x16, 0, 0, 0, 0]) }
        writer.u16(65_535)
        writer.append([UInt8](repeating: 0x5A, count: 65_535))
        #expect(saved(writer.bytes, &gate, &session) == [.ackError])
        #expect(gate.state.templates == before)
    }

    private func saved(
        _ blob: [UInt8], _ gate: inout EmulatedGate, _ session: inout GateSession
    ) -> [Command] {
        var announcement = ByteWriter()
        announcement.u32(UInt32(blob.count))
        _ = ask(&gate, &session, .prepareData, announcement.bytes)
        _ = ask(&gate, &session, .data, blob)
        return ask(&gate, &session, .saveTemplates, unhex("0C00000000000800")).map(\.command)
    }

    @Test func `one template is written the vendor's way and read back`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        let bytes = [UInt8](repeating: 0x5A, count: 1200)
        _ = ask(&gate, &session, .prepareData, unhex("B0040000"))
        _ = ask(&gate, &session, .data, bytes)
        #expect(ask(&gate, &session, .bufferChecksum).map(\.command) == [.ackOK])
        let stored = ask(&gate, &session, .storeTemplate, unhex("0500 06 01 B004"))
        #expect(stored.map(\.command) == [.ackOK])
        let read = ask(&gate, &session, .readTemplate, unhex("0500 06"))
        #expect(read.map(\.command) == [.prepareData, .data, .ackOK])
        // One byte behind the template tells that it is valid.
        #expect(read[1].data == bytes + [1])
    }

    @Test func `users are written, kept apart by slot and id, and deleted with their fingers`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        let nuevo = unhex(
            "0E00 06 313233343536007C 4E7565766F 00×19 8F190000 01 00×8 3131323234343838 00×16")
        #expect(ask(&gate, &session, .writeUser, nuevo).map(\.command) == [.ackOK])
        #expect(gate.state.users.map(\.userID) == ["1001", "11224488"])
        // The garbage behind the password is kept as it came.
        #expect(gate.state.users[1].passwordField == unhex("313233343536007C"))
        // The same id under another slot is refused.
        var twin = nuevo
        twin[0] = 0x0F
        #expect(ask(&gate, &session, .writeUser, twin).map(\.command) == [.ackError])
        #expect(ask(&gate, &session, .writeUser, [1, 2, 3]).map(\.command) == [.ackError])
        #expect(ask(&gate, &session, .deleteUser, unhex("0500")).map(\.command) == [.ackOK])
        #expect(gate.state.users.map(\.slot) == [14])
        #expect(gate.state.templates.isEmpty)
        #expect(gate.state.attendance.count == 1)
        #expect(gate.state.operations.map(\.operation) == [30, 9])
    }

    @Test(arguments: [
        (Command.deleteTemplate, "0500 04", Command.ackOK),
        (.deleteTemplate, "0500 05", .ackError), (.deleteTemplate, "0600 04", .ackError),
        (.deleteTemplateByID, "31303031 00×20 04", .ackOK),
        (.deleteTemplateByID, "31303032 00×20 04", .ackError),
    ])
    func `a finger is deleted by slot or by id`(
        _ command: Command, _ data: String, _ reply: Command
    ) {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        #expect(ask(&gate, &session, command, unhex(data)).map(\.command) == [reply])
        #expect(gate.state.templates.isEmpty == (reply == .ackOK))
    }

    @Test func `a disabled gate says that it is busy`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        #expect(ask(&gate, &session, .state).map(\.session) == [2])
        _ = ask(&gate, &session, .disable)
        #expect(!gate.state.isEnabled)
        #expect(ask(&gate, &session, .state).map(\.session) == [4])
        _ = ask(&gate, &session, .enable)
        #expect(gate.state.isEnabled)
    }

    @Test func `any bytes in any request give an answer`() {
        var random = SplitMix64(seed: 11)
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        let commands =
            Array(UInt16(1)...140) + Array(999...1020) + Array(1100...1105)
            + Array(1500...1505)
        for round in 0..<4000 {
            // Sessions end and open again.
            if !session.isOpen { session = ExampleGate.session() }
            let number = commands[random.number(in: 0...commands.count - 1)]
            let data = (0..<random.number(in: 0...round % 90)).map { _ in
                UInt8(truncatingIfNeeded: random.next())
            }
            let frames = ask(&gate, &session, Command(rawValue: number), data)
            #expect(frames.allSatisfy { $0.replyID == 8 } && !frames.isEmpty)
        }
    }
}
