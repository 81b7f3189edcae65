import Attendance
import GateModel
import OrderedJSON
import Reports

/// The numbers of every page for machines, keys in the documented order.
enum SiteJSON {
    /// `data/days/YYYY-MM-DD.json`.
    static func day(_ report: DayReport) -> JSONValue {
        .object([
            .init("date", .string(report.date.description)),
            .init("as_of", .optional(report.asOf?.description)),
            .init("coverage", rows(report.coverage, ["serial", "read_at", "ok"])),
            .init("counts", counts(report.counts)),
            .init("people", people(report.people, report.details)),
            .init(
                "exceptions",
                rows(report.exceptions, ["kind", "device", "device_user_id", "at", "note"])),
        ])
    }

    /// `data/index.json`.
    static func overview(_ report: OverviewReport) -> JSONValue {
        .object([
            .init("as_of", .string(report.asOf.description)),
            .init("latest", .optional(report.latest?.description)),
            .init("counts", counts(report.counts)),
            .init("unlisted", .integer(report.unlisted)),
            .init("branches", report.branches.json),
            .init("inside", report.inside.json),
            .init("late", report.late.json),
            .init("unknown", report.unknown.json),
            .init("attention", report.attention.json),
            .init("arrivals", report.arrivals.json),
            .init("month", report.month.json),
        ])
    }

    /// `data/devices/index.json`.
    static func devices(_ report: DevicesReport) -> JSONValue {
        .object([
            .init("as_of", .string(report.asOf.description)),
            .init("gates", report.gates.json),
            .init("branches", report.branches.json),
            .init("changes", report.changes.json),
            .init(
                "readings",
                .object(
                    report.readings.sorted { $0.key < $1.key }.map { serial, days in
                        .init(serial, .array(days.map(reading)))
                    })),
        ])
    }

    /// `data/days/index.json`.
    static func calendar(_ frame: SiteFrame) -> JSONValue {
        .object([
            .init("as_of", .string(frame.asOf.description)),
            .init("days", .array(frame.days.map { .string($0.description) })),
        ])
    }

    // MARK: - Non public

    private static func reading(_ day: ReadingDay) -> JSONValue {
        [
            "date": .string(day.date.description), "state": .string(day.state.rawValue),
            "clock_offset_seconds": .optional(day.clockOffsetSeconds),
        ]
    }

    static func counts(_ counts: DayCounts) -> JSONValue {
        [
            "present": .integer(counts.present), "late": .integer(counts.late),
            "absent": .integer(counts.absent), "unknown": .integer(counts.unknown),
            "off": .integer(counts.off), "holiday": .integer(counts.holiday),
            "leave": .integer(counts.leave), "visit": .integer(counts.visit),
            "short_stay": .integer(counts.shortStay),
        ]
    }

    /// Rows of the days file with what stands behind them.
    ///
    /// With `gates`, as on the page of a person, rows begin with their date and punches say more.
    static func people(
        _ table: ReportTable, _ details: [DayReport.Detail], gates: [GateSerial: Gate]? = nil
    ) -> JSONValue {
        let before = [
            "member_id", "name", "branch", "shift", "status", "code", "first_in", "last_out",
        ]
        let first = gates != nil ? ["date"] + before : before
        let after = [
            "presence_seconds", "counted_seconds", "late_minutes", "early_minutes",
            "overtime_minutes", "half_day", "corrected", "why",
        ]
        // Columns are looked up once a table, not once a row.
        let places = first.map { ($0, table.index(of: $0)) }
        let placesAfter = after.map { ($0, table.index(of: $0)) }
        return .array(
            zip(table.rows, details).map { cells, detail in
                func member(_ key: String, _ place: Int?) -> JSONValue.Member {
                    JSONValue.Member(key, place.map { cells[$0].json } ?? .null)
                }
                var members = places.map(member)
                members.append(.init("missing", .optional(detail.missing?.rawValue)))
                members += placesAfter.map(member)
                if let recorded = detail.recorded {
                    members.append(.init("recorded", json(recorded)))
                }
                members.append(.init("notes", .array(detail.notes.map { .string($0) })))
                members.append(
                    .init(
                        "punches",
                        .array(
                            detail.punches.map { judged in
                                gates.map { punch(judged, gates: $0) } ?? punch(judged)
                            })))
                return .object(members)
            })
    }

    /// What the gates alone say about a corrected day.
    private static func json(_ recorded: RecordedDay) -> JSONValue {
        [
            "status": .optional(recorded.status?.rawValue),
            "first_in": .optional(recorded.firstIn?.time.description),
            "last_out": .optional(recorded.lastOut?.time.description),
            "missing": .optional(recorded.missing?.rawValue),
        ]
    }

    private static func punch(_ judged: JudgedPunch) -> JSONValue {
        [
            "at": .string(judged.stored.punch.at.description),
            "device": .string(judged.stored.serial.rawValue),
            "state": .integer(Int(judged.stored.punch.state)),
            "verify": .integer(Int(judged.stored.punch.verify)),
            "used_as": .string(judged.use.rawValue),
            "reason": .optional(judged.reason),
        ]
    }

    private static func rows(_ table: ReportTable, _ keys: [String]) -> JSONValue {
        .array(
            table.reportRows.map { row in
                .object(keys.map { JSONValue.Member($0, row.cell($0).json) })
            })
    }
}
