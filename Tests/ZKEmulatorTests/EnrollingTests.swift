import GateModel
import Testing
import ZKProtocol

@testable import ZKEmulator

struct EnrollingTests {
    private let now = wall("2026-11-20T02:00:00")

    private static let sample = [
        GateEvent(2, session: 0x45CF), GateEvent(0x100, [0x64], session: 0x45CF),
    ]
    private static let badSample = [
        GateEvent(2, session: 0x45CF), GateEvent(0x100, [0], session: 0x45CF),
    ]

    private static func end(_ result: UInt8) -> [GateEvent] {
        [GateEvent(8, [result, 0], session: 0x45CF)]
    }

    /// Asks for an enrolment and lets the person do all there is to do.
    private func enroll(
        _ gate: inout EmulatedGate, _ data: String = "31303031 00×20 06 01"
    ) -> (reply: Command?, events: [GateEvent]) {
        var session = ExampleGate.session()
        let reply = gate.answer(
            Frame(command: .startEnroll, session: session.id, replyID: 8, data: unhex(data)),
            in: &session, at: now
        ).reply
        while gate.enrolmentPause(of: session.id) != nil { _ = gate.enrolmentStep(at: now) }
        return (reply, told(by: &gate))
    }

    private func gate(_ scripts: [EnrollScript]) -> EmulatedGate {
        var device = ExampleGate.device()
        device.enrollScripts = scripts
        return ExampleGate.make(device)
    }

    @Test func `three good samples make a finger, told as in frame 86`() throws {
        var gate = gate([])
        let (reply, events) = enroll(&gate)
        #expect(reply == .ackOK)
        let stored = try #require(gate.state.templates.last)
        #expect(stored.slot == 5 && stored.finger == 6 && stored.validity == 1)
        let size = UInt16(stored.bytes.count)
        let data =
            [0, 0, UInt8(size & 255), UInt8(size >> 8)] + unhex("313030310000000000 06")
        #expect(
            events == Self.sample + Self.sample + Self.sample
                + [GateEvent(8, data, session: 0x45CF)])
        #expect(gate.state.operations.map(\.operation) == [6])
        #expect(gate.state.operations[0].parameters == [5, 6, size, 0])
    }

    @Test(arguments: [
        (EnrollScript.Ending.failed, sample + sample + sample + end(4)),
        (.duplicate, sample + sample + sample + end(5)), (.timeout, end(6)),
        (.cancelled, sample + end(6)), (.silent, []),
    ])
    func `an enrolment that fails stores nothing and says why`(
        _ ending: EnrollScript.Ending, _ expected: [GateEvent]
    ) {
        var gate = gate([EnrollScript(ending)])
        let (reply, events) = enroll(&gate)
        #expect(reply == .ackOK)
        #expect(events == expected)
        #expect(gate.state.templates.count == 1)
    }

    @Test func `bad samples are asked for again`() {
        var script = EnrollScript(.done)
        script.badSamples = 2
        var gate = gate([script])
        let good = Self.sample + Self.sample + Self.sample
        let expected = Self.badSample + Self.badSample + good
        #expect(Array(enroll(&gate).events.prefix(10)) == expected)
        #expect(gate.state.templates.count == 2)
    }

    @Test func `scripts follow one another and the last one stays`() {
        var gate = gate([EnrollScript(.refused), EnrollScript(.timeout)])
        #expect(enroll(&gate).reply == .ackError)
        #expect(enroll(&gate).events == Self.end(6))
        #expect(enroll(&gate).events == Self.end(6))
    }

    @Test func `a finger that is there is refused at once`() {
        var gate = gate([])
        #expect(enroll(&gate, "31303031 00×20 04 01").events == Self.end(5))
    }

    @Test(arguments: ["32303031 00×20 06 01", "31303031 00×20 0A 01", "E9030000", ""])
    func `who or what is not there cannot be enrolled`(_ data: String) {
        var gate = gate([])
        let (reply, events) = enroll(&gate, data)
        #expect(reply == .ackError)
        #expect(events.isEmpty)
    }

    @Test func `the number form enrolls too`() {
        var gate = gate([])
        #expect(enroll(&gate, "E9030000 06").reply == .ackOK)
        #expect(gate.state.templates.map(\.finger) == [4, 6])
    }

    @Test func `the client can end it, and a gate that enrolls says so`() {
        var gate = gate([])
        var session = ExampleGate.session()
        func ask(_ command: Command, _ data: String = "") -> GateAnswer {
            gate.answer(
                Frame(command: command, session: session.id, replyID: 8, data: unhex(data)),
                in: &session, at: now)
        }
        _ = ask(.startEnroll, "31303031 00×20 06 01")
        #expect(ask(.state).frames.map(\.session) == [1])
        #expect(ask(.startEnroll, "31303031 00×20 07 01").reply == .ackError)
        #expect(ask(.cancelCapture).reply == .ackOK)
        #expect(told(by: &gate) == Self.end(6))
        #expect(ask(.state).frames.map(\.session) == [2])
        #expect(gate.enrolmentPause(of: session.id) == nil)
        // A client that goes away in the middle ends it without a word.
        _ = ask(.startEnroll, "31303031 00×20 06 01")
        gate.sessionEnded(session.id)
        #expect(told(by: &gate).isEmpty)
        #expect(ask(.state).frames.map(\.session) == [2])
    }

    private func queue(_ event: GateEvent, in session: inout GateSession) -> Bool {
        session.queue(event)
    }

    private func next(in session: inout GateSession) -> GateEvent? { session.nextEvent() }

    @Test func `events go one at a time to those who want them`() {
        var session = ExampleGate.session()
        session.eventMask = 0x0103
        #expect(queue(GateEvent(1), in: &session))
        #expect(queue(GateEvent(2), in: &session))
        #expect(!queue(GateEvent(0x20), in: &session))
        #expect(queue(GateEvent(8, session: 0x45CF), in: &session))
        #expect(!queue(GateEvent(8, session: 7), in: &session))
        #expect(next(in: &session)?.code == 1)
        #expect(next(in: &session) == nil)
        session.awaitsAcknowledgement = false
        #expect(next(in: &session)?.code == 2)
        session.isOpen = false
        #expect(!queue(GateEvent(1), in: &session))
    }
}
