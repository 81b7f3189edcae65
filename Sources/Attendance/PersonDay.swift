package import GateModel

/// How the day of one person was judged.
package struct PersonDay: Hashable, Sendable {
    /// Whose day it is.
    package var member: Member
    /// The branch whose calendar was used.
    package var branch: BranchID
    /// The work date: the local date on which the shift starts.
    package var date: LocalDate
    /// The shift that was worked or missed; `nil` for visitors.
    package var shift: ShiftID?
    /// The wall times whose punches belong to the day; `nil` for days made by hand.
    package var window: Range<LocalDateTime>?
    /// What the day came to.
    package var status: DayStatus
    /// First entry; `nil` when not known.
    package var firstIn: LocalDateTime?
    /// Last exit; `nil` when not known.
    package var lastOut: LocalDateTime?
    /// Which punch a day with a lone punch lacks.
    package var missing: MissingPunch?
    /// Time between entries and exits, in seconds; `nil` when not known.
    package var presenceSeconds: Int?
    /// The part of the presence inside the shift, less unpaid breaks; `nil` when not known.
    package var countedSeconds: Int?
    /// The unpaid break that was taken off the counted time, in seconds; `nil` where that is not known.
    package var unpaidBreakSeconds: Int?
    /// Entries and exits side by side; `nil` on days without punches and corrections.
    package var pairs: DayPairs?
    /// Whole minutes after the start; `nil` when the first entry is not known or not judged.
    package var lateMinutes: Int?
    /// Whole minutes before the end; `nil` when the last exit is not known or not judged.
    package var earlyMinutes: Int?
    /// Overtime in minutes, rounded down to the step; `nil` when not known.
    package var overtimeMinutes: Int?
    /// Whether the counted time is below that of half a day.
    package var isHalfDay: Bool
    /// Whether the window was still open when the gates were last read, so that the last exit, the
    /// hours and what follows from them are not known yet.
    package var isRunning: Bool
    /// Whether a correction changed this day.
    package var isCorrected: Bool
    /// What the gates alone say about a corrected day; `nil` when nothing was corrected.
    package var recorded: RecordedDay?
    /// Why the day is what it is: a sentence for the person concerned.
    package var why: String
    /// More that a reader should know, a sentence each.
    package var notes: [String]
    /// Every punch of the day, used or not, in the order of time.
    package var punches: [JudgedPunch]

    /// Makes a day about which nothing but its status is known.
    package init(
        member: Member, branch: BranchID, date: LocalDate, shift: ShiftID?, status: DayStatus,
        why: String
    ) {
        self.member = member
        self.branch = branch
        self.date = date
        self.shift = shift
        self.status = status
        self.why = why
        isHalfDay = false
        isRunning = false
        isCorrected = false
        notes = []
        punches = []
    }
}

/// What the day of a person came to.
package enum DayStatus: String, Sendable, CaseIterable {
    case present
    case absent
    /// Not every gate that could have seen the person was read after the day closed.
    case unknown
    case off
    case holiday
    case leave
    case shortStay = "short_stay"
    /// A person without a shift came.
    case visit
    case notEmployed = "not_employed"

    /// The letter code of musters: P, A, ?, WO, H, L, SS, V, –.
    package var code: String {
        switch self {
        case .present: "P"
        case .absent: "A"
        case .unknown: "?"
        case .off: "WO"
        case .holiday: "H"
        case .leave: "L"
        case .shortStay: "SS"
        case .visit: "V"
        case .notEmployed: "–"
        }
    }
}

/// What the gates alone say about a day that was corrected.
package struct RecordedDay: Hashable, Sendable {
    /// What the day came to; `nil` when there would be no row.
    package var status: DayStatus?
    /// First entry; `nil` when not known.
    package var firstIn: LocalDateTime?
    /// Last exit; `nil` when not known.
    package var lastOut: LocalDateTime?
    /// Which punch the day lacks.
    package var missing: MissingPunch?

    /// Takes over what an uncorrected day says.
    package init(_ day: PersonDay?) {
        status = day?.status
        firstIn = day?.firstIn
        lastOut = day?.lastOut
        missing = day?.missing
    }
}

/// Which punch a day lacks.
package enum MissingPunch: String, Sendable {
    case `in`
    case out
}

/// A punch and what became of it when its day was judged.
package struct JudgedPunch: Hashable, Sendable {
    /// The punch, where and when it was read.
    package var stored: StoredPunch
    /// What it was used as.
    package var use: PunchUse
    /// Why it was not used as an entry or an exit; `nil` where it was.
    package var reason: String?
    /// Which way it went: as it was used, else as its gate told.
    package var direction: Direction
    /// What tells the direction; `nil` when nothing does.
    package var source: DirectionSource?

    /// Makes a judged punch.
    package init(
        _ stored: StoredPunch, use: PunchUse, reason: String? = nil,
        direction: Direction = .unknown, source: DirectionSource? = nil
    ) {
        self.stored = stored
        self.use = use
        self.reason = reason
        self.direction = direction
        self.source = source
    }
}

/// What became of a punch when its day was judged.
package enum PunchUse: String, Sendable {
    case `in`
    case out
    /// Too near to the punch kept before it.
    case duplicate
    /// Its time cannot be right.
    case quarantined
    /// Kept and visible, but neither the first entry nor the last exit.
    case extra
}
