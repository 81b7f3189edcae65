package import GateModel
package import ZKProtocol

/// Everything the sync does to a gate: nothing else is ever sent to one.
///
/// Logs are never cleared and nobody's privilege is changed; there is no verb for either.
package protocol GateConnection: Sendable {
    /// Asks for the serial number.
    func serial() async throws -> GateSerial
    /// Reads users and templates with what is needed to write them.
    func contents() async throws -> GateContents
    /// Reads the users alone.
    func users() async throws -> [UserRecord]
    /// Asks how many templates the gate holds; `nil` when it does not tell.
    func templateCount() async throws -> Int?
    /// Blocks the readers.
    func disable() async throws
    /// Lets people pass again.
    func enable() async throws
    /// Writes a whole user record into its slot.
    func write(_ user: UserRecord, layout: UserLayout) async throws
    /// Writes a template; the user is there and the place of the finger is empty.
    func write(_ template: TemplateRecord) async throws
    /// Takes away a user with all fingers.
    func deleteUser(slot: UInt16) async throws
    /// Takes away one finger.
    func deleteTemplate(slot: UInt16, userID: String, finger: UInt8) async throws
    /// Tells the gate that people have changed.
    func refresh() async throws
    /// Starts the finger screen for a user who is there, and waits for its end.
    ///
    /// - Throws: ``StepRefused`` when the gate does not start it; errors of the connection.
    func enroll(
        _ userID: String, slot: UInt16, finger: UInt8,
        onProgress: @Sendable (EnrollProgress) -> Void
    ) async throws -> EnrollEnding
}

/// What a gate tells while somebody enrolls.
package enum EnrollProgress: Hashable, Sendable {
    /// The screen is up: put the finger on the sensor.
    case started
    /// A sample was good; how many were so far.
    case goodSample(Int)
    /// A sample was bad: again, please.
    case badSample
}

/// How an enrollment ended, as the gate tells it.
package enum EnrollEnding: Hashable, Sendable {
    /// The gate says that it stored the finger.
    case stored
    /// The finger is somebody's already.
    case alreadyEnrolled
    /// Nobody put a finger on the sensor, or it was cancelled at the gate.
    case timedOut
    /// The samples do not match each other, or something else.
    case failed
}

/// Connects to gates.
package protocol GateConnecting: Sendable {
    /// Connects to `target`, runs `body`, and closes the connection on every way out.
    func withGate<Result: Sendable>(
        _ target: GateTarget,
        _ body: @Sendable (any GateConnection) async throws -> Result
    ) async throws -> Result
}

/// What a gate holds, with secrets: short-lived, never shown, never logged.
package struct GateContents: Sendable {
    /// The users that can be read.
    package var users: [UserRecord]
    /// Slots of records that cannot be read.
    package var unreadableSlots: [UInt16]
    /// The templates.
    package var templates: [TemplateRecord]
    /// How user records are laid out.
    package var layout: UserLayout
    /// The version of the fingerprint algorithm; empty when the gate does not tell.
    package var algorithm: String
    /// Users it can hold; `nil` when not told.
    package var userCapacity: Int?
    /// Templates it can hold; `nil` when not told.
    package var templateCapacity: Int?
    /// How many templates it says it holds; `nil` when not told.
    package var templateCount: Int?
    /// Longest user id, in characters; `nil` when not told.
    package var userIDWidth: Int?
    /// Whether it holds faces or other things that this protocol cannot back up.
    package var holdsFaces: Bool

    /// Makes the contents of a gate.
    package init(
        users: [UserRecord], unreadableSlots: [UInt16] = [], templates: [TemplateRecord],
        layout: UserLayout, algorithm: String, userCapacity: Int? = nil,
        templateCapacity: Int? = nil, templateCount: Int? = nil, userIDWidth: Int? = nil,
        holdsFaces: Bool = false
    ) {
        self.users = users
        self.unreadableSlots = unreadableSlots
        self.templates = templates
        self.layout = layout
        self.algorithm = algorithm
        self.userCapacity = userCapacity
        self.templateCapacity = templateCapacity
        self.templateCount = templateCount
        self.userIDWidth = userIDWidth
        self.holdsFaces = holdsFaces
    }
}

extension TemplateRecord {
    /// What is saved of a template: its validity, then its bytes.
    var savedContent: [UInt8] { [validity] + bytes }

    /// Makes the template that was saved as `content`; `nil` when nothing was.
    init?(slot: UInt16, finger: UInt8, savedContent content: [UInt8]) {
        guard let validity = content.first else { return nil }
        self.init(slot: slot, finger: finger, validity: validity, bytes: Array(content.dropFirst()))
    }
}
