import Attendance
package import GateModel

extension OverviewReport {
    /// Builds the owner's page from a book; `counts` are those of the last thirty days, where the
    /// book does not hold the days themselves.
    package static func build(
        from book: ReportBook, counts known: [LocalDate: DayCounts]? = nil
    ) -> OverviewReport {
        let latest = book.latestDate
        let day = latest.map { DayReport.build($0, from: book) }
        let days = latest.map { book.days(on: $0) } ?? []
        var counts = DayCounts()
        for day in days { counts.add(day) }
        return OverviewReport(
            asOf: book.asOf, latest: latest, counts: counts,
            branches: day?.branches
                ?? ReportTable(name: "branches", columns: DayReport.branchColumns),
            inside: insideTable(days, book: book),
            late: lateTable(days), unknown: unknownTable(days),
            attention: attentionTable(book), arrivals: arrivalsTable(days),
            month: monthTable(latest, book: book, counts: known),
            unlisted: day?.unlisted.rows.count ?? 0)
    }

    /// People whose day was not over when the gates were last read and whose last punch was an entry.
    ///
    /// Once the day is over, a person without an exit has forgotten it and is not inside.
    private static func insideTable(_ days: [PersonDay], book: ReportBook) -> ReportTable {
        var table = ReportTable(
            name: "inside",
            columns: [
                ReportColumn("member_id", "Member id", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("since", "Since", .time),
                ReportColumn("gate", "Gate", .text),
                ReportColumn("elapsed_seconds", "Inside for", .duration),
            ])
        for day in days where day.isRunning {
            guard let entry = day.punches.last(where: { $0.use != .duplicate }), entry.use == .in
            else { continue }
            // Up to the last reading of the gate, which knows no more than that.
            let read = book.coverage.lastReading(of: entry.stored.serial)
            let elapsed = read.map { max(0, $0.seconds(since: entry.stored.punch.at)) }
            table.append([
                .identifier(day.member.memberID.rawValue),
                .text(day.member.name),
                .identifier(day.branch.rawValue),
                .time(entry.stored.punch.at.time),
                .text(book.name(of: entry.stored.serial)),
                .known(elapsed) { .duration(seconds: $0) },
            ])
        }
        return table
    }

    private static func lateTable(_ days: [PersonDay]) -> ReportTable {
        var table = ReportTable(
            name: "late",
            columns: [
                ReportColumn("member_id", "Member id", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("shift", "Shift", .identifier),
                ReportColumn("first_in", "First in", .time),
                ReportColumn("late_minutes", "Late (min)", .count),
            ])
        let late = days.filter { ($0.lateMinutes ?? 0) > 0 }
        // The days come in a fixed order and the sort is stable, so equals stay in it.
        for day in late.sorted(by: { ($0.lateMinutes ?? 0) > ($1.lateMinutes ?? 0) }) {
            table.append([
                .identifier(day.member.memberID.rawValue),
                .text(day.member.name),
                .identifier(day.branch.rawValue),
                .known(day.shift) { .identifier($0.rawValue) },
                .known(day.firstIn) { .time($0.time) },
                .known(day.lateMinutes) { .count($0) },
            ])
        }
        return table
    }

    private static func unknownTable(_ days: [PersonDay]) -> ReportTable {
        var table = ReportTable(
            name: "unknown",
            columns: [
                ReportColumn("member_id", "Member id", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("why", "Why", .text),
            ])
        for day in days where day.status == .unknown {
            table.append([
                .identifier(day.member.memberID.rawValue),
                .text(day.member.name),
                .identifier(day.branch.rawValue),
                .text(day.why),
            ])
        }
        return table
    }

    private static func attentionTable(_ book: ReportBook) -> ReportTable {
        var table = ReportTable(
            name: "attention",
            columns: [
                ReportColumn("serial", "Gate", .identifier),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("problem", "Problem", .text),
                ReportColumn("since", "Last read", .dateTime),
            ])
        for record in book.gates.worstFirst {
            guard let problem = record.problem else { continue }
            table.append([
                .known(record.serial) { .identifier($0.rawValue) },
                .known(record.gate?.branch) { .identifier($0.rawValue) },
                .text(record.displayName),
                .text(problem),
                .known(record.lastSuccess) { .dateTime($0.readAt) },
            ])
        }
        return table
    }

    private static func arrivalsTable(_ days: [PersonDay]) -> ReportTable {
        var table = ReportTable(
            name: "arrivals",
            columns: [
                ReportColumn("hour", "Hour", .count),
                ReportColumn("arrivals", "Arrivals", .count),
            ])
        var perHour: [Int: Int] = [:]
        for day in days {
            if let firstIn = day.firstIn {
                perHour[firstIn.time.secondOfDay / 3600, default: 0] += 1
            }
        }
        guard let first = perHour.keys.min(), let last = perHour.keys.max() else { return table }
        for hour in first...last { table.append([.count(hour), .count(perHour[hour] ?? 0)]) }
        return table
    }

    private static func monthTable(
        _ latest: LocalDate?, book: ReportBook, counts known: [LocalDate: DayCounts]?
    ) -> ReportTable {
        var table = ReportTable(
            name: "month", columns: [ReportColumn("date", "Date", .date)] + DayCounts.columns)
        guard let latest else { return table }
        for date in latest.adding(days: -29)...latest {
            var counts = known?[date] ?? DayCounts()
            if known == nil { for day in book.days(on: date) { counts.add(day) } }
            table.append([.date(date)] + counts.cells)
        }
        return table
    }
}

extension ReportBook {
    /// The latest day worth opening: the last one on which anybody came, or the last one at all.
    package var latestDate: LocalDate? {
        let dates = dates
        return dates.last { date in days(on: date).contains { !$0.punches.isEmpty } } ?? dates.last
    }
}
