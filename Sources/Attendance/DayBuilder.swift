package import GateModel

/// Builds days from punches: the whole way from what the gates said to what it means.
package struct DayBuilder: Sendable {
    private let rules: AttendanceRules
    private let identities: IdentityMap
    private let judge: DayJudge
    private let placing: PunchPlacing
    private let quarantine: Quarantine
    /// The dates on which impossible punches of a person may have been made, by index and cause.
    private let doubts: [Int: [Quarantine.Cause: DateRanges]]

    /// Makes a builder for a roster, rules, the readings of the gates, and what is known of impossible
    /// times, for all punches there are.
    package init(
        members: [Member], rules: AttendanceRules, readings: [Reading], quarantine: Quarantine
    ) {
        self.rules = rules
        self.quarantine = quarantine
        identities = IdentityMap(members, rules: rules)
        judge = DayJudge(rules: rules, coverage: Coverage(readings))
        placing = PunchPlacing(rules: rules)
        doubts = Self.doubts(quarantine, identities)
    }

    /// The dates around a work date whose punches may matter for it: a window opens at most a day
    /// before its shift and closes at most a day after it, and zones differ by less than two days.
    package static func context(of dates: ClosedRange<LocalDate>) -> ClosedRange<LocalDate> {
        dates.lowerBound.adding(days: -2)...dates.upperBound.adding(days: 3)
    }

    /// Judges all days in `dates` from all punches there are, in any order.
    ///
    /// - Returns: See ``build(dates:punches:quarantined:)``.
    package func build(dates: ClosedRange<LocalDate>, punches: [StoredPunch]) -> JudgedPeriod {
        build(
            dates: dates, punches: punches,
            quarantined: punches.filter {
                dates.contains($0.readAt.date) && quarantine.holds($0)
            })
    }

    /// Judges all days in `dates`.
    ///
    /// A date comes out the same whatever range it is judged in.
    ///
    /// - Parameters:
    ///   - dates: The work dates wanted.
    ///   - punches: All punches with times in the ``context(of:)`` of the dates, in any order; those
    ///     with impossible times count for nothing here.
    ///   - quarantined: The punches with impossible times that were read on the dates, to be listed as
    ///     exceptions.
    ///   - people: Whose days are wanted; `nil` for everybody's. Of the punches of others nothing is told.
    /// - Returns: Days by date, branch, name and member id; exceptions by time, gate and row.
    /// - Complexity: O(n log n) in punches, plus one step a person and date.
    package func build(
        dates: ClosedRange<LocalDate>, punches: [StoredPunch], quarantined: [StoredPunch],
        of people: Set<MemberID>? = nil
    ) -> JudgedPeriod {
        var period = JudgedPeriod()
        var perMember: [Int: [PlacedPunch]] = [:]
        let possible = punches.filter { !quarantine.holds($0) }
        for placed in placing.place(possible) {
            if let owner = owner(of: placed.stored, on: placed.at.date) {
                perMember[owner, default: []].append(placed)
            } else {
                period.exceptions.append(unknown(placed))
            }
        }
        period.exceptions += quarantined.compactMap(exception(ofQuarantined:))
        for (index, member) in identities.members.enumerated()
        where people?.contains(member.memberID) ?? true {
            build(
                member, index: index, dates: dates, punches: perMember[index] ?? [],
                doubts: doubts[index] ?? [:], into: &period)
        }
        period.keep(dates)
        return period
    }

    private func owner(of stored: StoredPunch, on date: LocalDate) -> Int? {
        identities.member(stored.punch.deviceUserID, at: stored.serial, on: date)
    }

    /// Tells whose days impossible punches cast doubt on.
    private static func doubts(
        _ quarantine: Quarantine, _ identities: IdentityMap
    ) -> [Int: [Quarantine.Cause: DateRanges]] {
        var doubts: [Int: [Quarantine.Cause: DateRanges]] = [:]
        quarantine.forEachDoubt { source, dates in
            // The time is wrong, so whose id it was is asked for the day it was read.
            let owner = identities.member(
                source.deviceUserID, at: source.serial, on: source.readOn)
            guard let owner else { return }
            doubts[owner, default: [:]][source.cause, default: DateRanges()].formUnion(dates)
        }
        return doubts
    }

    /// A punch with an impossible time as it is listed; `nil` when its time is possible.
    package func exception(ofQuarantined stored: StoredPunch) -> AttendanceException? {
        guard let sentence = quarantine.cause(of: stored)?.sentence else { return nil }
        let date = stored.readAt.date
        return exception(
            .quarantined, stored, owner(of: stored, on: date), on: date,
            note: "\(sentence.prefix(1).uppercased())\(sentence.dropFirst()).")
    }

    // MARK: - One person

    private func build(
        _ member: Member, index: Int, dates: ClosedRange<LocalDate>, punches: [PlacedPunch],
        doubts: [Quarantine.Cause: DateRanges], into period: inout JudgedPeriod
    ) {
        // Days around the range, so that the borders of the windows are the same in every range.
        let around = dates.lowerBound.adding(days: -2)...dates.upperBound.adding(days: 1)
        let windows = WorkWindow.windows(of: member, dates: around, rules: rules)
        let gates = rules.gates(of: member)
        let punches = punches.count > 1 ? punches.sorted(by: isEarlier) : punches
        var next = punches.startIndex
        for window in windows {
            while next < punches.endIndex, punches[next].at < window.opens {
                period.exceptions.append(outside(punches[next], index))
                next += 1
            }
            var inside: [PlacedPunch] = []
            while next < punches.endIndex, window.contains(punches[next].at) {
                inside.append(punches[next])
                next += 1
            }
            guard dates.contains(window.date) else { continue }
            guard member.isEmployed(on: window.date) else {
                period.exceptions += inside.map { notEmployed($0, index, window.date) }
                continue
            }
            let dayCase = DayCase(
                member: member, branch: branch(of: member, gates: gates, punches: inside),
                window: window, punches: inside.sorted { $0.instant < $1.instant }, gates: gates,
                doubts: Self.sentences(doubts, on: window.date),
                corrections: corrections(of: member, for: window, among: windows))
            if let day = judge.judge(dayCase) { period.days.append(day) }
        }
        for placed in punches[next...] { period.exceptions.append(outside(placed, index)) }
    }

    /// The corrections of a date that belong to a window: those inside it; the first window of the
    /// date also takes those inside no window of it.
    private func corrections(
        of member: Member, for window: WorkWindow, among windows: [WorkWindow]
    ) -> [Correction] {
        let all = rules.corrections(of: member.memberID, on: window.date)
        guard !all.isEmpty else { return [] }
        let sameDate = windows.filter { $0.date == window.date }
        return all.filter { correction in
            if window.contains(correction.at) { return true }
            return sameDate.first == window && !sameDate.contains { $0.contains(correction.at) }
        }
    }

    private static func sentences(
        _ doubts: [Quarantine.Cause: DateRanges], on date: LocalDate
    ) -> [String] {
        guard !doubts.isEmpty else { return [] }
        return doubts.filter { $0.value.contains(date) }.map(\.key.sentence).sorted()
            .map { "a punch has an impossible time (\($0))" }
    }

    /// The branch whose calendar is used: the own one, else the one all gates of the person stand in,
    /// else that of the first punch's gate.
    private func branch(
        of member: Member, gates: [GateSerial], punches: [PlacedPunch]
    ) -> BranchID {
        if let own = member.branch { return own }
        let branches = Set(gates.compactMap { rules.gates[$0]?.branch })
        if branches.count == 1, let only = branches.first { return only }
        return punches.first.flatMap { rules.gates[$0.stored.serial]?.branch } ?? BranchID("")
    }

    // MARK: - Exceptions

    private func unknown(_ placed: PlacedPunch) -> AttendanceException {
        let date = placed.at.date
        if placed.stored.punch.deviceUserID == nil {
            let slot = placed.stored.punch.userSlot.map(String.init) ?? "?"
            return exception(
                .unknownSlot, placed.stored, nil, on: date,
                note: "User slot \(slot) had no user on the gate when it was read.")
        }
        return exception(
            .unknownID, placed.stored, nil, on: date, note: "Not on the roster of this gate.")
    }

    private func outside(_ placed: PlacedPunch, _ owner: Int) -> AttendanceException {
        exception(
            .outsideAnyWindow, placed.stored, owner, on: placed.at.date,
            note: "Outside any window of the person's shift.")
    }

    private func notEmployed(
        _ placed: PlacedPunch, _ owner: Int, _ date: LocalDate
    ) -> AttendanceException {
        let isEarly = identities.members[owner].joined.map { date < $0 } ?? false
        return exception(
            isEarly ? .beforeJoining : .afterLeaving, placed.stored, owner, on: date,
            note: isEarly ? "Before the person joined." : "After the person left.")
    }

    private func exception(
        _ kind: AttendanceException.Kind, _ stored: StoredPunch, _ owner: Int?,
        on date: LocalDate, note: String
    ) -> AttendanceException {
        AttendanceException(
            kind: kind, date: date, branch: rules.gates[stored.serial]?.branch,
            member: owner.map { identities.members[$0].memberID }, punch: stored, note: note)
    }
}

/// The order of judged time, then instant, gate and the gate's own order.
private func isEarlier(_ left: PlacedPunch, _ right: PlacedPunch) -> Bool {
    if left.at != right.at { return left.at < right.at }
    if left.instant != right.instant { return left.instant < right.instant }
    return (left.stored.serial, left.stored.id) < (right.stored.serial, right.stored.id)
}
