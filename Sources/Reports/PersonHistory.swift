package import GateModel

/// What was done for people at gates, and what of theirs is in the vault.
package struct PersonHistory: Sendable {
    /// A version of a user record or finger that was saved.
    package struct Save: Hashable, Sendable {
        /// The gate it was read from, or under which it was filed when it came with the roster.
        package var serial: GateSerial
        /// The number of the finger; `nil` for the user record.
        package var finger: Int?
        /// The version of the fingerprint algorithm; empty when it is not known.
        package var algorithm: String
        /// Wall time at which it was saved.
        package var at: LocalDateTime
        /// The beginning of a mark of its content that only the vault's key can make.
        package var mark: String
        /// Its bytes; `nil` when not known.
        package var size: Int?

        /// Makes a save.
        package init(
            serial: GateSerial, finger: Int?, algorithm: String, at: LocalDateTime, mark: String,
            size: Int?
        ) {
            self.serial = serial
            self.finger = finger
            self.algorithm = algorithm
            self.at = at
            self.mark = mark
            self.size = size
        }
    }

    /// What was done at gates for each person, oldest first.
    package var acts: [MemberID: [ChangesBuilder.Act]]
    /// How many older acts there were besides.
    package var forgottenActs: [MemberID: Int] = [:]
    /// What was saved of each person, oldest first.
    package var saves: [MemberID: [Save]]

    /// When fingers were enrolled at the menu of a gate, as far as its own log tells whose, oldest first.
    package var enrollments: [MemberID: [Enrollment]] = [:]

    /// A finger that was enrolled at the menu of a gate.
    package struct Enrollment: Hashable, Sendable {
        /// The gate.
        package var serial: GateSerial
        /// Wall time of the gate.
        package var at: LocalDateTime

        /// Makes an enrollment.
        package init(serial: GateSerial, at: LocalDateTime) {
            self.serial = serial
            self.at = at
        }
    }

    /// Makes a history; nothing is known by default.
    package init(
        acts: [MemberID: [ChangesBuilder.Act]] = [:], saves: [MemberID: [Save]] = [:]
    ) {
        self.acts = acts
        self.saves = saves
    }
}

/// Which gates of a fleet take a finger, by the versions of their fingerprint algorithms.
package struct FittingGates: Hashable, Sendable {
    /// Gates with the same version.
    package var fitting = 0
    /// Gates with another version.
    package var other = 0
    /// Gates that do not tell theirs, or all when the finger does not tell its own.
    package var unknown = 0
    /// The models of those that fit, in the order of their names; those that tell none are left out.
    package var models: [String] = []

    /// Counts the gates in service that take fingers of a version; empty when that is not known.
    package init(_ algorithm: String, among gates: [GateRecord]) {
        var models: Set<String> = []
        for gate in gates where gate.status != .off {
            let own = gate.facts.fingerAlgorithm
            if own.isEmpty || algorithm.isEmpty {
                unknown += 1
            } else if own == algorithm {
                fitting += 1
                if !gate.facts.model.isEmpty { models.insert(gate.facts.model) }
            } else {
                other += 1
            }
        }
        self.models = models.sorted()
    }
}
