import Testing

@testable import ZKProtocol

struct FrameTests {
    @Test func `all vectors are there`() {
        #expect(FrameVector.all.map(\.number) == Array(1...89))
    }

    @Test(arguments: FrameVector.all)
    func `a frame is read as its vector says`(_ vector: FrameVector) throws {
        let frame = try Frame(packet: vector.packet)
        #expect(frame.command.rawValue == vector.command)
        #expect(frame.session == vector.session)
        #expect(frame.replyID == vector.replyID)
        #expect(frame.data.count == vector.dataCount)
        #expect(frame.data[...] == vector.packet.dropFirst(8))
    }

    @Test(arguments: FrameVector.all)
    func `a frame is written as its vector says`(_ vector: FrameVector) {
        let frame = Frame(
            command: Command(rawValue: vector.command), session: vector.session,
            replyID: vector.replyID, data: Array(vector.packet.dropFirst(8)))
        #expect((vector.isOverTCP ? frame.streamBytes : frame.packet) == vector.bytes)
    }

    @Test func `a checksum that is off by one is refused`() throws {
        let packet = unhex("E803 18FC 0000 0000")
        #expect(throws: WireError.checksum(expected: 0xFC17, found: 0xFC18)) {
            try Frame(packet: packet[...])
        }
        let tolerated = try Frame(packet: packet[...], checksums: .ignored)
        #expect(tolerated == Frame(command: .connect, session: 0, replyID: 0))
    }

    @Test(arguments: 0..<8)
    func `a packet shorter than its header is refused`(_ count: Int) {
        let packet = [UInt8](repeating: 0, count: count)
        #expect(throws: WireError.packetLength(found: count, allowed: 8...1_048_576)) {
            try Frame(packet: packet[...])
        }
    }

    @Test func `a sum that has to be folded twice is right`() {
        // 0xFFFF + 0x0001 + 0xFFFF + 0xFFFF = 0x2FFFE: folds to 0x10000, then to 1.
        let packet = unhex("FFFF 0000 0100 FFFF FFFF")
        #expect(Checksum.of(packet[...]) == 0xFFFE)
    }

    @Test func `a sum of all ones gives zero`() {
        let packet = unhex("FFFF 1234 0000 0000")
        #expect(Checksum.of(packet[...]) == 0)
    }

    @Test func `reply ids 0 and 65535 have the same checksum`() {
        let first = Frame(command: .readTime, session: 7, replyID: 0).packet
        let second = Frame(command: .readTime, session: 7, replyID: 0xFFFF).packet
        #expect(first[2...3] == second[2...3])
    }

    @Test(
        arguments: [
            (0, 0x45CF, "617D323C"), (12, 0x45CF, "614D323C"), (45, 0x45CF, "61C9323C"),
            (1, 0x0001, "61FD3279"), (1, 0xFFFF, "61FD3286"), (123_456, 0x1234, "267F32EB"),
            (654_321, 0x9A3B, "81F23253"), (999_999, 0xFFFF, "22813296"),
        ] as [(UInt32, UInt16, String)])
    func `a comm key is scrambled as captured`(key: UInt32, session: UInt16, expected: String) {
        #expect(CommKey.scrambled(key: key, session: session) == unhex(expected))
    }

    @Test func `the key packets of the captures come out of the key`() throws {
        #expect(try FrameVector.frame(6).data == CommKey.scrambled(key: 12, session: 0x45CF))
        #expect(try FrameVector.frame(7).data == CommKey.scrambled(key: 45, session: 0x45CF))
        #expect(try FrameVector.frame(8).data == CommKey.scrambled(key: 123_456, session: 0x1234))
    }

    @Test func `every known command has a name and a sentence of its own`() {
        let known = Command.known
        #expect(known.count == Set(known.map(\.rawValue)).count)
        #expect(known.count == Set(known.map(\.name)).count)
        #expect(Command.ackOK.name == "ACK_OK")
        #expect(Command(rawValue: 4242).name == "4242")
        #expect(Command(rawValue: 4242).sentence == "the meaning of code 4242 is unknown")
    }

    @Test func `refusals are told from answers`() {
        let refusals: [Command] = [
            .ackError, .ackRetry, .ackRepeat, .ackUnauthorised, .ackUnknown, .ackBadCommand,
            .ackNotInitialised, .ackBadData, .pushOnly,
        ]
        #expect(refusals.map(\.isRefusal) == refusals.map { _ in true })
        let answers: [Command] = [.ackOK, .ackData, .data, .prepareData]
        #expect(answers.map(\.isRefusal) == [false, false, false, false])
    }
}
