import Testing
import ZKProtocol

@testable import ZKClient

struct SessionMachineTests {
    private let session: UInt16 = 0x45CF

    private func frame(_ command: Command, _ replyID: UInt16, _ data: [UInt8] = []) -> Frame {
        Frame(command: command, session: session, replyID: replyID, data: data)
    }

    private func connected() -> SessionMachine {
        var machine = SessionMachine()
        _ = machine.handle(.request(.connect(commKey: 0)))
        _ = machine.handle(.received(frame(.ackOK, 0)))
        return machine
    }

    private func u32(_ values: UInt32...) -> [UInt8] {
        var writer = ByteWriter()
        for value in values { writer.u32(value) }
        return writer.bytes
    }

    // MARK: - Opening

    @Test func `a gate without a key is open after one packet`() {
        var machine = SessionMachine()
        #expect(
            machine.handle(.request(.connect(commKey: 12)))
                == [.send(Frame(command: .connect, session: 0, replyID: 0))])
        #expect(!machine.isConnected)
        #expect(
            machine.handle(.received(frame(.ackOK, 0)))
                == [.finish(.reply(data: [], sessionField: session))])
        #expect(machine.isConnected)
        #expect(machine.session == session)
        #expect(machine.farewell == frame(.exit, 1))
    }

    @Test func `a gate with a key gets it scrambled`() {
        var machine = SessionMachine()
        _ = machine.handle(.request(.connect(commKey: 12)))
        #expect(
            machine.handle(.received(frame(.ackUnauthorised, 0)))
                == [.send(frame(.auth, 1, [0x61, 0x4D, 0x32, 0x3C]))])
        #expect(
            machine.handle(.received(frame(.ackOK, 1)))
                == [.finish(.reply(data: [], sessionField: session))])
    }

    @Test(arguments: [
        (Command.ackUnauthorised, SessionFailure.wrongKey), (.ackError, .wrongKey),
        (.ackUnknown, .refused(.auth, by: .ackUnknown)), (.data, .unexpected(.data, to: .auth)),
    ])
    func `a refused key ends the session`(reply: Command, failure: SessionFailure) {
        var machine = SessionMachine()
        _ = machine.handle(.request(.connect(commKey: 9)))
        _ = machine.handle(.received(frame(.ackUnauthorised, 0)))
        #expect(machine.handle(.received(frame(reply, 1))) == [.fail(failure)])
        #expect(machine.handle(.request(.command(.readTime))) == [.fail(.notConnected)])
    }

    @Test(arguments: [
        (Command.pushOnly, SessionFailure.pushOnly),
        (.ackError, .refused(.connect, by: .ackError)),
        (.ackUnknown, .refused(.connect, by: .ackUnknown)),
        (.prepareData, .unexpected(.prepareData, to: .connect)),
    ])
    func `other greetings end the session`(reply: Command, failure: SessionFailure) {
        var machine = SessionMachine()
        _ = machine.handle(.request(.connect(commKey: 0)))
        #expect(machine.handle(.received(frame(reply, 0))) == [.fail(failure)])
        #expect(!machine.isConnected)
    }

    // MARK: - Requests

    @Test func `reply ids go up by one and never reach 65535`() {
        var machine = connected()
        for expected in 1...65_534 as ClosedRange<UInt16> {
            guard
                machine.handle(.request(.command(.readTime)))
                    == [.send(frame(.readTime, expected))]
            else {
                Issue.record("wrong request at reply id \(expected)")
                return
            }
            _ = machine.handle(.received(frame(.ackOK, expected)))
        }
        #expect(machine.handle(.request(.command(.readTime))) == [.send(frame(.readTime, 0))])
        _ = machine.handle(.received(frame(.ackOK, 0)))
        #expect(machine.handle(.request(.command(.readTime))) == [.send(frame(.readTime, 1))])
    }

    @Test func `a late reply is passed over`() {
        var machine = connected()
        _ = machine.handle(.request(.command(.readTime)))
        #expect(machine.handle(.received(frame(.ackOK, 0))) == [])
        #expect(machine.handle(.received(frame(.ackError, 7))) == [])
        #expect(machine.lateReplyCount == 2)
        #expect(
            machine.handle(.received(frame(.ackOK, 1, [1, 2, 3, 4])))
                == [.finish(.reply(data: [1, 2, 3, 4], sessionField: session))])
        #expect(machine.handle(.received(frame(.ackOK, 1))) == [])
    }

    @Test func `a refusal leaves the session open`() {
        var machine = connected()
        _ = machine.handle(.request(.command(.readOption, data: [0x41, 0])))
        #expect(
            machine.handle(.received(frame(.ackError, 1)))
                == [.fail(.refused(.readOption, by: .ackError))])
        #expect(machine.handle(.request(.command(.readTime))) == [.send(frame(.readTime, 2))])
    }

    @Test func `a gate that forgot the session ends it`() {
        var machine = connected()
        _ = machine.handle(.request(.command(.readTime)))
        #expect(machine.handle(.received(frame(.ackUnauthorised, 1))) == [.fail(.loggedOut)])
        #expect(!machine.isConnected)
        var reading = reading()
        #expect(reading.handle(.received(frame(.ackUnauthorised, 1))) == [.fail(.loggedOut)])
    }

    @Test func `a second request has to wait`() {
        var machine = connected()
        _ = machine.handle(.request(.command(.readTime)))
        #expect(machine.handle(.request(.command(.version))) == [.fail(.busy)])
    }

    @Test func `the state of a gate comes in the session field`() {
        var machine = connected()
        _ = machine.handle(.request(.command(.state)))
        let reply = Frame(command: .ackOK, session: 2, replyID: 1)
        #expect(
            machine.handle(.received(reply)) == [.finish(.reply(data: [], sessionField: 2))])
        #expect(machine.farewell.session == session)
    }

    @Test func `nothing follows a goodbye`() {
        var machine = connected()
        #expect(machine.handle(.request(.command(.exit))) == [.send(frame(.exit, 1))])
        _ = machine.handle(.received(frame(.ackOK, 1)))
        #expect(machine.handle(.request(.command(.readTime))) == [.fail(.notConnected)])
        #expect(!machine.isConnected)
    }

    // MARK: - Events

    @Test func `events are acknowledged, queued, and disturb nothing`() {
        var machine = connected()
        _ = machine.handle(.request(.command(.readTime)))
        let event = Frame(command: .event, session: 1, replyID: 0, data: [9])
        #expect(machine.handle(.received(event)) == [.send(frame(.ackOK, 0))])
        #expect(
            machine.handle(.received(frame(.ackOK, 1)))
                == [.finish(.reply(data: [], sessionField: session))])
        #expect(machine.takeEvents() == [event])
        #expect(machine.takeEvents() == [])
    }

    @Test func `when nobody takes events, the oldest go`() {
        var machine = connected()
        for number in 0...1000 as ClosedRange<UInt16> {
            _ = machine.handle(
                .received(Frame(command: .event, session: number, replyID: 0)))
        }
        #expect(machine.droppedEventCount == 1)
        #expect(machine.events.count == 1000)
        #expect(machine.events.first?.session == 1)
    }

    // MARK: - Bulk

    private func reading(chunkSize: Int = 65_472) -> SessionMachine {
        var machine = connected()
        #expect(
            machine.handle(.request(.bulk(.attendance, chunkSize: chunkSize)))
                == [.send(frame(.prepareBuffer, 1, BulkRequest.attendance.encoded))])
        #expect(machine.isStaging)
        return machine
    }

    @Test func `an inline dataset comes in one packet`() {
        var machine = reading()
        #expect(
            machine.handle(.received(frame(.data, 1, [1, 0, 0, 0, 7])))
                == [.finish(.dataset([1, 0, 0, 0, 7]))])
    }

    @Test func `an acknowledgement without data is an empty dataset`() {
        var machine = reading()
        #expect(machine.handle(.received(frame(.ackOK, 1))) == [.finish(.dataset([]))])
    }

    @Test func `a dataset may come at once in pieces, and its end is consumed`() {
        var machine = reading()
        #expect(machine.handle(.received(frame(.prepareData, 1, u32(5, 1008)))) == [])
        #expect(machine.handle(.received(frame(.data, 1, [1, 2, 3]))) == [])
        #expect(machine.handle(.received(frame(.data, 1, [4, 5]))) == [])
        #expect(
            machine.handle(.received(frame(.ackOK, 1))) == [.finish(.dataset([1, 2, 3, 4, 5]))])
    }

    @Test func `a long dataset in small pieces is put together in place`() {
        var machine = reading()
        let pieceCount = 20_000
        let size = UInt32(pieceCount * 1024)
        #expect(machine.handle(.received(frame(.prepareData, 1, u32(size, 1024)))) == [])
        let piece = frame(.data, 1, [UInt8](repeating: 7, count: 1024))
        for _ in 0..<pieceCount { #expect(machine.handle(.received(piece)) == []) }
        let end = machine.handle(.received(frame(.ackOK, 1)))
        #expect(end == [.finish(.dataset([UInt8](repeating: 7, count: Int(size))))])
    }

    @Test func `a staged dataset is fetched in chunks and freed`() {
        var machine = reading(chunkSize: 4)
        let staged = StagedAnswer(size: 10, unknown: 99).encoded
        #expect(
            machine.handle(.received(frame(.ackOK, 1, staged)))
                == [.send(frame(.readBuffer, 2, u32(0, 4)))])
        #expect(!machine.isStaging)
        // One packet.
        #expect(
            machine.handle(.received(frame(.data, 2, [0, 1, 2, 3])))
                == [.send(frame(.readBuffer, 3, u32(4, 4)))])
        // Announced pieces, numbered in the session field, with a packet of a request given up.
        #expect(machine.handle(.received(frame(.prepareData, 3, u32(4, 1008)))) == [])
        let piece = Frame(command: .data, session: 0, replyID: 3, data: [4, 5])
        #expect(machine.handle(.received(piece)) == [])
        #expect(machine.handle(.received(frame(.data, 2, [99]))) == [])
        #expect(machine.handle(.received(frame(.data, 3, []))) == [])
        #expect(
            machine.handle(.received(Frame(command: .data, session: 1, replyID: 3, data: [6, 7])))
                == [])
        #expect(
            machine.handle(.received(frame(.ackOK, 3)))
                == [.send(frame(.readBuffer, 4, u32(8, 2)))])
        #expect(
            machine.handle(.received(frame(.data, 4, [8, 9]))) == [.send(frame(.freeData, 5))])
        #expect(
            machine.handle(.received(frame(.ackOK, 5)))
                == [.finish(.dataset([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))])
        #expect(machine.handle(.request(.command(.readTime))) == [.send(frame(.readTime, 6))])
    }

    @Test(arguments: [Command.ackError, .ackUnknown, .ackBadCommand])
    func `old firmware is asked the old way`(refusal: Command) {
        var machine = connected()
        _ = machine.handle(.request(.bulk(.users, chunkSize: 100)))
        #expect(
            machine.handle(.received(frame(refusal, 1))) == [.send(frame(.readUsers, 2, [5]))])
        #expect(machine.handle(.received(frame(.prepareData, 2, u32(2, 1024)))) == [])
        #expect(machine.handle(.received(frame(.data, 2, [8, 9]))) == [])
        #expect(machine.handle(.received(frame(.ackOK, 2))) == [.finish(.dataset([8, 9]))])
    }

    @Test func `a gate that refuses both ways has refused`() {
        var machine = reading()
        #expect(
            machine.handle(.received(frame(.ackError, 1)))
                == [.send(frame(.readAttendance, 2, []))])
        #expect(
            machine.handle(.received(frame(.ackError, 2)))
                == [.fail(.refused(.readAttendance, by: .ackError))])
        #expect(machine.isConnected)
    }

    @Test func `a chunk that stays short is asked for three more times, then given up`() {
        var machine = reading(chunkSize: 4)
        _ = machine.handle(.received(frame(.ackOK, 1, StagedAnswer(size: 6).encoded)))
        #expect(
            machine.handle(.received(frame(.ackError, 2)))
                == [.send(frame(.readBuffer, 3, u32(0, 4)))])
        #expect(
            machine.handle(.received(frame(.data, 3, [1])))
                == [.send(frame(.readBuffer, 4, u32(0, 4)))])
        #expect(machine.handle(.received(frame(.prepareData, 4, u32(4, 4)))) == [])
        #expect(
            machine.handle(.received(frame(.ackOK, 4)))
                == [.send(frame(.readBuffer, 5, u32(0, 4)))])
        #expect(machine.handle(.received(frame(.ackOK, 5))) == [.send(frame(.freeData, 6))])
        #expect(
            machine.handle(.received(frame(.ackOK, 6)))
                == [.fail(.incompleteChunk(start: 0, needed: 4, found: 0))])
        #expect(machine.isConnected)
    }

    @Test func `more bytes than announced end the session`() {
        var machine = reading()
        _ = machine.handle(.received(frame(.prepareData, 1, u32(3, 0))))
        #expect(
            machine.handle(.received(frame(.data, 1, [1, 2, 3, 4])))
                == [.fail(.tooManyBytes(announced: 3, found: 4))])
        #expect(!machine.isConnected)

        var fetching = reading(chunkSize: 2)
        _ = fetching.handle(.received(frame(.ackOK, 1, StagedAnswer(size: 6).encoded)))
        #expect(
            fetching.handle(.received(frame(.data, 2, [1, 2, 3])))
                == [.fail(.tooManyBytes(announced: 2, found: 3))])
    }

    @Test func `a size beyond the limit is refused before a byte is taken`() {
        let limit = UInt32(WireLimits.datasetLength)
        let failure = SessionFailure.wire(
            .datasetLength(announced: Int(limit) + 1, limit: Int(limit)))
        var staged = reading()
        #expect(
            staged.handle(.received(frame(.ackOK, 1, StagedAnswer(size: limit + 1).encoded)))
                == [.fail(failure)])
        var announced = reading()
        #expect(
            announced.handle(.received(frame(.prepareData, 1, u32(limit + 1)))) == [.fail(failure)])
        var atLimit = reading()
        #expect(atLimit.handle(.received(frame(.prepareData, 1, u32(limit)))) == [])
    }

    @Test func `endless pieces end the session`() {
        var machine = reading()
        _ = machine.handle(.received(frame(.prepareData, 1, u32(64, 0))))
        for _ in 0..<3 { #expect(machine.handle(.received(frame(.data, 1))) == []) }
        #expect(machine.handle(.received(frame(.data, 1))) == [.fail(.tooManyPieces(count: 4))])

        var crumbs = reading()
        _ = crumbs.handle(.received(frame(.prepareData, 1, u32(64, 0))))
        for _ in 0..<5 { #expect(crumbs.handle(.received(frame(.data, 1, [1]))) == []) }
        #expect(
            crumbs.handle(.received(frame(.data, 1, [1]))) == [.fail(.tooManyPieces(count: 6))])
    }

    @Test func `a staged answer of the wrong length ends the session`() {
        var machine = reading()
        #expect(
            machine.handle(.received(frame(.ackOK, 1, [1, 2, 3])))
                == [
                    .fail(
                        .wire(.payloadLength(of: .stagedAnswer, expected: 5...13, found: 3)))
                ])
        #expect(!machine.isConnected)
    }
}
