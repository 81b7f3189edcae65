import ZKProtocol

extension Command {
    /// Every command that a client may send, by its name.
    private static let byName: [String: Command] = {
        let all = (UInt16(1)...2100).map(Command.init(rawValue:))
        return Dictionary(
            all.filter { $0.name != "\($0.rawValue)" }.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first })
    }()

    /// The command with the name `name`, such as `READ_BUFFER`; `nil` when there is none.
    static func named(_ name: String) -> Command? { byName[name] }

    /// The names of all commands, sorted.
    static var knownNames: [String] { byName.keys.sorted() }
}
