package import GateModel

/// What is known about one window of one person when it is judged.
package struct DayCase: Sendable {
    /// Whose day it is.
    package var member: Member
    /// The branch whose calendar is used.
    package var branch: BranchID
    /// The window.
    package var window: WorkWindow
    /// The person's possible punches inside the window, in the order of their instants.
    package var punches: [PlacedPunch]
    /// The gates in service that may record the person.
    package var gates: [GateSerial]
    /// Phrases about punches in quarantine that could belong to this day.
    package var doubts: [String]
    /// The corrections of the day that hold, in the order of the ledger.
    package var corrections: [Correction]
}
