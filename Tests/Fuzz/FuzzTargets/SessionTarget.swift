import ZKClient
import ZKProtocol

/// The session machine: requests, packets and silences in any order.
enum SessionTarget {
    private static let commands: [Command] = [
        .readTime, .readOption, .freeSizes, .version, .exit, .enable, .writeUser, .deleteUser,
        .startEnroll, .event, .readTemplate, .data, .freeData, .unlock,
    ]
    private static let bulks: [BulkRequest] = [.users, .attendance, .templates, .operations]

    static func run(_ input: inout FuzzInput) throws(FuzzFinding) {
        let isLossy = input.byte() & 1 != 0
        var machine = SessionMachine(isLossy: isLossy)
        var last = Frame(command: .connect, session: 0, replyID: 0)
        var isWaiting = false
        var script = input
        var steps = 0
        while !script.isEmpty, steps < 400 {
            steps += 1
            for event in next(&script, last: last) {
                try handle(event, by: &machine, &last, &isWaiting)
            }
        }
        // A gate that refuses everything from now on ends whatever is under way.
        var refusals = 0
        while isWaiting, refusals < 64 {
            refusals += 1
            let no = Frame(command: .ackError, session: 0, replyID: last.replyID)
            try handle(.received(no), by: &machine, &last, &isWaiting)
        }
        try FuzzFinding.unless(!isWaiting, "a request that never ends")
    }

    private static func next(
        _ input: inout FuzzInput, last: Frame
    ) -> [SessionMachine.Event] {
        let kind = input.byte()
        switch kind % 8 {
        case 0:
            return [.request(.command(input.choice(commands), data: input.take(Int(kind >> 4))))]
        case 1:
            let start = kind & 0x80 == 0 ? nil : Int(input.word())
            return [
                .request(
                    .bulk(input.choice(bulks), chunkSize: Int(input.word()), start: start))
            ]
        case 2: return [.request(.connect(commKey: UInt32(input.byte())))]
        case 3: return [.silence]
        default:
            var gate = ScriptedGate(input)
            let frames = gate.answer(to: last)
            input = FuzzInput(gate.rest)
            return frames.map { .received($0) }
        }
    }

    private static func handle(
        _ event: SessionMachine.Event, by machine: inout SessionMachine, _ last: inout Frame,
        _ isWaiting: inout Bool
    ) throws(FuzzFinding) {
        let wasWaiting = isWaiting
        let isRequest = if case .request = event { true } else { false }
        let isGreeting = if case .request(.connect) = event { true } else { false }
        let actions = machine.handle(event)
        try FuzzFinding.unless(actions.count <= 1, "more than one thing to do at a time")
        for action in actions {
            switch action {
            case .send(let frame) where frame.command == .ackOK: continue
            case .send(let frame):
                try FuzzFinding.unless(frame.replyID != 65_535, "reply id 65535")
                try FuzzFinding.unless(
                    !(isRequest && wasWaiting), "a second request while one is under way")
                try FuzzFinding.unless(
                    WireLimits.packetLength.contains(frame.data.count + 8), "a packet too long")
                last = frame
                isWaiting = true
            case .finish(let answer):
                try FuzzFinding.unless(wasWaiting, "an answer to nothing")
                if case .dataset(let bytes) = answer {
                    try FuzzFinding.unless(
                        bytes.count <= WireLimits.datasetLength, "a dataset too long")
                }
                isWaiting = false
            case .fail(.busy):
                try FuzzFinding.unless(isRequest && wasWaiting || isGreeting, "busy with nothing")
            case .fail(let failure):
                _ = "\(failure)"
                isWaiting = isRequest ? isWaiting : false
            }
        }
        try FuzzFinding.unless(
            machine.events.count <= SessionMachine.eventLimit, "events without end")
    }
}
