public import GateModel

/// Why a gate was not read although it answered.
public struct GateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: Hashable, Sendable {
        /// Another device answers at the address.
        case otherGate(expected: GateSerial, found: GateSerial)
        /// The gate tells no serial number.
        case noSerial
    }

    /// What is wrong.
    public var code: Code
    /// Where the gate was looked for: `host:port`.
    public var address: String

    /// Makes an error.
    public init(_ code: Code, address: String) {
        self.code = code
        self.address = address
    }

    /// What is wrong and what to do, as a sentence.
    public var description: String {
        switch code {
        case .otherGate(let expected, let found):
            "the device at \(address) is another one: it says serial \(found), expected "
                + "\(expected); nothing was read; correct devices.csv if the gate was replaced"
        case .noSerial:
            "the device at \(address) tells no serial number; nothing was read"
        }
    }
}
