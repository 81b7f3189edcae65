package import GateModel

/// Who came in without entitlement, who is kept out, and what this fleet cannot know.
///
/// A line in an attendance log means that the door opened; it is never called denied.
package struct DeniedReport: Hashable, Sendable {
    /// The date; `nil` for the page of the last thirty days.
    package var date: LocalDate?
    /// Wall time of the site at which the page speaks, or up to when gates were read for the date.
    package var asOf: LocalDateTime?
    /// Gates that were read for it, and all gates in service.
    package var gatesRead: Int
    /// Gates in service.
    package var gateCount: Int
    /// What each gate in service can tell, by branch, name and serial number: `device, gate, branch,
    /// read_back, refusals`. `refusals` is one of ``Telling``.
    package var gates: ReportTable
    /// The six lists, in the documented order.
    package var lists: [List]

    /// One of the six lists.
    package struct List: Hashable, Sendable {
        /// The key of the contract, such as `unknown_ids`.
        package var kind: Kind
        /// The rows; `nil` when this fleet cannot know them.
        package var table: ReportTable?
        /// Why it cannot be known, a word of the languages; `nil` when it is known.
        package var cannotKnow: Reason?
    }

    /// The lists, in their order.
    package enum Kind: String, CaseIterable, Sendable {
        /// The door opened although the person was not entitled on that date.
        case enteredWhileNotEntitled = "entered_while_not_entitled"
        /// Read-back shows that the person can still pass.
        case shouldBeBlocked = "should_be_blocked"
        /// Read-back shows that the person cannot pass any more.
        case blockedNow = "blocked_now"
        /// What a gate with an event log refused.
        case refusedByDevice = "refused_by_device"
        /// Failed attempts, the person unknown.
        case failedVerifications = "failed_verifications"
        /// Ids that are not on the roster and opened a door.
        case unknownIDs = "unknown_ids"
    }

    /// What a gate can tell of people whom it did not let in.
    package enum Telling: String, Sendable {
        /// It has written down failed verifications, without saying whose.
        case failedVerifications = "failed_verifications"
        /// It has written down none so far, which proves nothing: most gates never do.
        case noneSoFar = "none_so_far"
    }

    /// Why a list cannot be known.
    package enum Reason: String, Sendable {
        /// No gate was ever read back for who is on it.
        case neverReadBack = "never_read_back"
        /// What was on the gates on a past date is not kept.
        case pastState = "past_state"
        /// Attendance logs hold successes only.
        case noEventLog = "no_event_log"

        /// The sentence of the JSON, in English.
        package var sentence: String {
            switch self {
            case .neverReadBack:
                "No gate has been read back for who is on it; gatebook sync does that."
            case .pastState:
                "What was on the gates on that date is not kept; the page of today tells what is."
            case .noEventLog:
                "The logs that are read from these gates hold no refusals and no failed attempts, "
                    + "which proves nothing: most gates do not write them down."
            }
        }
    }

    /// What is told of somebody who shall not pass a gate that was never read back.
    package static let neverReadBack =
        "This gate was never read back, so nobody knows whether this person can pass there."

    /// The rows of a list; `nil` when they cannot be known.
    package func table(_ kind: Kind) -> ReportTable? {
        lists.first { $0.kind == kind }?.table
    }
}
