/// Something that takes bytes from outside, and shall take any.
///
/// Every target has a folder of seeds below `Tests/Fuzz/Corpus`; inputs that once broke one lie below
/// `Tests/Fuzz/Crashers` and are tested for ever.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// A TCP stream, cut into frames.
    case frames
    /// The list of users.
    case users
    /// The attendance log, its layout found out or given.
    case attendance
    /// The list of templates, and single ones.
    case templates
    /// The operation log.
    case operations
    /// Live events, results of enrolling among them.
    case events
    /// Options and other text.
    case options
    /// Counters and capacities.
    case sizes
    /// Times, in four bytes and in six.
    case times
    /// The small payloads of bulk reads.
    case payloads
    /// The session machine of the client, with any order of requests, packets and silences.
    case session
    /// A whole visit of the client to a gate that answers anything.
    case conversation
    /// A whole visit of the client to an emulated gate, on a bad line.
    case dialogue
    /// The emulated gate, asked anything.
    case emulator

    /// Feeds `bytes` to the target; any other way out than a return is a defect.
    ///
    /// - Throws: ``FuzzFinding``.
    package func run(_ bytes: [UInt8]) throws(FuzzFinding) {
        var input = FuzzInput(bytes)
        switch self {
        case .frames: try RecordTargets.frames(&input)
        case .users: try RecordTargets.users(&input)
        case .attendance: try RecordTargets.attendance(&input)
        case .templates: try RecordTargets.templates(&input)
        case .operations: try RecordTargets.operations(&input)
        case .events: try PayloadTargets.events(&input)
        case .options: try PayloadTargets.options(&input)
        case .sizes: try PayloadTargets.sizes(&input)
        case .times: try PayloadTargets.times(&input)
        case .payloads: try PayloadTargets.payloads(&input)
        case .session: try SessionTarget.run(&input)
        case .conversation: try ConversationTarget.run(&input)
        case .dialogue: try DialogueTarget.run(&input)
        case .emulator: try EmulatorTarget.run(&input)
        }
    }
}

/// What is not as it must be, whatever the bytes.
package struct FuzzFinding: Error, CustomStringConvertible {
    /// The rule that was broken.
    package let description: String

    /// Throws a finding unless `condition` holds.
    static func unless(
        _ condition: Bool, _ rule: @autoclosure () -> String
    ) throws(FuzzFinding) {
        if !condition { throw FuzzFinding(description: rule()) }
    }
}

/// The bytes of an input, taken from the front; zeros when there are none left.
struct FuzzInput {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    /// Whether nothing is left.
    var isEmpty: Bool { bytes.isEmpty }

    /// All that is left.
    var rest: [UInt8] { Array(bytes) }

    /// The next byte.
    mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

    /// The next two bytes, the low one first.
    mutating func word() -> UInt16 { UInt16(byte()) | UInt16(byte()) << 8 }

    /// The next `count` bytes, or as many as there are.
    mutating func take(_ count: Int) -> [UInt8] {
        let part = bytes.prefix(count)
        bytes = bytes.dropFirst(count)
        return Array(part)
    }

    /// One of `values`.
    mutating func choice<Value>(_ values: [Value]) -> Value {
        values[Int(byte()) % values.count]
    }
}
