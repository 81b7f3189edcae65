package import Attendance
import GateModel

/// The columns of the days file and how a judged day fills them.
package enum DayColumns {
    /// The columns, in the order of the contract.
    package static let all: [ReportColumn] = [
        ReportColumn("date", "Date", .date),
        ReportColumn("branch", "Branch", .identifier),
        ReportColumn("member_id", "Member id", .identifier),
        ReportColumn("name", "Name", .text),
        ReportColumn("department", "Department", .text),
        ReportColumn("shift", "Shift", .identifier),
        ReportColumn("status", "Status", .text),
        ReportColumn("code", "Code", .text),
        ReportColumn("first_in", "First in", .time),
        ReportColumn("last_out", "Last out", .time),
        ReportColumn("presence_seconds", "Presence", .duration),
        ReportColumn("counted_seconds", "Counted", .duration),
        ReportColumn("late_minutes", "Late (min)", .count),
        ReportColumn("early_minutes", "Early (min)", .count),
        ReportColumn("overtime_minutes", "Overtime (min)", .count),
        ReportColumn("half_day", "Half day", .flag),
        ReportColumn("corrected", "Corrected", .flag),
        ReportColumn("why", "Why", .text),
    ]

    /// The letter code of a day.
    static func code(of day: PersonDay) -> String {
        day.isHalfDay && day.status == .present ? "HD" : day.status.code
    }

    /// The row of a day.
    package static func row(_ day: PersonDay) -> [ReportCell] {
        [
            .date(day.date),
            .identifier(day.branch.rawValue),
            .identifier(day.member.memberID.rawValue),
            .text(day.member.name),
            .text(day.member.department),
            .known(day.shift) { .identifier($0.rawValue) },
            .text(day.status.rawValue),
            .text(code(of: day)),
            .known(day.firstIn) { .time($0.time) },
            .known(day.lastOut) { .time($0.time) },
            .known(day.presenceSeconds) { .duration(seconds: $0) },
            .known(day.countedSeconds) { .duration(seconds: $0) },
            .known(day.lateMinutes) { .count($0) },
            .known(day.earlyMinutes) { .count($0) },
            .known(day.overtimeMinutes) { .count($0) },
            .flag(day.isHalfDay),
            .flag(day.isCorrected),
            .text(day.why),
        ]
    }
}

/// The columns of the punches file and how a punch fills them.
package enum PunchColumns {
    /// The columns, in the order of the contract.
    package static let all: [ReportColumn] = [
        ReportColumn("serial", "Gate", .identifier),
        ReportColumn("branch", "Branch", .identifier),
        ReportColumn("device_user_id", "Id on the gate", .identifier),
        ReportColumn("member_id", "Member id", .identifier),
        ReportColumn("name", "Name", .text),
        ReportColumn("at", "At", .dateTime),
        ReportColumn("state", "State", .count),
        ReportColumn("verify", "Verify", .count),
        ReportColumn("work_code", "Work code", .identifier),
        ReportColumn("used_as", "Used as", .text),
        ReportColumn("work_date", "Work date", .date),
        ReportColumn("source", "Source", .text),
        ReportColumn("read_at", "Read at", .dateTime),
    ]

    /// The row of a punch of somebody's day.
    package static func row(
        _ punch: JudgedPunch, of day: PersonDay, rules: AttendanceRules
    ) -> [ReportCell] {
        row(
            punch.stored, branch: rules.gates[punch.stored.serial]?.branch,
            member: day.member.memberID, name: day.member.name, usedAs: punch.use.rawValue,
            workDate: day.date)
    }

    /// The row of a punch that belongs to nobody's day.
    package static func row(_ exception: AttendanceException, name: String?) -> [ReportCell] {
        row(
            exception.punch, branch: exception.branch, member: exception.member, name: name,
            usedAs: exception.kind == .quarantined ? PunchUse.quarantined.rawValue : "extra",
            workDate: nil)
    }

    private static func row(
        _ stored: StoredPunch, branch: BranchID?, member: MemberID?, name: String?,
        usedAs: String, workDate: LocalDate?
    ) -> [ReportCell] {
        let punch = stored.punch
        return [
            .identifier(stored.serial.rawValue),
            .known(branch) { .identifier($0.rawValue) },
            .known(punch.deviceUserID) { .identifier($0.rawValue) },
            .known(member) { .identifier($0.rawValue) },
            .known(name) { .text($0) },
            .dateTime(punch.at),
            .count(Int(punch.state)),
            .count(Int(punch.verify)),
            punch.workCode.isEmpty ? .missing : .identifier(punch.workCode),
            .text(usedAs),
            .known(workDate) { .date($0) },
            .text(stored.source.rawValue),
            .dateTime(stored.readAt),
        ]
    }
}
