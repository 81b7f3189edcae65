import Attendance
import Configuration
import Forward
import Foundation
import GateModel
import Store

/// Hands punches to the HR database.
struct Forwarding {
    let workspace: Workspace
    let store: GateStore
    let console: Console
    /// Whether nothing is inserted.
    let isDry: Bool

    /// What became of the punches.
    struct Outcome {
        var read = 0
        var inserted = 0
        var present = 0
        /// Punches without an id, or in quarantine for an impossible time.
        var leftOut = 0
    }

    /// The fields a layout may ask for.
    static let fields = [
        "serial", "branch", "gate_name", "device_user_id", "at", "state", "verify", "work_code",
        "source", "read_at",
    ]

    private static let batch = 20_000
    private static let transaction = 1_000

    /// Hands over the punches of `dates`, or those that came since the last time.
    ///
    /// How far this came is kept after each batch. A run that stops in between loses nothing: the next
    /// one begins at the batch before, and a row that is there is not inserted again.
    func run(dates: ClosedRange<LocalDate>?) async throws -> Outcome {
        let profile = try self.profile()
        let settings = workspace.configuration.forward
        let name = settings.table.isEmpty ? profile.table : settings.table
        guard let timeIndex = profile.columns.firstIndex(where: { $0.field == "at" }),
            profile.key.contains(profile.columns[timeIndex].name), !name.isEmpty
        else {
            throw Failure(
                "the layout \"\(settings.layout)\" needs a table and a key that holds the column of "
                    + "the field at", exit: .badConfiguration)
        }
        let keys = profile.key.compactMap { key in
            profile.columns.firstIndex { $0.name == key }
        }
        let database = try Database(try connectionText())
        let table = ForwardTable(
            name, columns: profile.columns.map(\.name), keys: keys, timeIndex: timeIndex,
            database: database)
        let gates = try await gates()
        let quarantine = try await Judging(workspace: workspace, store: store).quarantine()
        let mark = "forward:\(settings.layout):\(name)"
        var lastID = dates == nil ? Int64(try await store.derived(mark) ?? "0") ?? 0 : 0
        var outcome = Outcome()
        var date = dates?.lowerBound
        while true {
            let punches: [StoredPunch]
            if let dates, let day = date {
                guard day <= dates.upperBound else { break }
                punches = try await store.punches(
                    from: LocalDateTime(day), to: LocalDateTime(day.adding(days: 1)))
                date = day.adding(days: 1)
            } else {
                punches = try await store.punches(after: lastID, limit: Self.batch)
                guard let last = punches.last else { break }
                lastID = last.id
            }
            let good = punches.filter { stored in
                stored.punch.deviceUserID != nil && !quarantine.holds(stored)
            }
            outcome.read += punches.count
            outcome.leftOut += punches.count - good.count
            try hand(good, to: table, by: profile, gates: gates, into: &outcome)
            if dates == nil, !isDry { try await store.keepDerived([mark: String(lastID)]) }
            console.say(.detail, "\(outcome.read) punches looked at, \(outcome.inserted) inserted")
        }
        return outcome
    }

    // MARK: - Rows

    private func hand(
        _ punches: [StoredPunch], to table: ForwardTable, by profile: ExportProfile,
        gates: [GateSerial: Gate], into outcome: inout Outcome
    ) throws {
        // A day at a time: the rows that are there are asked for by their times.
        let ordered = punches.sorted { ($0.punch.at, $0.id) < ($1.punch.at, $1.id) }
        var rows: [[ForwardValue]] = []
        var day: LocalDate?
        func flush() throws {
            guard !rows.isEmpty else { return }
            let counts = try table.insert(rows, isDry: isDry)
            outcome.inserted += counts.inserted
            outcome.present += counts.present
            rows.removeAll(keepingCapacity: true)
        }
        for stored in ordered {
            if stored.punch.at.date != day || rows.count == Self.transaction { try flush() }
            day = stored.punch.at.date
            rows.append(profile.columns.map { value($0, of: stored, gates[stored.serial]) })
        }
        try flush()
    }

    private func value(
        _ column: ExportProfile.Column, of stored: StoredPunch, _ gate: Gate?
    ) -> ForwardValue {
        let punch = stored.punch
        let value: ForwardValue
        switch column.field {
        case "serial": value = .text(stored.serial.rawValue)
        case "branch": value = gate.map { .text($0.branch.rawValue) } ?? .null
        case "gate_name": value = .text(gate?.name ?? stored.serial.rawValue)
        case "device_user_id": value = punch.deviceUserID.map { .text($0.rawValue) } ?? .null
        case "at": value = .time(punch.at)
        case "state": value = .integer(Int(punch.state))
        case "verify": value = .integer(Int(punch.verify))
        case "work_code": value = punch.workCode.isEmpty ? .null : .text(punch.workCode)
        case "source": value = .text(stored.source.rawValue)
        case "read_at": value = .time(stored.readAt)
        default: return column.text.isEmpty ? .null : .text(column.text)
        }
        if column.values.isEmpty, column.otherwise == nil { return value }
        let text = column.values[value.keyText] ?? column.otherwise ?? value.keyText
        return text.isEmpty ? .null : .text(text)
    }

    private func gates() async throws -> [GateSerial: Gate] {
        let fleet = workspace.fleet(knowing: try await store.gateStates())
        return Dictionary(
            fleet.compactMap { gate in gate.serial.map { ($0, gate) } },
            uniquingKeysWith: { first, _ in first })
    }

    // MARK: - Settings

    private func profile() throws -> ExportProfile {
        let name = workspace.configuration.forward.layout
        let own = "\(workspace.configuration.site.templates)/forward/\(name).toml"
        let path =
            FileManager.default.fileExists(atPath: own)
            ? own : try ShippedFiles.path("templates/forward/\(name).toml")
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure(
                "there is no layout \"\(name)\": neither \(own) nor a shipped one; there are plain "
                    + "and checkinout", exit: .badConfiguration)
        }
        return try ExportProfile.read(
            try Folder.read(path), name: name, file: path, fields: [.punches: Self.fields])
    }

    /// The connection text, from where the policy says it is.
    private func connectionText() throws -> String {
        let text = workspace.configuration.forward.connection
        if text.isEmpty {
            throw Failure(
                "[forward] connection in \(workspace.configuration.path) is empty: name the HR "
                    + "database, such as \"Driver=PostgreSQL Unicode;Server=…;Database=…\"",
                exit: .badConfiguration)
        }
        if text.hasPrefix("@env:") {
            let name = String(text.dropFirst(5))
            guard let found = ProcessInfo.processInfo.environment[name], !found.isEmpty else {
                throw Failure(
                    "[forward] connection: the environment variable \(name) is not set",
                    exit: .badConfiguration)
            }
            return found
        }
        guard text.hasPrefix("@file:") else { return text }
        let path = workspace.configuration.resolve(String(text.dropFirst(6)))
        let found = String(decoding: try Folder.read(path), as: UTF8.self)
        return found.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
