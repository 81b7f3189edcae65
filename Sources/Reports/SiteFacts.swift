package import Attendance
package import GateModel

/// What a site said when it was made, as far as a later one compares itself with it.
///
/// Kept in the store with every render; small next to the punches it speaks of.
package struct SiteFacts: Hashable, Sendable, Codable {
    /// Wall time of the site at which it spoke, `YYYY-MM-DDTHH:MM:SS`.
    package var asOf: String
    /// The dates that had a page, as ISO dates.
    package var days: [String]
    /// The exceptions of the last weeks by date; a date that is not there was not looked at.
    package var exceptions: [String: [SiteException]]
    /// The roster, by member id.
    package var people: [String: Person]
    /// The gates, by serial number.
    package var gates: [String: Gate]
    /// The number of the last correction; 0 when there is none.
    package var lastCorrection: Int
    /// The row of the last step in the journal of gates; 0 when there is none.
    package var lastStep: Int64
    /// The row of the last line of the gates' own logs; 0 when there is none.
    package var lastOperation: Int64

    /// A person of the roster.
    package struct Person: Hashable, Sendable, Codable {
        /// The name.
        package var name: String
        /// The own branch; empty when the roster names none.
        package var branch: String
        /// Why the person may pass or not: `entitled`, `expired`, `left` …
        package var access: String

        /// Makes a person.
        package init(name: String, branch: String, access: String) {
            self.name = name
            self.branch = branch
            self.access = access
        }
    }

    /// A gate.
    package struct Gate: Hashable, Sendable, Codable {
        /// The name people know it by.
        package var name: String
        /// Its branch; empty when no file names one.
        package var branch: String
        /// How it was doing, in the words of `GateStatus`.
        package var status: String
        /// The firmware it told of; empty when it never did.
        package var firmware: String
        /// What else it told of itself, by `GateFact`; `nil` in sites of older gatebooks.
        package var told: [String: String]?

        /// Makes a gate.
        package init(
            name: String, branch: String, status: String, firmware: String,
            told: [String: String]? = nil
        ) {
            self.told = told
            self.name = name
            self.branch = branch
            self.status = status
            self.firmware = firmware
        }
    }

    /// Makes the facts of a site without pages.
    package init(asOf: LocalDateTime) {
        self.asOf = asOf.description
        days = []
        exceptions = [:]
        people = [:]
        gates = [:]
        lastCorrection = 0
        lastStep = 0
        lastOperation = 0
    }

    /// The last row numbers of ledgers that only grow.
    package mutating func note(correction: Int, step: Int64, operation: Int64) {
        (lastCorrection, lastStep, lastOperation) = (correction, step, operation)
    }
}

/// A punch that fits no day, as far as it is told apart from others.
package struct SiteException: Hashable, Sendable, Codable {
    /// What kind: `unknown_id`, `after_leaving` …
    package var kind: String
    /// The serial number of the gate.
    package var device: String
    /// The id on the gate; empty when not known.
    package var deviceUserID: String
    /// Wall time of the gate, `YYYY-MM-DDTHH:MM:SS`; empty when it is none.
    package var at: String

    /// Takes what tells exceptions apart, in their order.
    package static func all(of exceptions: [AttendanceException]) -> [SiteException] {
        exceptions.map { exception in
            SiteException(
                kind: exception.kind.rawValue, device: exception.punch.serial.rawValue,
                deviceUserID: exception.punch.punch.deviceUserID?.rawValue ?? "",
                at: exception.punch.punch.at.description)
        }
    }
}
