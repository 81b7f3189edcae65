import Attendance
import Configuration
import Digests
import Export
import Foundation
import GateModel
import Reports
import Store

/// The rows of an export: judged once, kept beside, read by every file that is made of them.
///
/// Punches come in the order of their work date, then time, gate, the gate's own order.
final class ExportRows {
    /// Which rows are wanted.
    struct Selection: Sendable {
        var dates: ClosedRange<LocalDate>
        var branches: Set<BranchID> = []
        var members: Set<MemberID> = []
        /// Whether any layout asks for zones and offsets, which take time.
        var needsZones = false
        /// Whether any layout asks what programs for payroll would refuse.
        var needsPayrollRules = false

        /// Whether it is limited to branches or people.
        var isLimited: Bool { !branches.isEmpty || !members.isEmpty }

        /// What it is limited to, in words that follow others; empty when to nothing.
        var words: String {
            var words = ""
            if !branches.isEmpty {
                words += ", branches " + branches.map(\.rawValue).sorted().joined(separator: " ")
            }
            if !members.isEmpty {
                words += ", \(members.count) \(members.count == 1 ? "person" : "people")"
            }
            return words
        }

        /// Whether a row of this branch and member is wanted.
        func includes(_ branch: BranchID?, _ member: MemberID?) -> Bool {
            (branches.isEmpty || branch.map(branches.contains) ?? false)
                && (members.isEmpty || member.map(members.contains) ?? false)
        }
    }

    /// The judged days.
    let days: RowSpool
    /// The punches.
    let punches: RowSpool
    /// The punches that belong to nobody's day.
    let exceptions: RowSpool
    /// Which gates were read when, a row a gate and date.
    let coverage: RowSpool

    /// The gates as the days were judged, in the order of their serials.
    private(set) var gates: [Gate] = []
    /// The whole ledger of corrections.
    private(set) var corrections: [Correction] = []
    /// Which rows are wanted.
    let selection: Selection

    private let zones: Zones
    /// What programs for payroll would say to the rows.
    private(set) var payroll = PayrollRules([])
    private var dayRow = 0
    private var punchRow = 0

    /// Makes empty rows in a folder.
    init(_ selection: Selection, zones: Zones, in folder: String) throws {
        self.selection = selection
        self.zones = zones
        days = try RowSpool(
            "days", columns: DayColumns.all, extraColumns: ExportProfiles.dayExtras, in: folder)
        punches = try RowSpool(
            "punches", columns: PunchColumns.all, extraColumns: ExportProfiles.punchExtras,
            in: folder)
        exceptions = try RowSpool("exceptions", columns: Self.exceptionColumns, in: folder)
        coverage = try RowSpool("coverage", columns: Self.coverageColumns, in: folder)
    }

    private static let exceptionColumns = [
        ReportColumn("date", "Date", .date), ReportColumn("kind", "Kind", .text),
        ReportColumn("device", "Gate", .identifier),
        ReportColumn("branch", "Branch", .identifier),
        ReportColumn("device_user_id", "Id on the gate", .identifier),
        ReportColumn("member_id", "Member id", .identifier),
        ReportColumn("at", "At", .dateTime), ReportColumn("note", "Note", .text),
    ]

    private static let coverageColumns = [
        ReportColumn("date", "Date", .date), ReportColumn("serial", "Gate", .identifier),
        ReportColumn("branch", "Branch", .identifier), ReportColumn("name", "Name", .text),
        ReportColumn("read_at", "Read at", .dateTime), ReportColumn("ok", "Complete", .flag),
        ReportColumn("note", "Note", .text),
    ]

    /// Judges the dates part by part and keeps the rows.
    func collect(
        _ workspace: Workspace, store: GateStore, progress: (_ done: Int, _ total: Int) -> Void
    ) async throws {
        corrections = try await store.corrections()
        payroll = PayrollRules(workspace.roster.members)
        let total =
            selection.dates.upperBound.daysSinceEpoch
            - selection.dates.lowerBound.daysSinceEpoch + 1
        var done = 0
        let court = try await Judging(workspace: workspace, store: store).load(keeps: false)
        let people = max(1, workspace.roster.members.count)
        gates = court.rules.gates.sorted { $0.key < $1.key }.map(\.value)
        for part in try await parts(of: store, people: people) {
            let book = try await court.book(part, listsQuarantined: false)
            for date in part {
                try await add(date, of: book, judgedBy: court)
                done += 1
                progress(done, total)
            }
        }
        for spool in [days, punches, exceptions, coverage] { try spool.finish() }
    }

    /// The dates in parts whose punches and days take little memory.
    private func parts(
        of store: GateStore, people: Int
    ) async throws -> [ClosedRange<LocalDate>] {
        let counts = Dictionary(
            try await store.punchDates().map { ($0.date, $0.count) }, uniquingKeysWith: +)
        var parts: [ClosedRange<LocalDate>] = []
        var start = selection.dates.lowerBound
        var weight = 0
        for date in selection.dates {
            let own = people + (counts[date] ?? 0)
            if date > start, weight + own > Self.partWeight {
                parts.append(start...date.adding(days: -1))
                start = date
                weight = 0
            }
            weight += own
        }
        parts.append(start...selection.dates.upperBound)
        return parts
    }

    /// Days and punches that are judged in one go.
    private static let partWeight = 20_000

    // MARK: - Rows of a date

    private func add(
        _ date: LocalDate, of book: ReportBook, judgedBy court: DayCourt
    ) async throws {
        var found: [Found] = []
        for day in book.days(on: date)
        where selection.includes(day.branch, day.member.memberID) {
            try add(day)
            for punch in day.punches {
                let cells = PunchColumns.row(punch, of: day, rules: book.rules)
                let extras = extras(
                    punch.stored, department: day.member.department, rules: book.rules)
                found.append(
                    Found(
                        punch: punch.stored, member: day.member.memberID, use: punch.use,
                        cells: cells + extras))
            }
        }
        let exceptions = book.exceptions(on: date).filter {
            selection.includes($0.branch, $0.member)
        }
        for exception in exceptions {
            found.append(row(of: exception, rules: book.rules))
        }
        found.sort { $0.punch.isBefore($1.punch) }
        // Punches with impossible times may be millions: they are not in the book, but come in order.
        var next = found.startIndex
        try await court.forEachQuarantined(readOn: date, by: .position) { exception in
            guard selection.includes(exception.branch, exception.member) else { return }
            while next < found.endIndex, found[next].punch.isBefore(exception.punch) {
                try add(found[next], on: date)
                next += 1
            }
            try add(row(of: exception, rules: book.rules), on: date)
        }
        for row in found[next...] { try add(row, on: date) }
        try await add(exceptions, on: date, judgedBy: court)
        for row in DayReport.build(date, branch: nil, from: book.withoutDays).coverage.rows {
            try coverage.append([.date(date)] + row, on: date)
        }
    }

    /// A punch with its cells.
    private struct Found {
        var punch: StoredPunch
        var member: MemberID?
        var use: PunchUse
        var cells: [ReportCell]
    }

    private func add(_ found: Found, on date: LocalDate) throws {
        punchRow += 1
        let repeats: ReportCell =
            selection.needsPayrollRules
            ? .flag(payroll.repeats(found.punch, of: found.member, use: found.use)) : .missing
        try punches.append(found.cells + [.count(punchRow), repeats], on: date)
    }

    /// Adds the exceptions of a date and the punches with impossible times read on it, by time, gate
    /// and row.
    private func add(
        _ exceptions: [AttendanceException], on date: LocalDate, judgedBy court: DayCourt
    ) async throws {
        var next = exceptions.startIndex
        try await court.forEachQuarantined(readOn: date, by: .arrival) { exception in
            guard selection.includes(exception.branch, exception.member) else { return }
            while next < exceptions.endIndex, exceptions[next].isBefore(exception) {
                try add(exceptions[next], on: date)
                next += 1
            }
            try add(exception, on: date)
        }
        for exception in exceptions[next...] { try add(exception, on: date) }
    }

    private func row(of exception: AttendanceException, rules: AttendanceRules) -> Found {
        Found(
            punch: exception.punch, member: exception.member,
            use: exception.kind == .quarantined ? .quarantined : .extra,
            cells: PunchColumns.row(exception, name: nil)
                + extras(exception.punch, department: "", rules: rules))
    }

    private func add(_ day: PersonDay) throws {
        dayRow += 1
        let zone = selection.needsZones ? zones.zone(of: day.branch) : nil
        func told(_ time: LocalDateTime?) -> ReportCell {
            guard let time, let zone else { return .missing }
            return .text(Zones.withOffset(time, in: zone))
        }
        try days.append(
            DayColumns.row(day) + [
                .known(day.firstIn) { .dateTime($0) }, .known(day.lastOut) { .dateTime($0) },
                .known(zone) { .text($0.identifier) }, told(day.firstIn), told(day.lastOut),
                .count(dayRow),
            ] + payrollCells(day), on: day.date)
    }

    private func payrollCells(_ day: PersonDay) -> [ReportCell] {
        guard selection.needsPayrollRules else { return [.missing, .missing] }
        return [.flag(payroll.overlaps(day)), .flag(payroll.sharesName(day))]
    }

    private func add(_ exception: AttendanceException, on date: LocalDate) throws {
        try exceptions.append(
            [
                .date(date), .text(exception.kind.rawValue),
                .identifier(exception.punch.serial.rawValue),
                .known(exception.branch) { .identifier($0.rawValue) },
                .known(exception.punch.punch.deviceUserID) { .identifier($0.rawValue) },
                .known(exception.member) { .identifier($0.rawValue) },
                .dateTime(exception.punch.punch.at), .text(exception.note),
            ], on: date)
    }

    private func extras(
        _ stored: StoredPunch, department: String, rules: AttendanceRules
    ) -> [ReportCell] {
        let gate = rules.gates[stored.serial]
        let name = gate?.name ?? stored.serial.rawValue
        guard selection.needsZones else {
            return [.text(department), .text(name), .missing, .missing, .missing, .missing]
        }
        let zone = zones.zone(of: gate)
        let utc = Int(Zones.instant(of: stored.readAt, in: zone).timeIntervalSince1970)
        return [
            .text(department), .text(name), .text(zone.identifier),
            .text(Zones.offset(at: stored.punch.at, in: zone)),
            .dateTime(LocalDateTime(secondsSinceEpoch: utc)),
            .text(Zones.withOffset(stored.punch.at, in: zone)),
        ]
    }

    // MARK: - Coverage

    /// The names of the gates that were not read after every one of the dates was over, in order.
    func gatesBehind() throws -> [String] {
        var behind: [String] = []
        try coverage.forEachRow { row in
            guard row[5] == .flag(false) else { return }
            if !selection.branches.isEmpty,
                !selection.branches.contains(BranchID(row[2].plainText))
            {
                return
            }
            let name = row[3].plainText.isEmpty ? row[1].plainText : row[3].plainText
            if !behind.contains(name) { behind.append(name) }
        }
        return behind
    }

    // MARK: - Digests

    /// SHA-256 of the plain CSV of days and punches, by the names of these files.
    func digests(
        of sources: [any RowSource], profile: ExportProfile
    ) throws -> [Workbook.Properties.Digest] {
        try sources.map { source in
            var digest = SHA256.Stream()
            try TextExport.forEachPiece(of: source, by: profile) { digest.add($0) }
            return .init(name: "\(source.name).csv", sha256: digest.hex())
        }
    }
}

extension StoredPunch {
    /// The order of the punches of a work date.
    fileprivate func isBefore(_ other: StoredPunch) -> Bool {
        (punch.at, serial, punch.position, id)
            < (other.punch.at, other.serial, other.punch.position, other.id)
    }
}

extension ReportBook {
    /// The book without days and exceptions: what is said about gates alone.
    fileprivate var withoutDays: ReportBook {
        ReportBook(
            rules: rules, period: JudgedPeriod(), coverage: coverage, gates: gates, asOf: asOf)
    }
}

extension Zones {
    /// The offset from UTC of a wall time: `+06:00`.
    static func offset(at time: LocalDateTime, in zone: TimeZone) -> String {
        offsetText(zone.secondsFromGMT(for: instant(of: time, in: zone)))
    }

    /// A wall time in ISO 8601 with its offset from UTC: `2026-11-01T09:50:35+06:00`.
    static func withOffset(_ time: LocalDateTime, in zone: TimeZone) -> String {
        time.description + offset(at: time, in: zone)
    }

    /// An offset from UTC as text: `+06:00`.
    private static func offsetText(_ seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(seconds < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}
