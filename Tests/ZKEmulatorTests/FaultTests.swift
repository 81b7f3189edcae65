import GateModel
import Testing
import ZKProtocol

@testable import ZKEmulator

/// What faults make of answers, and of what the gate keeps.
struct FaultTests {
    private let now = wall("2026-11-20T02:00:00")

    /// A gate with faults and an open session.
    private func gate(_ faults: [FleetFault]) -> EmulatedGate {
        var device = ExampleGate.device()
        device.faults = faults
        device.attendance = (0..<100).map {
            FleetPunch(
                slot: 5, userID: "1001", at: wall("2026-01-01T00:00:00").adding(seconds: $0 * 60),
                state: 0, verify: 1)
        }
        return ExampleGate.make(device)
    }

    private func ask(
        _ gate: inout EmulatedGate, _ session: inout GateSession, _ command: Command,
        _ data: [UInt8] = []
    ) -> GateAnswer {
        gate.answer(
            Frame(command: command, session: session.id, replyID: 8, data: data), in: &session,
            at: now)
    }

    @Test func `a fault meets the requests it is for, as often as it says`() {
        var gate = gate([FleetFault(.answer(.ackRetry), on: .readTime, from: 2, times: 2)])
        var session = ExampleGate.session()
        var replies: [Command?] = []
        for _ in 0..<5 {
            replies.append(ask(&gate, &session, .readTime).reply)
            #expect(ask(&gate, &session, .freeSizes).reply == .ackOK)
        }
        #expect(replies == [.ackOK, .ackRetry, .ackRetry, .ackOK, .ackOK])
        gate.setFaults([.silence])
        #expect(ask(&gate, &session, .readTime).frames.isEmpty)
        gate.setFaults([])
        #expect(ask(&gate, &session, .readTime).reply == .ackOK)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let effect: FaultEffect
        let frames: Int
        let isDeleted: Bool
        var ending = GateAnswer.Ending.none
        var testDescription: String { effect.kind }
    }

    @Test(arguments: [
        Case(effect: .silence, frames: 0, isDeleted: false),
        Case(effect: .drop, frames: 0, isDeleted: false, ending: .drops),
        Case(effect: .answer(.ackRetry), frames: 1, isDeleted: false),
        Case(effect: .unauthorised, frames: 1, isDeleted: false),
        Case(effect: .unapplied, frames: 1, isDeleted: false),
        Case(effect: .unacknowledged, frames: 0, isDeleted: true),
        Case(effect: .powerLoss(losing: false), frames: 0, isDeleted: true, ending: .restarts),
        Case(effect: .powerLoss(losing: true), frames: 0, isDeleted: false, ending: .restarts),
        Case(effect: .wrongReplyID, frames: 1, isDeleted: true),
    ])
    func `a deletion that meets a fault is done or not, and told or not`(_ test: Case) {
        var gate = gate([FleetFault(test.effect, on: .deleteUser)])
        var session = ExampleGate.session()
        let answer = ask(&gate, &session, .deleteUser, unhex("0500"))
        #expect(answer.frames.count == test.frames)
        #expect(gate.state.users.isEmpty == test.isDeleted)
        #expect(answer.ending == test.ending)
        #expect(answer.faults == [test.effect.kind])
    }

    @Test func `a session that was forgotten stays forgotten`() {
        var gate = gate([FleetFault(.unauthorised, on: .readTime, times: 1)])
        var session = ExampleGate.session()
        #expect(ask(&gate, &session, .readTime).reply == .ackUnauthorised)
        #expect(ask(&gate, &session, .readTime).reply == .ackUnauthorised)
        #expect(ask(&gate, &session, .connect).reply == .ackOK)
        #expect(ask(&gate, &session, .readTime).reply == .ackOK)
    }

    @Test func `answers are damaged in the place that the fault names`() throws {
        let chunk = ChunkRequest(start: 0, size: 4004).encoded
        func frames(_ effect: FaultEffect) -> [Frame] {
            var gate = gate([FleetFault(effect, on: .readBuffer)])
            var session = ExampleGate.session()
            _ = ask(&gate, &session, .prepareBuffer, BulkRequest.attendance.encoded)
            return ask(&gate, &session, .readBuffer, chunk).frames
        }
        #expect(frames(.truncated).map(\.data.count) == [8, 3003, 0])
        #expect(frames(.oversized).map(\.data.count) == [8, 4028, 0])
        #expect(frames(.wrongReplyID).map(\.replyID) == [15, 15, 15])
        #expect(frames(.wrongSession).map(\.session) == [0x109A, 0x109A, 0x109A])
        let announcement = try DataAnnouncement(decoding: frames(.absurdSize)[0].data)
        #expect(announcement.size == 0x7FFF_FFFF)
        var staging = gate([FleetFault(.absurdSize)])
        var session = ExampleGate.session()
        let staged = ask(&staging, &session, .prepareBuffer, BulkRequest.attendance.encoded)
        #expect(try StagedAnswer(decoding: staged.frames[0].data).size == 0x7FFF_FFFF)
    }

    @Test func `somebody passes, or clears the log, while it is read`() {
        var gate = gate([
            FleetFault(
                .act(.punch(userID: "1001", state: 0, verify: 1, count: 3)), on: .readBuffer,
                times: 1),
            FleetFault(.act(.clearLog), on: .freeData),
        ])
        var session = ExampleGate.session()
        _ = ask(&gate, &session, .prepareBuffer, BulkRequest.attendance.encoded)
        let chunk = ChunkRequest(start: 0, size: 4004).encoded
        let answer = ask(&gate, &session, .readBuffer, chunk)
        // What was staged before does not change.
        #expect(answer.frames.map(\.data.count) == [8, 4004, 0])
        #expect(gate.state.attendance.count == 103)
        _ = ask(&gate, &session, .readBuffer, chunk)
        #expect(gate.state.attendance.count == 103)
        _ = ask(&gate, &session, .freeData)
        #expect(gate.state.attendance.isEmpty)
    }

    @Test func `another device tells another serial number`() throws {
        var gate = gate([FleetFault(.act(.swapSerial("OTHER1")), on: .readTime)])
        var session = ExampleGate.session()
        _ = ask(&gate, &session, .readTime)
        let answer = ask(&gate, &session, .readOption, OptionText.request(for: "~SerialNumber"))
        #expect(try OptionText(decoding: answer.frames[0].data).value == "OTHER1")
    }

    // MARK: - On the way

    private let frames = [
        Frame(command: .ackOK, session: 1, replyID: 2, data: [1, 2, 3]),
        Frame(command: .ackOK, session: 1, replyID: 3),
    ]

    private var stream: [UInt8] { frames.flatMap(\.streamBytes) }

    @Test func `segments are cut as the faults say`() {
        func segments(_ effects: [FaultEffect]) -> [FaultyOutput.Segment] {
            var output = FaultyOutput(effects)
            return output.segments(of: frames, effects)
        }
        #expect(segments([]).map(\.bytes) == [stream])
        #expect(segments([.oneByteSegments]).map(\.bytes) == stream.map { [$0] })
        let drip = segments([.slowDrip(bytes: 20, milliseconds: 7)])
        #expect(drip.map(\.bytes.count) == [20, 15])
        #expect(drip.map(\.pauseMilliseconds) == [7, 7])
        #expect(segments([.dropAfterBytes(21)]).flatMap(\.bytes) == Array(stream.prefix(21)))
        #expect(segments([.otherProtocol]).map(\.bytes) == [unhex("AA01000055")])
        #expect(segments([.absurdFrame]).first?.bytes.prefix(8) == unhex("5050827D FFFFFF7F")[...])
    }

    @Test func `a coalesced answer comes behind the one before it`() {
        var output = FaultyOutput([])
        var sent: [[UInt8]] = []
        for number in [0, 1, 0] {
            sent += output.segments(of: [frames[number]], [.coalesced]).map(\.bytes)
        }
        let (first, second) = (frames[0].streamBytes, frames[1].streamBytes)
        #expect(sent == [first, first + second, second + first])
    }

    @Test(arguments: [
        (FaultEffect.loseDatagrams(every: 3), [0, 1, 3, 4]),
        (.repeatDatagrams(every: 2), [0, 1, 1, 2, 3, 3, 4]),
        (.swapDatagrams(every: 2), [0, 2, 1, 4, 3]),
    ])
    func `datagrams get lost, come twice or overtake one another`(
        _ effect: FaultEffect, _ order: [UInt16]
    ) throws {
        var output = FaultyOutput([])
        let frames = (0..<5).map { Frame(command: .data, session: $0, replyID: 1) }
        let packets = output.datagrams(of: frames, [effect])
        #expect(try packets.map { try Frame(packet: $0[...]).session } == order)
    }
}
