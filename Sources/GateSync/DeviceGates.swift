import GateModel
import ZKClient
import ZKProtocol

/// Connects to real gates.
package struct DeviceGates: GateConnecting {
    private let timeout: Duration
    private let failed: [String: String]

    /// Makes a connector.
    ///
    /// `timeout` is the deadline for each answer; `failed` says why gates, by address, have just been
    /// tried in vain, so that nobody waits for them again.
    package init(timeout: Duration, failed: [String: String] = [:]) {
        self.timeout = timeout
        self.failed = failed
    }

    /// Connects to `target`, runs `body`, and closes the connection on every way out.
    ///
    /// - Throws: ``GateUnavailable`` for gates that have just been tried; `DeviceError`; what `body`
    ///   throws.
    package func withGate<Result: Sendable>(
        _ target: GateTarget,
        _ body: @Sendable (any GateConnection) async throws -> Result
    ) async throws -> Result {
        if let sentence = failed[target.address] { throw GateUnavailable(sentence) }
        return try await DeviceClient.withConnection(
            to: target.gateAddress, options: target.clientOptions(timeout: timeout)
        ) { client in
            try await body(DeviceConnection(client: client, address: target.address))
        }
    }
}

/// Why a gate cannot be worked on in this run.
package struct GateUnavailable: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why, as a sentence.
    package var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A connection to a real gate.
struct DeviceConnection: GateConnection {
    let client: DeviceClient
    let address: String

    func serial() async throws -> GateSerial {
        guard let text = try await client.serial(), !text.isEmpty else {
            throw GateError(.noSerial, address: address)
        }
        return GateSerial(text)
    }

    // MARK: - Reading

    func contents() async throws -> GateContents {
        let sizes = try await client.storageSizes()
        let users = try await client.users(sizes: sizes)
        let templates = try await templates(sizes)
        try check(users)
        if let templates { try check(templates) }
        let width = try await client.option("~PIN2Width")
        let algorithm = try await client.option("~ZKFPVersion") ?? ""
        return GateContents(
            users: users.records,
            unreadableSlots: users.undecodable.map { record in
                UInt16(record.bytes.first ?? 0) | UInt16(record.bytes.dropFirst().first ?? 0) << 8
            },
            templates: templates?.records ?? [], layout: try await layout(users),
            algorithm: algorithm.trimmingBlanks(), userCapacity: sizes.userCapacity,
            templateCapacity: sizes.templateCapacity, templateCount: sizes.templates,
            userIDWidth: width.flatMap { Int($0) },
            holdsFaces: try await holdsMore(templates, sizes))
    }

    func users() async throws -> [UserRecord] {
        let users = try await client.users()
        try check(users)
        return users.records
    }

    func templateCount() async throws -> Int? { try await client.storageSizes().templates }

    /// The templates; `nil` on gates that do not give them, so that what they hold cannot be backed up.
    private func templates(_ sizes: StorageSizes) async throws -> TemplateList? {
        do {
            return try await client.templates(sizes: sizes)
        } catch let error as DeviceError where error.code == .refused {
            return nil
        }
    }

    /// Refuses lists that are shorter than the gate says: what is missing in them would be lost.
    private func check(_ users: UserList) throws {
        let listed = users.records.count + users.undecodable.count
        if let told = users.announcedCount, told > listed {
            throw GateUnavailable(
                "the gate at \(address) says it has \(told) users and listed \(listed): nothing was "
                    + "changed on it; restart it if this stays")
        }
    }

    private func check(_ templates: TemplateList) throws {
        if let told = templates.announcedCount, told > templates.records.count {
            throw GateUnavailable(
                "the gate at \(address) says it has \(told) templates and listed "
                    + "\(templates.records.count): nothing was changed on it; restart it if this stays"
            )
        }
    }

    private func layout(_ users: UserList) async throws -> UserLayout {
        if let layout = users.layout { return layout }
        // An empty gate shows no record; colour firmware has the wide ones.
        let platform = try await client.option("~Platform") ?? ""
        if platform.contains("_TFT") || platform.isEmpty { return .bytes72 }
        return try await client.option("~SSR") == "1" ? .bytes72 : .bytes28
    }

    private func holdsMore(
        _ templates: TemplateList?, _ sizes: StorageSizes
    ) async throws -> Bool {
        if templates == nil { return true }
        if let faces = sizes.faces { return faces > 0 }
        let version = try await client.option("ZKFaceVersion") ?? ""
        return !["", "0"].contains(version.trimmingBlanks())
    }

    // MARK: - Writing

    func disable() async throws { try await step { try await client.disable() } }

    func enable() async throws { try await step { try await client.enable() } }

    func write(_ user: UserRecord, layout: UserLayout) async throws {
        try await step { try await client.write(user, layout: layout) }
    }

    func write(_ template: TemplateRecord) async throws {
        try await step { try await client.write(template) }
    }

    func deleteUser(slot: UInt16) async throws {
        try await step { try await client.deleteUser(slot: slot) }
    }

    func deleteTemplate(slot: UInt16, userID: String, finger: UInt8) async throws {
        try await step {
            try await client.deleteTemplate(slot: slot, userID: userID, finger: finger)
        }
    }

    func refresh() async throws { try await step { try await client.refresh() } }

    func enroll(
        _ userID: String, slot: UInt16, finger: UInt8,
        onProgress: @Sendable (EnrollProgress) -> Void
    ) async throws -> EnrollEnding {
        var ending = EnrollEnding.failed
        var goodCount = 0
        try await step {
            for try await progress in client.enroll(finger: finger, of: userID) {
                switch progress {
                case .started: onProgress(.started)
                case .fingerPlaced: break
                case .sample(isGood: true):
                    goodCount += 1
                    onProgress(.goodSample(goodCount))
                case .sample(isGood: false): onProgress(.badSample)
                case .done: ending = .stored
                case .duplicate: ending = .alreadyEnrolled
                case .failed: ending = .failed
                case .timedOutOrCancelled, .silent: ending = .timedOut
                }
            }
        }
        return ending
    }

    /// Runs a verb; what the gate refuses is told apart from a connection that is lost.
    private func step(_ act: () async throws -> Void) async throws {
        do {
            try await act()
        } catch let error as DeviceError where error.code == .refused || error.code == .unreadable {
            throw StepRefused(error.description)
        }
    }
}

extension String {
    /// The text without blanks around it.
    fileprivate func trimmingBlanks() -> String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
