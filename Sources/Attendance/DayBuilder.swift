package import GateModel

/// Builds days from punches: the whole way from what the gates said to what it means.
package struct DayBuilder: Sendable {
    private let rules: AttendanceRules
    private let identities: IdentityMap
    private let judge: DayJudge

    /// Makes a builder for a roster, rules and the readings of the gates.
    package init(members: [Member], rules: AttendanceRules, readings: [Reading]) {
        self.rules = rules
        identities = IdentityMap(members, rules: rules)
        judge = DayJudge(rules: rules, coverage: Coverage(readings))
    }

    /// Judges all days in `dates`.
    ///
    /// - Parameters:
    ///   - dates: The work dates wanted.
    ///   - punches: All punches that may matter: from the day before the first date to two days after
    ///     the last, in any order.
    /// - Returns: Days by date, branch, name and member id; exceptions by time, gate and row.
    /// - Complexity: O(n log n) in punches, plus one step a person and date.
    package func build(dates: ClosedRange<LocalDate>, punches: [StoredPunch]) -> JudgedPeriod {
        var period = JudgedPeriod()
        let impossible = quarantine(punches)
        var perMember: [Int: [StoredPunch]] = [:]
        var doubts: [Int: [QuarantineReason]] = [:]
        for stored in punches {
            let owner = identities.member(
                stored.punch.deviceUserID, at: stored.serial, on: stored.punch.at.date)
            if let reason = impossible[stored.id] {
                if let owner { doubts[owner, default: []].append(reason) }
                period.exceptions.append(
                    exception(.quarantined, stored, owner, note: reason.sentence))
            } else if let owner {
                perMember[owner, default: []].append(stored)
            } else {
                period.exceptions.append(unknown(stored))
            }
        }
        for (index, member) in identities.members.enumerated() {
            let own = (perMember[index] ?? []).sorted(by: isEarlier)
            build(
                member, index: index, dates: dates, punches: own, doubts: doubts[index] ?? [],
                into: &period)
        }
        period.keep(dates)
        return period
    }

    private func build(
        _ member: Member, index: Int, dates: ClosedRange<LocalDate>, punches: [StoredPunch],
        doubts: [QuarantineReason], into period: inout JudgedPeriod
    ) {
        // One day around the range, so that the borders of the windows are the same in every range.
        let around = dates.lowerBound.adding(days: -1)...dates.upperBound.adding(days: 1)
        let windows = WorkWindow.windows(of: member, dates: around, rules: rules)
        var next = punches.startIndex
        for window in windows {
            while next < punches.endIndex, punches[next].punch.at < window.opens {
                period.exceptions.append(outside(punches[next], index))
                next += 1
            }
            var inside: [StoredPunch] = []
            while next < punches.endIndex, window.contains(punches[next].punch.at) {
                inside.append(punches[next])
                next += 1
            }
            guard dates.contains(window.date) else { continue }
            guard member.isEmployed(on: window.date) else {
                period.exceptions += inside.map { notEmployed($0, index, window.date) }
                continue
            }
            let reasons = doubts.filter { $0.doubt.contains(window.date) }
                .map { "a punch has an impossible time (\($0.sentence))" }
            let branch = branch(of: member, punches: inside)
            if let day = judge.judge(
                window, of: member, branch: branch, punches: inside, doubts: reasons)
            {
                period.days.append(day)
            }
        }
        for stored in punches[next...] { period.exceptions.append(outside(stored, index)) }
    }

    /// The branch whose calendar is used: the own one, else that of the first punch's gate.
    private func branch(of member: Member, punches: [StoredPunch]) -> BranchID {
        member.branch ?? punches.first.flatMap { rules.gates[$0.serial]?.branch } ?? BranchID("")
    }

    private func quarantine(_ punches: [StoredPunch]) -> [Int64: QuarantineReason] {
        var impossible: [Int64: QuarantineReason] = [:]
        for (_, ofGate) in Dictionary(grouping: punches, by: \.serial) {
            let inOrder = ofGate.sorted { $0.id < $1.id }
            impossible.merge(Quarantine.judge(inOrder)) { first, _ in first }
        }
        return impossible
    }

    // MARK: - Exceptions

    private func unknown(_ stored: StoredPunch) -> AttendanceException {
        if stored.punch.deviceUserID == nil {
            let slot = stored.punch.userSlot.map(String.init) ?? "?"
            return exception(
                .unknownSlot, stored, nil,
                note: "User slot \(slot) had no user on the gate when it was read.")
        }
        return exception(.unknownID, stored, nil, note: "Not on the roster of this gate.")
    }

    private func outside(_ stored: StoredPunch, _ owner: Int) -> AttendanceException {
        exception(
            .outsideAnyWindow, stored, owner, note: "Outside any window of the person's shift.")
    }

    private func notEmployed(
        _ stored: StoredPunch, _ owner: Int, _ date: LocalDate
    ) -> AttendanceException {
        let isEarly = identities.members[owner].joined.map { date < $0 } ?? false
        return exception(
            isEarly ? .beforeJoining : .afterLeaving, stored, owner,
            note: isEarly ? "Before the person joined." : "After the person left.")
    }

    private func exception(
        _ kind: AttendanceException.Kind, _ stored: StoredPunch, _ owner: Int?, note: String
    ) -> AttendanceException {
        let date: LocalDate =
            switch kind {
            case .quarantined: stored.readAt.date
            default: stored.punch.at.date
            }
        return AttendanceException(
            kind: kind, date: date, branch: rules.gates[stored.serial]?.branch,
            member: owner.map { identities.members[$0].memberID }, punch: stored, note: note)
    }
}

/// The order of time, then gate, then the gate's own order.
private func isEarlier(_ left: StoredPunch, _ right: StoredPunch) -> Bool {
    (left.punch.at, left.serial, left.id) < (right.punch.at, right.serial, right.id)
}

/// Judged days of a period and the punches that belong to none of them.
package struct JudgedPeriod: Hashable, Sendable {
    /// The days, by date, branch, name and member id.
    package var days: [PersonDay] = []
    /// The punches that belong to nobody's day, by time, gate and row.
    package var exceptions: [AttendanceException] = []

    /// Makes a period without days.
    package init() {}

    /// Drops what lies outside `dates` and puts the rest in the documented order.
    mutating func keep(_ dates: ClosedRange<LocalDate>) {
        exceptions.removeAll { !dates.contains($0.date) }
        exceptions.sort { isEarlier($0.punch, $1.punch) }
        days.sort { left, right in
            if left.date != right.date { return left.date < right.date }
            if left.branch != right.branch { return left.branch < right.branch }
            if left.member.name != right.member.name {
                return left.member.name.utf8.lexicographicallyPrecedes(right.member.name.utf8)
            }
            return left.member.memberID < right.member.memberID
        }
    }
}
