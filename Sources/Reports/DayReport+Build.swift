import Attendance
package import GateModel

extension DayReport {
    /// Builds the report of `date`: all branches, or one.
    package static func build(
        _ date: LocalDate, branch: BranchID? = nil, from book: ReportBook
    ) -> DayReport {
        let days = book.days(on: date, branch: branch)
        let exceptions = book.exceptions(on: date, branch: branch)
        var people = ReportTable(name: "days", columns: DayColumns.all)
        var counts = DayCounts()
        var details: [Detail] = []
        for day in days {
            people.append(DayColumns.row(day))
            counts.add(day)
            details.append(
                Detail(
                    missing: day.missing, notes: day.notes, punches: day.punches,
                    recorded: day.recorded))
        }
        let coverage = coverageTable(date, branch: branch, book: book)
        let unlisted = unlistedTable(exceptions)
        return DayReport(
            date: date, branch: branch, asOf: coverage.readAt, counts: counts,
            coverage: coverage.table, people: people, details: details,
            punches: punchTable(days, exceptions, book: book),
            exceptions: exceptionTable(exceptions),
            unlisted: unlisted,
            branches: branch == nil
                ? branchTable(days, unlisted, book: book)
                : ReportTable(name: "branches", columns: branchColumns),
            openShifts: openShifts(of: days, book: book))
    }

    /// The branches, each with the people of `days` who belong to it.
    private static func branchTable(
        _ days: [PersonDay], _ unlisted: ReportTable, book: ReportBook
    ) -> ReportTable {
        var table = ReportTable(name: "branches", columns: branchColumns)
        var counts: [BranchID: DayCounts] = [:]
        var people: [BranchID: Set<MemberID>] = [:]
        for day in days {
            counts[day.branch, default: DayCounts()].add(day)
            people[day.branch, default: []].insert(day.member.memberID)
        }
        let ids = Dictionary(grouping: unlisted.rows) { $0[0].plainText }
        for branch in book.rules.branches.keys.sorted() {
            let own = counts[branch] ?? DayCounts()
            table.append(
                [
                    .identifier(branch.rawValue), .text(book.name(of: branch)),
                    .count(people[branch]?.count ?? 0),
                ] + own.cells + [.count(ids[branch.rawValue]?.count ?? 0)])
        }
        return table
    }

    private static func coverageTable(
        _ date: LocalDate, branch: BranchID?, book: ReportBook
    ) -> (table: ReportTable, readAt: LocalDateTime?) {
        var table = ReportTable(
            name: "coverage",
            columns: [
                ReportColumn("serial", "Gate", .identifier),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("read_at", "Read at", .dateTime),
                ReportColumn("ok", "Complete", .flag),
                ReportColumn("note", "Note", .text),
            ])
        // A day is over at midnight; shifts that go on are told apart from gates not read.
        let midnight = LocalDateTime(date.adding(days: 1))
        var newest: LocalDateTime?
        for record in book.gates {
            guard let serial = record.serial else { continue }
            let gateBranch = record.gate?.branch
            if record.gate?.isEnabled == false { continue }
            if let branch, gateBranch != branch { continue }
            let close = book.rules.gateTime(of: midnight, at: serial)
            let readAt =
                book.coverage.firstReading(of: serial, notBefore: close)
                ?? book.coverage.lastReading(of: serial)
            let doubt = book.coverage.doubt(
                about: serial, named: book.name(of: serial), until: close)
            if record.gate == nil && (readAt.map { $0.date < date } ?? true) { continue }
            newest = [newest, readAt].compactMap(\.self).max()
            table.append([
                .identifier(serial.rawValue),
                .known(gateBranch) { .identifier($0.rawValue) },
                .text(book.name(of: serial)),
                .known(readAt) { .dateTime($0) },
                .flag(doubt == nil),
                .known(doubt) { .text($0) },
            ])
        }
        return (table, newest)
    }

    /// How many are not known although every gate was read after the day, since their shift goes on.
    private static func openShifts(of days: [PersonDay], book: ReportBook) -> Int {
        days.count { day in
            guard day.status == .unknown, let window = day.window else { return false }
            let settled = window.upperBound.adding(seconds: 60 * book.rules.policy.settleMinutes)
            let midnight = LocalDateTime(day.date.adding(days: 1))
            return book.rules.gates(of: day.member).allSatisfy { serial in
                let isRead = { (time: LocalDateTime) in
                    let time = book.rules.gateTime(of: time, at: serial)
                    return book.coverage.firstReading(of: serial, notBefore: time) != nil
                }
                return isRead(midnight) || isRead(settled)
            } && !book.rules.gates(of: day.member).isEmpty && settled > midnight
        }
    }

    private static func punchTable(
        _ days: [PersonDay], _ exceptions: [AttendanceException], book: ReportBook
    ) -> ReportTable {
        var rows: [(at: LocalDateTime, id: Int64, cells: [ReportCell])] = []
        for day in days {
            for punch in day.punches {
                rows.append(
                    (
                        punch.stored.punch.at, punch.stored.id,
                        PunchColumns.row(punch, of: day, rules: book.rules)
                    ))
            }
        }
        for exception in exceptions {
            rows.append(
                (
                    exception.punch.punch.at, exception.punch.id,
                    PunchColumns.row(exception, name: nil)
                ))
        }
        rows.sort { ($0.at, $0.id) < ($1.at, $1.id) }
        var table = ReportTable(name: "punches", columns: PunchColumns.all)
        for row in rows { table.append(row.cells) }
        return table
    }

    private static func exceptionTable(_ exceptions: [AttendanceException]) -> ReportTable {
        var table = ReportTable(
            name: "exceptions",
            columns: [
                ReportColumn("kind", "Kind", .text),
                ReportColumn("device", "Gate", .identifier),
                ReportColumn("device_user_id", "Id on the gate", .identifier),
                ReportColumn("at", "At", .dateTime),
                ReportColumn("note", "Note", .text),
            ])
        for exception in exceptions {
            table.append([
                .text(exception.kind.rawValue),
                .identifier(exception.punch.serial.rawValue),
                .known(exception.punch.punch.deviceUserID) { .identifier($0.rawValue) },
                .dateTime(exception.punch.punch.at),
                .text(exception.note),
            ])
        }
        return table
    }

    private static func unlistedTable(_ exceptions: [AttendanceException]) -> ReportTable {
        struct Key: Hashable {
            var branch: String
            var id: String
        }
        var table = ReportTable(
            name: "unlisted",
            columns: [
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("device_user_id", "Id on the gate", .identifier),
                ReportColumn("first", "First", .time),
                ReportColumn("last", "Last", .time),
                ReportColumn("punches", "Punches", .count),
            ])
        let unknown = exceptions.filter { $0.kind == .unknownID }
        let grouped = Dictionary(grouping: unknown) {
            Key(
                branch: $0.branch?.rawValue ?? "",
                id: $0.punch.punch.deviceUserID?.rawValue ?? "")
        }
        let keys = grouped.keys.sorted {
            ($0.branch, $0.id.utf8.count, $0.id) < ($1.branch, $1.id.utf8.count, $1.id)
        }
        for key in keys {
            let times = (grouped[key] ?? []).map(\.punch.punch.at)
            guard let first = times.min(), let last = times.max() else { continue }
            table.append([
                key.branch.isEmpty ? .missing : .identifier(key.branch),
                .identifier(key.id),
                .time(first.time),
                times.count > 1 ? .time(last.time) : .missing,
                .count(times.count),
            ])
        }
        return table
    }
}
