import ZKProtocol

extension FaultEffect {
    /// The kinds as a fleet file names them, those of acts not included.
    static let kinds = [
        "refuse", "drop_after_bytes", "silence", "drop", "busy", "answer", "unauthorised",
        "unapplied", "unacknowledged", "power_loss", "wrong_checksum", "wrong_reply_id",
        "wrong_session", "truncated", "oversized", "absurd_size", "absurd_frame", "coalesced",
        "other_protocol", "one_byte_segments", "small_pieces", "slow_drip", "lose_datagrams",
        "repeat_datagrams", "swap_datagrams",
    ]

    /// The keys that kinds need beside their name.
    static let keys = ["bytes", "ms", "code", "losing", "every"]

    /// The name of the kind, as in a fleet file.
    package var kind: String {
        switch self {
        case .refuse: "refuse"
        case .dropAfterBytes: "drop_after_bytes"
        case .silence: "silence"
        case .drop: "drop"
        case .answer(let code): code == .ackRetry ? "busy" : "answer"
        case .unauthorised: "unauthorised"
        case .unapplied: "unapplied"
        case .unacknowledged: "unacknowledged"
        case .powerLoss: "power_loss"
        case .act(let act): act.kind
        case .wrongChecksum: "wrong_checksum"
        case .wrongReplyID: "wrong_reply_id"
        case .wrongSession: "wrong_session"
        case .truncated: "truncated"
        case .oversized: "oversized"
        case .absurdSize: "absurd_size"
        case .absurdFrame: "absurd_frame"
        case .coalesced: "coalesced"
        case .otherProtocol: "other_protocol"
        case .oneByteSegments: "one_byte_segments"
        case .smallPieces: "small_pieces"
        case .slowDrip: "slow_drip"
        case .loseDatagrams: "lose_datagrams"
        case .repeatDatagrams: "repeat_datagrams"
        case .swapDatagrams: "swap_datagrams"
        }
    }

    /// Reads what `kind` needs from `object`; an error names the kind that was probably meant.
    init(kind: String, in object: FleetObject?, at path: [any CodingKey]) throws {
        if let plain = Self.plain[kind] {
            self = plain
            return
        }
        func need(_ key: String, _ range: ClosedRange<Int>) throws -> Int {
            guard let value = try object?.number(key, in: range) else {
                throw FleetError(at: path, "\(kind) needs the key \"\(key)\"")
            }
            return value
        }
        switch kind {
        case "drop_after_bytes": self = .dropAfterBytes(try need("bytes", 0...1_000_000_000))
        case "answer": self = .answer(Command(rawValue: UInt16(try need("code", 0...65_535))))
        case "power_loss":
            self = .powerLoss(losing: try object?.optional("losing") ?? false)
        case "slow_drip":
            self = .slowDrip(
                bytes: try need("bytes", 1...1_000_000), milliseconds: try need("ms", 1...60_000))
        case "lose_datagrams": self = .loseDatagrams(every: try need("every", 2...1_000_000))
        case "repeat_datagrams": self = .repeatDatagrams(every: try need("every", 1...1_000_000))
        case "swap_datagrams": self = .swapDatagrams(every: try need("every", 2...1_000_000))
        case _ where GateAct.kinds.contains(kind):
            self = .act(try GateAct(kind: kind, in: object, at: path))
        default:
            throw FleetError.unknownKind(kind, of: "fault", Self.kinds + GateAct.kinds, at: path)
        }
    }

    /// The kinds that need nothing but their name.
    private static let plain: [String: FaultEffect] = {
        let all: [FaultEffect] = [
            .refuse, .silence, .drop, .answer(.ackRetry), .unauthorised, .unapplied,
            .unacknowledged, .wrongChecksum, .wrongReplyID, .wrongSession, .truncated, .oversized,
            .absurdSize, .absurdFrame, .coalesced, .otherProtocol, .oneByteSegments, .smallPieces,
        ]
        return Dictionary(all.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
    }()
}

extension FleetFault: Decodable {
    /// Reads one entry of `faults`: a kind, or an object with `kind` and what the kind needs.
    package init(from decoder: any Decoder) throws {
        let path = decoder.codingPath
        if let kind = try? decoder.singleValueContainer().decode(String.self) {
            effect = try FaultEffect(kind: kind, in: nil, at: path)
            return
        }
        let object = try FleetObject(
            decoder,
            known: ["kind", "command", "from", "times"] + FaultEffect.keys + GateAct.keys)
        effect = try FaultEffect(kind: object.required("kind"), in: object, at: path)
        command = try Self.command(in: object)
        from = try object.number("from", in: 1...1_000_000_000) ?? 1
        times = try object.number("times", in: 1...1_000_000_000)
    }

    /// The command that `command` names, by its name or number.
    private static func command(in object: FleetObject) throws -> Command? {
        if let number = try? object.number("command", in: 0...65_535) {
            return Command(rawValue: UInt16(number))
        }
        guard let name: String = try object.optional("command") else { return nil }
        if let command = Command.named(name) { return command }
        let names = Command.knownNames
        let hint = NearestName.of(name, in: names).map { "; did you mean \"\($0)\"?" } ?? ""
        throw FleetError(
            at: object.path("command"),
            "expected a number or a name such as READ_BUFFER, found \"\(name)\"\(hint)")
    }
}

extension FleetError {
    /// Makes the error for a kind that nobody knows.
    static func unknownKind(
        _ kind: String, of what: String, _ kinds: [String], at path: [any CodingKey]
    ) -> FleetError {
        let nearest = NearestName.of(kind, in: kinds).map { "; did you mean \"\($0)\"?" } ?? ""
        return FleetError(
            at: path,
            "unknown \(what) \"\(kind)\"\(nearest); known: \(kinds.joined(separator: ", "))")
    }
}
