import ZKProtocol

/// A gate that answers what the input says: sense, half sense or nonsense.
struct ScriptedGate {
    private var input: FuzzInput

    /// Makes a gate that takes its answers from `input`.
    init(_ input: FuzzInput) {
        self.input = input
    }

    /// Whether the script has ended.
    var isOver: Bool { input.isEmpty }

    /// All that is left of the script.
    var rest: [UInt8] { input.rest }

    private static let refusals: [Command] = [
        .ackError, .ackUnauthorised, .ackUnknown, .ackBadCommand, .ackRetry, .pushOnly,
    ]

    /// What the gate says to `request`; nothing is silence.
    mutating func answer(to request: Frame) -> [Frame] {
        let session: UInt16 = 0x45CF
        func reply(_ command: Command, _ data: [UInt8] = [], _ field: UInt16? = nil) -> Frame {
            Frame(
                command: command, session: field ?? session, replyID: request.replyID, data: data)
        }
        let kind = input.byte()
        switch kind % 12 {
        case 0: return [reply(.ackOK, input.take(Int(input.byte())))]
        case 1: return [reply(.data, input.take(Int(input.word() % 2048)))]
        case 2: return pieces(isNumbered: kind & 0x80 != 0, reply)
        case 3: return badPieces(reply)
        case 4:
            return [reply(.ackOK, StagedAnswer(size: UInt32(input.word() % 4096)).encoded)]
        case 5: return [reply(.ackOK, input.take(13))]
        case 6: return [reply(input.choice(Self.refusals))]
        case 7:
            let code = input.word()
            return [Frame(command: .event, session: code, replyID: 0, data: takeSome())]
        case 8:
            let command = Command(rawValue: input.word())
            let field = input.word()
            return [
                Frame(command: command, session: field, replyID: input.word(), data: takeSome())
            ]
        case 9: return [reply(.data, chunk(for: request))]
        case 10: return []
        default:
            return [reply(.data, Dataset.encoded(records: input.take(Int(input.word() % 2048))))]
        }
    }

    private mutating func takeSome() -> [UInt8] { input.take(Int(input.byte())) }

    /// As many bytes as a request for a chunk asks for, the script over and over.
    private mutating func chunk(for request: Frame) -> [UInt8] {
        guard let wanted = try? ChunkRequest(decoding: request.data) else { return takeSome() }
        let size = min(Int(wanted.size), WireLimits.chunkOverTCP)
        let pattern = takeSome()
        guard !pattern.isEmpty else { return [UInt8](repeating: 0, count: size) }
        return (0..<size).map { pattern[$0 % pattern.count] }
    }

    private mutating func pieces(
        isNumbered: Bool, _ reply: (Command, [UInt8], UInt16?) -> Frame
    ) -> [Frame] {
        let data = input.take(Int(input.word() % 4096))
        let size = Int(input.byte()) + 1
        var frames = [
            reply(.prepareData, DataAnnouncement(size: UInt32(data.count)).encoded, nil)
        ]
        for (index, start) in stride(from: 0, to: data.count, by: size).enumerated() {
            frames.append(
                reply(
                    .data, Array(data[start..<min(start + size, data.count)]),
                    isNumbered ? UInt16(index) : nil))
        }
        return frames + [reply(.ackOK, [], nil)]
    }

    private mutating func badPieces(
        _ reply: (Command, [UInt8], UInt16?) -> Frame
    ) -> [Frame] {
        var frames = [reply(.prepareData, input.take(Int(input.byte() % 20)), nil)]
        for _ in 0..<input.byte() % 32 { frames.append(reply(.data, takeSome(), input.word())) }
        if input.byte() & 1 == 0 { frames.append(reply(.ackOK, [], nil)) }
        return frames
    }
}
