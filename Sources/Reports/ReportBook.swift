package import Attendance
package import GateModel

/// Everything reports are built from: a judged period, the rules it was judged by and the ledger.
package struct ReportBook: Sendable {
    /// The gates, branches and shifts.
    package var rules: AttendanceRules
    /// The judged days and exceptions.
    package var period: JudgedPeriod
    /// What the readings of the gates prove.
    package var coverage: Coverage
    /// What is known of each gate, by serial number.
    package var gates: [GateRecord]
    /// Wall time of the site at which the reports speak.
    package var asOf: LocalDateTime

    private let daysByDate: [LocalDate: [PersonDay]]
    private let exceptionsByDate: [LocalDate: [AttendanceException]]

    /// Makes a book.
    package init(
        rules: AttendanceRules, period: JudgedPeriod, coverage: Coverage, gates: [GateRecord],
        asOf: LocalDateTime
    ) {
        self.rules = rules
        self.period = period
        self.coverage = coverage
        self.gates = gates
        self.asOf = asOf
        daysByDate = Dictionary(grouping: period.days, by: \.date)
        exceptionsByDate = Dictionary(grouping: period.exceptions, by: \.date)
    }

    /// The dates about which there is something to say, oldest first.
    package var dates: [LocalDate] {
        Set(daysByDate.keys).union(exceptionsByDate.keys).sorted()
    }

    /// The days of `date`, all branches or one, in the documented order.
    package func days(on date: LocalDate, branch: BranchID? = nil) -> [PersonDay] {
        let days = daysByDate[date] ?? []
        return branch.map { wanted in days.filter { $0.branch == wanted } } ?? days
    }

    /// The exceptions of `date`, all branches or one, in the documented order.
    package func exceptions(
        on date: LocalDate, branch: BranchID? = nil
    ) -> [AttendanceException] {
        let exceptions = exceptionsByDate[date] ?? []
        return branch.map { wanted in exceptions.filter { $0.branch == wanted } } ?? exceptions
    }

    /// The name of a branch; its id when it has none, a dash when the gate stands in no branch.
    package func name(of branch: BranchID?) -> String {
        guard let branch else { return "–" }
        return rules.branches[branch]?.name ?? branch.rawValue
    }

    /// The name of a gate; its serial number when it is not in the fleet.
    package func name(of serial: GateSerial) -> String {
        rules.gates[serial]?.name ?? serial.rawValue
    }
}
