/// Why punches could not be handed to a database, in a sentence for people.
package struct ForwardError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done: "connect", "insert a row".
    package var act: String
    /// The state the driver told: five letters or digits; empty when it told none.
    package var state: String
    /// What the driver said, without the connection's secrets.
    package var message: String

    /// Makes an error.
    package init(act: String, state: String, message: String) {
        self.act = act
        self.state = state
        self.message = message
    }

    /// Whether a row with the same key is there already.
    var isDuplicate: Bool { state.hasPrefix("23") }

    /// What could not be done, why, and what to do next.
    package var description: String {
        "cannot \(act) the HR database: \(cause) (\(state.isEmpty ? "no state" : state): \(message))"
    }

    private var cause: String {
        switch state {
        case "IM002", "IM003",
            "01000" where message.contains("open lib"):
            "its driver is not installed, or the connection names another one"
        case "28000", "28P01": "it refuses the user or the password"
        case "42S02", "42P01": "there is no such table; make it, or name another one in [forward]"
        case "42S22", "42703": "a column of the layout is not in the table"
        case "42501",
            "42000" where message.lowercased().contains("denied"):
            "the user may not do this"
        case let state where state.hasPrefix("08"):
            "the connection failed; run this again, it goes on where it stopped"
        case let state where state.hasPrefix("22"): "a value does not fit its column"
        case let state where state.hasPrefix("23"):
            "a row breaks a rule of the table, such as a key that is not the layout's"
        default: "the driver reports an error"
        }
    }
}
