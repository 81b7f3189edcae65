import Attendance
import GateModel
import Reports

extension InventedReports {
    /// A person whose days show whatever a time card has to show.
    func person() -> PersonReport {
        let member = Member(
            memberID: "M1001", name: "Amina Khatun", department: "Sales", branch: "DHK", shift: "D")
        let gates = [
            Gate(serial: "AZX001", branch: "DHK", name: "Main door", host: "127.0.0.1"),
            Gate(serial: "AZX101", branch: "CTG", name: "Side door", host: "127.0.0.1"),
        ]
        let rules = AttendanceRules(
            gates: Dictionary(
                uniqueKeysWithValues: gates.compactMap { g in g.serial.map { ($0, g) } }),
            branches: [:], shifts: ShiftBook([]), policy: AttendancePolicy())
        let builder = PersonReportBuilder(
            rules: rules, corrections: [], holdings: GateHoldings(), asOf: asOf)
        var days = [
            worked(member, -20, [(532, 778), (821, 1083)], .directions),
            worked(member, -2, [(541, 1085)], .firstLast),
            worked(member, -1, [(541, nil)], .firstLast),
            worked(member, 0, [(532, 778), (nil, 820), (860, 1800)], .pairs),
        ]
        days[1].pairs?.pairs[0].exit?.source = .correction
        days[1].isCorrected = true
        days[1].pairs?.unpaired = 2
        days[2].isRunning = true
        for (offset, status) in [(-3, DayStatus.absent), (-4, .off), (-5, .unknown)] {
            days.append(
                PersonDay(
                    member: member, branch: "DHK", date: date.adding(days: offset), shift: "D",
                    status: status, why: "No punch."))
        }
        return builder.report(member, days: days)
    }

    /// A day with pairs of minutes after midnight.
    private func worked(
        _ member: Member, _ offset: Int, _ times: [(Int?, Int?)], _ basis: DayPairs.Basis
    ) -> PersonDay {
        let date = date.adding(days: offset)
        var day = PersonDay(
            member: member, branch: "DHK", date: date, shift: "D", status: .present, why: "Came.")
        var punches: [JudgedPunch] = []
        func side(_ minute: Int?, _ use: PunchUse) -> DayPairs.Side? {
            guard let minute else { return nil }
            let at = LocalDateTime(date, secondOfDay: 60 * minute)
            let source: DirectionSource = basis == .firstLast ? .position : .gate
            let punch = Punch(
                deviceUserID: "1001", at: at, state: 255, verify: basis == .pairs ? 15 : 1,
                position: punches.count)
            punches.append(
                JudgedPunch(
                    StoredPunch(
                        id: Int64(punches.count), serial: use == .in ? "AZX001" : "AZX101",
                        punch: punch, source: .pull, readAt: asOf, clockOffsetSeconds: 0),
                    use: use, direction: use == .in ? .entry : .exit, source: source))
            return DayPairs.Side(at: at, source: source)
        }
        var before: Int?
        let pairs = times.map { entry, exit in
            var pair = DayPairs.Pair(entry: side(entry, .in), exit: side(exit, .out))
            if let entry, let exit {
                pair.seconds = 60 * (exit - entry)
                pair.breakSeconds = before.map { 60 * (entry - $0) }
            }
            before = entry == nil ? nil : exit
            return pair
        }
        day.pairs = DayPairs(basis: basis, pairs: pairs, unpaired: 0)
        day.punches = punches
        day.firstIn = pairs.first?.entry?.at
        day.lastOut = pairs.last?.exit?.at
        day.presenceSeconds = day.pairs?.insideSeconds
        day.countedSeconds = day.presenceSeconds.map { min($0, 8 * 3600) - 1800 }
        day.unpaidBreakSeconds = day.presenceSeconds.map { _ in 1800 }
        day.lateMinutes = 0
        day.overtimeMinutes = day.lastOut == nil ? nil : 0
        return day
    }
}
