package import GateModel

/// Digests of everything dates are judged by, apart from the punches themselves.
///
/// Two runs that find the same digest for a date, and no new punch near it, judge it alike.
package struct DayInputs: Sendable {
    private let rules: AttendanceRules
    private let coverage: Coverage
    private let members: [Member]
    private let constants: [Fingerprint]
    private let base: Fingerprint
    private let quarantine: QuarantineInputs

    /// Counts the versions of the rules in this program: a new one judges everything again.
    private static let rulesVersion = 2

    /// Takes what a ``DayBuilder`` takes.
    package init(
        members: [Member], rules: AttendanceRules, readings: [Reading], quarantine: Quarantine
    ) {
        self.rules = rules
        self.members = members
        self.quarantine = QuarantineInputs(quarantine)
        coverage = Coverage(readings)
        constants = members.map(Self.constants(of:))
        base = Self.base(rules)
    }

    /// The digest for a date.
    ///
    /// - Complexity: One step a person, gate and correction.
    package func fingerprint(of date: LocalDate) -> Fingerprint {
        var print = base
        print.mix(date.daysSinceEpoch)
        let around = [-1, 0, 1].map { date.adding(days: $0) }
        for (member, constants) in zip(members, constants) {
            mix(member, constants, date: date, around: around, into: &print)
        }
        mixCalendar(date, around: around, into: &print)
        for serial in rules.gates.keys.sorted() {
            print.mix(serial.rawValue)
            coverage.mix(gate: serial, date: date, into: &print)
        }
        for identity in rules.identities {
            let isNear = (-2...3).contains { identity.holds(on: date.adding(days: $0)) }
            guard isNear else { continue }
            print.mix(identity.memberID.rawValue)
            print.mix(identity.branch.rawValue)
            print.mix(identity.deviceUserID.rawValue)
            for days in -2...3 { print.mix(identity.holds(on: date.adding(days: days)) ? 1 : 0) }
        }
        quarantine.mix(date, into: &print)
        return print
    }

    // MARK: - People

    private static func constants(of member: Member) -> Fingerprint {
        var print = Fingerprint()
        for text in [
            member.memberID.rawValue, member.name, member.department,
            member.branch?.rawValue ?? "", member.shift?.rawValue ?? "",
            member.deviceUserID.rawValue,
        ] + member.gates {
            print.mix(text)
        }
        return print
    }

    private func mix(
        _ member: Member, _ constants: Fingerprint, date: LocalDate, around: [LocalDate],
        into print: inout Fingerprint
    ) {
        print.mix(constants)
        let hasLeft = member.left.map { $0 < date } ?? false
        print.mix(member.isEmployed(on: date) ? 0 : hasLeft ? 1 : 2)
        for date in around {
            switch member.entitlement(on: date) {
            case .entitled: print.mix(0)
            case .notYet(let from): print.mix(from.daysSinceEpoch)
            case .expired(let days): print.mix(-days)
            }
        }
        if rules.assignments[member.memberID] != nil {
            for date in around {
                for shift in rules.shifts(of: member, on: date) { print.mix(shift.id.rawValue) }
                print.mix(-1)
            }
        }
        if let leave = rules.leave(of: member.memberID, on: date) { print.mix(leave.kind) }
        for correction in rules.corrections(of: member.memberID, on: date) {
            print.mix(correction.number)
        }
    }

    // MARK: - Rules

    private static func base(_ rules: AttendanceRules) -> Fingerprint {
        var print = Fingerprint()
        print.mix(rulesVersion)
        let policy = rules.policy
        print.mix(policy.dayStartsAt.secondOfDay)
        print.mix(policy.duplicateSeconds)
        print.mix(policy.settleMinutes)
        print.mix(policy.mode.rawValue)
        print.mix(policy.clock.rawValue)
        print.mix(policy.visitGapMinutes)
        for (serial, gate) in rules.gates.sorted(by: { $0.key < $1.key }) {
            for text in [
                serial.rawValue, gate.branch.rawValue, gate.name, gate.role.rawValue,
                gate.timeZone ?? "",
            ] {
                print.mix(text)
            }
            print.mix(gate.isStateTrusted ? 1 : 0)
            print.mix(gate.isEnabled ? 1 : 0)
        }
        for (id, branch) in rules.branches.sorted(by: { $0.key < $1.key }) {
            print.mix(id.rawValue)
            print.mix(branch.name)
            print.mix(branch.timeZone)
        }
        return print
    }

    private func mixCalendar(
        _ date: LocalDate, around: [LocalDate], into print: inout Fingerprint
    ) {
        for (_, branch) in rules.branches.sorted(by: { $0.key < $1.key }) {
            print.mix(branch.holidays[date] ?? "")
            print.mix(branch.holidays[date] == nil ? 0 : 1)
            print.mix(branch.weeklyOff.contains { $0.covers(date) } ? 1 : 0)
        }
        for id in rules.shifts.ids {
            for date in around {
                guard let shift = rules.shifts.shift(id, on: date) else {
                    print.mix(-1)
                    continue
                }
                mix(shift, on: date, into: &print)
            }
        }
    }

    private func mix(_ shift: Shift, on date: LocalDate, into print: inout Fingerprint) {
        print.mix(shift.id.rawValue)
        for number in [
            shift.from.daysSinceEpoch, shift.start.secondOfDay, shift.end.secondOfDay,
            shift.windowBeforeMinutes, shift.windowAfterMinutes, shift.graceInMinutes,
            shift.graceOutMinutes, shift.minSpanMinutes, shift.halfDayBelowMinutes,
            shift.absentBelowMinutes, shift.overtimeMinimumMinutes, shift.overtimeStepMinutes,
            shift.countsOvertimeBeforeShift ? 1 : 0, shift.unpaidBreakMinutes,
        ] {
            print.mix(number)
        }
        print.mix(shift.weeklyOff.map { $0.contains { $0.covers(date) } ? 2 : 1 })
    }
}
