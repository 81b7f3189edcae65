import GateModel
import ZKClient
import ZKEmulator
import ZKProtocol

/// The client's session machine and an emulated gate, with a bad line between them: packets get lost,
/// doubled, late and damaged.
///
/// Whatever the line does, a list that is read is the one that the gate has.
enum DialogueTarget {
    private static let prototypes = [
        filled(EmulatorTarget.gate(users: 72, attendance: 40)),
        filled(EmulatorTarget.gate(users: 28, attendance: 8, commKey: 12)),
        filled(EmulatorTarget.gate(users: 28, attendance: 16)),
        filled(EmulatorTarget.gate(users: 72, attendance: 49)),
    ]

    /// The gate with enough punches for several chunks and pieces.
    private static func filled(_ gate: EmulatedGate) -> EmulatedGate {
        var gate = gate
        // So many that even records of 8 bytes are staged.
        for number in 0..<(gate.attendanceLayout == .bytes8 ? 140 : 40) {
            gate.perform(
                .punch(userID: "\(1001 + number % 3)", state: 0, verify: 1, count: 1),
                at: EmulatorTarget.noon.adding(seconds: number * 60))
        }
        return gate
    }

    static func run(_ input: inout FuzzInput) throws(FuzzFinding) {
        let flags = input.byte()
        var line = Line(
            gate: prototypes[Int(flags) % prototypes.count], isLossy: flags & 4 != 0,
            isNumbered: flags & 8 == 0)
        guard try line.perform(.connect(commKey: 12), &input) != nil else { return }
        let bulks: [BulkRequest] = [.attendance, .users, .templates, .operations]
        for _ in 0..<4 {
            let bulk = bulks[Int(flags >> 6)]
            let sizes = [64, 500, 1024, 1500, 16_384]
            let choice = input.byte()
            let start = choice & 0x80 == 0 ? nil : Int(input.byte()) * 40 + 4
            let truth = line.truth(of: bulk)
            let answer = try line.perform(
                .bulk(bulk, chunkSize: sizes[Int(choice) % sizes.count], start: start), &input)
            switch answer {
            case .dataset(let bytes):
                try FuzzFinding.unless(bytes == truth, "another list than the gate's")
            case .datasetEnd(let bytes, let total):
                let wanted = truth.prefix(4) + truth.dropFirst(start ?? 0)
                try FuzzFinding.unless(
                    total == truth.count && (bytes.isEmpty || bytes.elementsEqual(wanted)),
                    "another end of the list than the gate's")
            case .reply: throw FuzzFinding(description: "a list without its bytes")
            case .none: return
            }
        }
    }
}

/// Both ends of the line, and what is on its way.
private struct Line {
    var gate: EmulatedGate
    let isLossy: Bool
    /// Whether pieces carry their numbers.
    let isNumbered: Bool
    var machine: SessionMachine
    var session = GateSession()
    var onTheWay: [Frame] = []
    var packetCount = 0

    init(gate: EmulatedGate, isLossy: Bool, isNumbered: Bool) {
        self.gate = gate
        self.isLossy = isLossy
        self.isNumbered = isNumbered
        machine = SessionMachine(isLossy: isLossy)
        session.isOverUDP = isLossy
    }

    /// The bytes of the dataset that the gate has.
    func truth(of bulk: BulkRequest) -> [UInt8] {
        var gate = gate
        var session = session
        session.isOverUDP = false
        let request = Frame(
            command: bulk.command, session: session.id, replyID: 1, data: bulk.legacyData)
        let answer = gate.answer(request, in: &session, at: EmulatorTarget.noon)
        return answer.frames.filter { $0.command == .data }.flatMap(\.data)
    }

    /// What becomes of `request`; `nil` when it fails.
    mutating func perform(
        _ request: SessionRequest, _ input: inout FuzzInput
    ) throws(FuzzFinding) -> SessionAnswer? {
        var event = SessionMachine.Event.request(request)
        for _ in 0..<3000 {
            let actions = machine.handle(event)
            // The session gives up at its deadline.
            if event == .silence, actions.isEmpty { return nil }
            for action in actions {
                switch action {
                case .send(let frame): carry(frame, &input)
                case .finish(let answer): return answer
                case .fail: return nil
                }
            }
            if onTheWay.isEmpty {
                guard isLossy else { return nil }
                event = .silence
            } else {
                event = .received(onTheWay.removeFirst())
            }
        }
        throw FuzzFinding(description: "a request that never ends")
    }

    /// Takes a packet to the gate, and the answers onto the way back.
    private mutating func carry(_ frame: Frame, _ input: inout FuzzInput) {
        guard isLossy else {
            onTheWay += answers(to: frame)
            // Over TCP nothing gets lost; answers to older requests and events come in between.
            if input.byte() == 1 { onTheWay.insert(Self.event, at: 0) }
            return
        }
        let way = input.byte()
        if way & 7 == 1 { return }
        var frames = answers(to: frame)
        if way & 7 == 2 { frames += answers(to: frame) }
        for frame in frames {
            let fate = input.byte()
            switch fate & 7 {
            case 1, 2: continue
            case 3: onTheWay += [frame, frame]
            case 4: onTheWay.insert(frame, at: min(Int(fate >> 3), onTheWay.count))
            default: onTheWay.append(frame)
            }
        }
    }

    private static let event = Frame(command: .event, session: 1, replyID: 0, data: [1, 2])

    private mutating func answers(to frame: Frame) -> [Frame] {
        var frames = gate.answer(frame, in: &session, at: EmulatorTarget.noon).frames
        if !isNumbered {
            for index in frames.indices where frames[index].command == .data {
                frames[index].session = session.id
            }
        }
        return frames
    }
}
