/// Something that a gate tells of itself and that was otherwise before: other firmware, another board.
public struct GateFactChange: Hashable, Sendable {
    /// What changed.
    public var fact: GateFact
    /// What it was.
    public var before: String
    /// Wall time of the gate's zone of the last reading that told it so.
    public var seenBefore: LocalDateTime
    /// What it is since.
    public var after: String
    /// Wall time of the gate's zone of the first reading that told it so.
    public var seenAfter: LocalDateTime

    /// Makes a change.
    public init(
        fact: GateFact, before: String, seenBefore: LocalDateTime, after: String,
        seenAfter: LocalDateTime
    ) {
        self.fact = fact
        self.before = before
        self.seenBefore = seenBefore
        self.after = after
        self.seenAfter = seenAfter
    }
}

/// What a gate tells of itself and hardly ever changes.
public enum GateFact: String, Sendable, CaseIterable {
    /// The serial number of the gate at one address.
    case serial
    /// The model.
    case model
    /// The firmware version.
    case firmware
    /// The hardware platform.
    case platform
    /// The MAC address.
    case mac
    /// The version of the fingerprint algorithm.
    case fingerAlgorithm = "finger_algorithm"
}

extension GateFacts {
    /// What the gate told of facts that hardly ever change; one it did not tell is not there.
    public var told: [GateFact: String] {
        let all: [GateFact: String] = [
            .model: model, .firmware: firmware, .platform: platform, .mac: mac,
            .fingerAlgorithm: fingerAlgorithm,
        ]
        return all.filter { !$0.value.isEmpty }
    }
}
