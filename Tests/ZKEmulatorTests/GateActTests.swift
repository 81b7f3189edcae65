import GateModel
import Testing
import ZKProtocol

@testable import ZKEmulator

/// What happens at a gate: in the log, in the operation log, and to clients that listen.
struct GateActTests {
    private let now = wall("2026-11-20T02:00:00")

    struct Happening: Sendable, CustomTestStringConvertible {
        let act: GateAct
        var operations: [UInt8] = []
        var events: [GateEvent] = []
        var testDescription: String { act.kind }
    }

    private static let happenings: [Happening] = [
        Happening(
            act: .punch(userID: nil, state: 1, verify: 15, count: 1),
            events: [GateEvent(1, unhex("31303031 00×20 0F 01 1A0B14020000"))]),
        Happening(
            act: .failedVerification(count: 3), operations: [2],
            events: [GateEvent](repeating: GateEvent(0x80, unhex("FFFFFFFF 01")), count: 3)),
        Happening(act: .clearLog, operations: [23]),
        Happening(act: .deleteUser(userID: "1001"), operations: [9]),
        Happening(act: .deleteUser(userID: "nobody")),
        Happening(act: .enroll(userID: "1001", finger: 2), operations: [6]),
        Happening(act: .setClock(offsetSeconds: 90), operations: [21]),
        Happening(act: .clockJump(seconds: 90)),
        Happening(
            act: .alarm(code: 0x37), operations: [3],
            events: [GateEvent(0x200, unhex("37000000"))]),
        Happening(act: .powerLoss(losing: false), operations: [0]),
    ]

    @Test(arguments: happenings)
    func `what happens is in the operation log and in the events`(_ happening: Happening) {
        var gate = ExampleGate.make()
        gate.perform(happening.act, at: now)
        #expect(gate.state.operations.map(\.operation) == happening.operations)
        #expect(told(by: &gate) == happening.events)
        #expect(told(by: &gate).isEmpty)
    }

    @Test func `what is done in the menu names the administrator`() {
        var gate = ExampleGate.make()
        gate.perform(.enroll(userID: "1001", finger: 2), at: now)
        #expect(gate.state.operations.map(\.administratorSlot) == [5])
        #expect(gate.state.operations.map { $0.parameters.prefix(2) } == [[5, 2]])
        #expect(gate.state.templates.map(\.finger) == [4, 2])
    }

    @Test func `a punch has the time of the gate, and none is there twice`() {
        var gate = ExampleGate.make()
        gate.perform(.clockJump(seconds: -3600), at: now)
        gate.perform(.punch(userID: "1001", state: 0, verify: 1, count: 2), at: now)
        gate.perform(.punch(userID: "1001", state: 0, verify: 1, count: 1), at: now)
        #expect(
            gate.state.attendance.dropFirst().map(\.at.description)
                == ["2026-11-20T01:00:00", "2026-11-20T01:00:01", "2026-11-20T01:00:02"])
    }

    @Test func `nobody passes a disabled gate`() {
        var gate = ExampleGate.make()
        gate.state.isEnabled = false
        gate.perform(.punch(userID: "1001", state: 0, verify: 1, count: 1), at: now)
        gate.perform(.punch(userID: "nobody", state: 0, verify: 1, count: 1), at: now)
        #expect(gate.state.attendance.count == 1)
        #expect(told(by: &gate).isEmpty)
    }

    @Test(arguments: [
        (10, "0500 01 00 1A0B14020000"), (12, "E9030000 01 00 1A0B14020000"),
        (14, "0500 01 00 1A0B14020000 00×4"), (32, "31303031 00×20 01 00 1A0B14020000"),
        (36, "31303031 00×20 01 00 1A0B14020000 00×4"),
        (37, "31303031 00×20 01 00 1A0B14020000 00×5"),
        (52, "31303031 00×20 01 00 1A0B14020000 00×20"),
    ])
    func `the event of a punch has the form of the gate`(_ size: Int, _ data: String) {
        var device = ExampleGate.device()
        device.eventFormat = size
        var gate = ExampleGate.make(device)
        gate.perform(.punch(userID: "1001", state: 0, verify: 1, count: 1), at: now)
        #expect(told(by: &gate) == [GateEvent(1, unhex(data))])
    }

    @Test func `the frame of an event is that of the map`() {
        // Frame 82: id 1001, verify 15, state 255.
        let event = GateEvent(1, unhex("31303031 00×20 0F FF 1A011F083B3A 00×4"))
        #expect(
            event.frame.streamBytes
                == unhex(
                    "5050827D 2C000000 F401 255A 0100 0000 31303031 00×20 0F FF 1A011F083B3A 00000000"
                ))
    }

    // MARK: - Readers, door, power

    private func ask(
        _ gate: inout EmulatedGate, _ session: inout GateSession, _ command: Command,
        _ data: [UInt8] = [], after seconds: Int = 0
    ) -> GateAnswer {
        gate.answer(
            Frame(command: command, session: session.id, replyID: 8, data: data), in: &session,
            at: now.adding(seconds: seconds))
    }

    @Test func `a gate that was disabled for ten seconds works again by itself`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        #expect(ask(&gate, &session, .disable, unhex("0A000000")).detail == "for 10 s")
        #expect(ask(&gate, &session, .state, after: 9).frames.map(\.session) == [4])
        #expect(ask(&gate, &session, .state, after: 10).frames.map(\.session) == [2])
        #expect(gate.state.isEnabled)
    }

    @Test func `the lock is open as long as it was asked to`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        #expect(ask(&gate, &session, .unlock, unhex("1E000000")).frames.map(\.command) == [.ackOK])
        #expect(ask(&gate, &session, .doorState, after: 2).frames.map(\.data) == [[1]])
        #expect(ask(&gate, &session, .doorState, after: 3).frames.map(\.data) == [[0]])
        #expect(told(by: &gate) == [GateEvent(0x20)])
        #expect(gate.state.operations.map(\.operation) == [29])
    }

    @Test func `a restart breaks all connections and leaves the gate enabled`() {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        _ = ask(&gate, &session, .disable)
        #expect(ask(&gate, &session, .restart).ending == .restarts)
        #expect(gate.state.isEnabled)
        #expect(gate.state.operations.map(\.operation) == [1, 0])
        #expect(ask(&gate, &session, .powerOff).ending == .switchesOff)
    }

    @Test(arguments: [
        (false, false, true), (false, true, true), (true, true, true), (true, false, false),
    ])
    func `a loss of power takes what was not flushed, if it takes anything`(
        _ isLosing: Bool, _ isFlushed: Bool, _ isDeleted: Bool
    ) {
        var gate = ExampleGate.make()
        var session = ExampleGate.session()
        _ = ask(&gate, &session, .deleteUser, unhex("0500"))
        if isFlushed { _ = ask(&gate, &session, .refreshData) }
        gate.perform(.powerLoss(losing: isLosing), at: now)
        #expect(gate.state.users.map(\.slot) == (isDeleted ? [] : [5]))
        #expect(gate.state.templates.map(\.slot) == (isDeleted ? [] : [5]))
        #expect(gate.state.attendance.count == 1)
    }
}
