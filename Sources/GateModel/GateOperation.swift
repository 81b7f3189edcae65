/// A line of a gate's operation log: what somebody did at the gate itself, or what happened to it.
///
/// Everything is kept as the gate told it.
public struct GateOperation: Hashable, Sendable {
    /// The slot of the administrator; 0 for nobody.
    public var administratorSlot: Int
    /// The number of the operation, such as 9: a user was deleted.
    public var operation: Int
    /// Wall time as read, in the gate's own zone; `nil` when it is no time.
    public var at: LocalDateTime?
    /// Four parameters; the first is often the slot of the user concerned.
    public var parameters: [Int]
    /// The record as it came.
    public var bytes: [UInt8]

    /// Makes a line.
    public init(
        administratorSlot: Int, operation: Int, at: LocalDateTime?, parameters: [Int],
        bytes: [UInt8]
    ) {
        self.administratorSlot = administratorSlot
        self.operation = operation
        self.at = at
        self.parameters = parameters
        self.bytes = bytes
    }

    /// What was done, in a few words; the number when nobody knows it.
    public var text: String { Self.names[operation] ?? "operation \(operation)" }

    private static let names = [
        0: "power on", 1: "power off", 2: "repeated failed verification", 3: "tamper alarm",
        4: "menu entered", 5: "setting changed", 6: "fingerprint enrolled", 7: "password enrolled",
        8: "card enrolled", 9: "user deleted", 10: "fingerprint deleted", 11: "password deleted",
        12: "card deleted", 13: "data cleared", 14: "card created", 15: "card enrolled on Mifare",
        16: "Mifare card registered", 17: "Mifare card unregistered", 18: "Mifare card erased",
        19: "data copied to card", 20: "data copied from card", 21: "clock set",
        22: "factory reset", 23: "attendance cleared", 24: "administrators cleared",
        25: "access settings changed", 26: "access settings of a user changed",
        27: "time zone changed", 28: "unlock combination changed", 29: "door unlocked",
        30: "user enrolled", 32: "duress alarm", 34: "anti-passback", 53: "exit button",
        54: "door sensor", 55: "alarm",
    ]
}
