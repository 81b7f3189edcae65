import Configuration
import GateModel
import Ingest
import Store

/// Puts files of punches into the store.
struct Ingesting: Sendable {
    let workspace: Workspace
    let store: GateStore
    let console: Console

    /// What became of the lines.
    struct Counts: Sendable {
        var read = 0
        var new = 0
        var duplicate = 0
        var undecodable = 0
        /// Rows of files that name people which the store does not hold.
        var differences: [Comparing.Difference] = []

        mutating func add(_ other: Counts) {
            read += other.read
            new += other.new
            duplicate += other.duplicate
            undecodable += other.undecodable
            differences += other.differences
        }
    }

    /// Stores a file, one transaction a gate, and says what is noteworthy.
    ///
    /// Without `readAt` the file proves nothing beyond its newest punch, so that is taken as the time
    /// up to which the gate is known.
    func store(_ file: LogFile, readAt: LocalDateTime?) async throws -> Counts {
        var counts = Counts()
        let start = ContinuousClock.now
        for part in file.parts {
            let gate = workspace.devices.gate(part.serial)
            let now = workspace.asOf(at: gate)
            let newest = part.punches.map(\.at).filter { $0 <= now }.max()
            let reading = Reading(
                serial: part.serial, source: .file, origin: file.path,
                readAt: readAt ?? newest ?? now,
                recordsRead: part.punches.count + part.undecodable.count,
                bytesReceived: file.size, seconds: start.duration(to: .now) / .seconds(1))
            let recorded = try await store.record(
                reading, punches: part.punches, undecodable: part.undecodable, facts: nil,
                digest: file.digest)
            counts.add(
                Counts(
                    read: recorded.read, new: recorded.new, duplicate: recorded.duplicate,
                    undecodable: part.undecodable.count))
            if gate == nil, !workspace.devices.gates.isEmpty || !file.isGateUnnamed {
                console.say(
                    .warning,
                    "\(file.path): gate \(part.serial) is not in \(workspace.devices.file); "
                        + "its punches belong to no branch")
            }
        }
        report(file, counts, seconds: start.duration(to: .now) / .seconds(1))
        return counts
    }

    /// Compares a file that names people with the store, which stays as it is, and says what is
    /// noteworthy.
    func compare(_ file: LogFile) async throws -> Counts {
        let start = ContinuousClock.now
        let differences = try await Comparing(workspace: workspace, store: store)
            .differences(file)
        let rows = file.log.people.count
        let counts = Counts(
            read: rows + file.log.undecodable.count, duplicate: rows - differences.count,
            undecodable: file.log.undecodable.count, differences: differences)
        if file.log.type == .odoo, file.device != nil {
            console.say(.warning, "\(file.path): files for Odoo name no gate; --device is ignored")
        }
        let listed = differences.prefix(20)
        for row in listed { console.say(.warning, "\(row.place): \(row.sentence)") }
        if differences.count > listed.count {
            console.say(
                .warning, "\(file.path): and \(differences.count - listed.count) more such rows")
        }
        if !differences.isEmpty {
            console.say(
                .warning,
                "\(file.path): such a file lacks ids and codes of the gates, so nothing is made of "
                    + "these rows; ingest the log of the gate, or the CSV, JSON Lines or workbook of "
                    + "the same export")
        }
        report(file, counts, seconds: start.duration(to: .now) / .seconds(1))
        return counts
    }

    private func report(_ file: LogFile, _ counts: Counts, seconds: Double) {
        if file.isGateUnnamed, let part = file.parts.first {
            console.say(
                .info,
                "\(file.path) names no gate; its punches are stored under \(part.serial) "
                    + "(name the gate with --device)")
        }
        for warning in file.log.warnings { console.say(.warning, "\(file.path): \(warning)") }
        let listed = file.log.undecodable.prefix(20)
        for line in listed {
            console.say(
                .warning, "\(file.log.place(line.position, in: file.path)): \(line.reason)")
        }
        if file.log.undecodable.count > listed.count {
            console.say(
                .warning,
                "\(file.path): and \(file.log.undecodable.count - listed.count) more lines")
        }
        let rate = seconds > 0 ? Int(Double(counts.read) / seconds) : 0
        guard !file.log.type.namesPeople else {
            console.say(
                .success,
                "\(file.path): \(counts.duplicate) of \(counts.read) rows are known "
                    + "(\(file.log.type.rawValue), \(rate)/s)")
            return
        }
        console.say(
            .success,
            "\(file.path): \(counts.new) new of \(counts.read) punches (\(file.log.type.rawValue), "
                + "\(rate)/s)")
    }
}
