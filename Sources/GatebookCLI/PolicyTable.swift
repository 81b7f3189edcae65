import Configuration
import GateModel
import Reports

/// The policy in force as a table: what a reader of days needs to check them.
enum PolicyTable {
    /// Builds the table from the configuration; holidays and leaves are those of `dates`.
    ///
    /// - Parameters:
    ///   - configuration: The policy.
    ///   - gates: The gates whose set-up is told, too.
    ///   - dates: The dates of the export.
    ///   - name: What stands for the id of a person on leave.
    /// - Returns: A row a value.
    static func build(
        _ configuration: Configuration, gates: [Gate] = [], dates: ClosedRange<LocalDate>,
        name: (MemberID) -> String = { $0.rawValue }
    ) -> ReportTable {
        var table = ReportTable(
            name: "policy",
            columns: [
                ReportColumn("section", "Section", .text),
                ReportColumn("id", "Id", .identifier),
                ReportColumn("valid_from", "Valid from", .date),
                ReportColumn("key", "Key", .text),
                ReportColumn("value", "Value", .text),
            ])
        func add(
            _ section: String, _ id: String = "", _ from: LocalDate? = nil, _ key: String,
            _ value: String
        ) {
            table.append([
                .text(section), id.isEmpty ? .missing : .identifier(id),
                .known(from) { .date($0) }, .text(key), .text(value),
            ])
        }
        add("site", "", nil, "title", configuration.site.title)
        add("site", "", nil, "time_zone", configuration.site.timeZone)
        for (key, value) in attendance(configuration.attendance) {
            add("attendance", "", nil, key, value)
        }
        for shift in configuration.shifts {
            for (key, value) in values(shift) {
                add("shift", shift.id.rawValue, shift.from, key, value)
            }
        }
        for gate in gates {
            for (key, value) in values(gate) {
                add("gate", gate.serial?.rawValue ?? "", nil, key, value)
            }
        }
        for branch in configuration.branches {
            let id = branch.id.rawValue
            add("branch", id, nil, "name", branch.name)
            add("branch", id, nil, "time_zone", branch.timeZone)
            add("branch", id, nil, "weekly_off", words(branch.weeklyOff))
            for (date, holiday) in branch.holidays.sorted(by: { $0.key < $1.key })
            where dates.contains(date) {
                add("holiday", id, date, "name", holiday)
            }
            for leave in branch.leaves
            where leave.from <= dates.upperBound
                && dates.lowerBound <= leave.to
            {
                add(
                    "leave", name(leave.memberID), leave.from, leave.kind,
                    "\(leave.from) to \(leave.to)")
            }
        }
        return table
    }

    private static func attendance(_ policy: AttendancePolicy) -> [(String, String)] {
        [
            ("day_starts_at", policy.dayStartsAt.description),
            ("duplicate_seconds", String(policy.duplicateSeconds)),
            ("settle_minutes", String(policy.settleMinutes)),
            ("mode", policy.mode.rawValue), ("clock", policy.clock.rawValue),
            ("visit_gap_minutes", String(policy.visitGapMinutes)),
        ]
    }

    private static func words(_ days: Set<OffDay>) -> String {
        days.map(\.text).sorted().joined(separator: ", ")
    }

    /// What of a gate decides about days.
    private static func values(_ gate: Gate) -> [(String, String)] {
        [
            ("name", gate.name), ("branch", gate.branch.rawValue), ("role", gate.role.rawValue),
            ("state_trusted", gate.isStateTrusted ? "true" : "false"),
        ] + (gate.timeZone.map { [("time_zone", $0)] } ?? [])
    }

    private static func values(_ shift: Shift) -> [(String, String)] {
        [
            ("start", shift.start.description), ("end", shift.end.description),
            ("window_before_minutes", String(shift.windowBeforeMinutes)),
            ("window_after_minutes", String(shift.windowAfterMinutes)),
            ("grace_in_minutes", String(shift.graceInMinutes)),
            ("grace_out_minutes", String(shift.graceOutMinutes)),
            ("min_span_minutes", String(shift.minSpanMinutes)),
            ("half_day_below_minutes", String(shift.halfDayBelowMinutes)),
            ("absent_below_minutes", String(shift.absentBelowMinutes)),
            ("overtime_minimum_minutes", String(shift.overtimeMinimumMinutes)),
            ("overtime_step_minutes", String(shift.overtimeStepMinutes)),
            ("overtime_before_shift", shift.countsOvertimeBeforeShift ? "true" : "false"),
            ("unpaid_break_minutes", String(shift.unpaidBreakMinutes)),
        ] + (shift.weeklyOff.map { [("weekly_off", words($0))] } ?? [])
    }
}

extension OffDay {
    /// The day as the policy file writes it: `fri`, or `sat:2,4`.
    fileprivate var text: String {
        let numbers = weeks.sorted().map(String.init).joined(separator: ",")
        return weekday.rawValue + (numbers.isEmpty ? "" : ":" + numbers)
    }
}
