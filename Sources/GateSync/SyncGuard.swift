package import GateModel

/// The bounds within which a run may block people without anybody being asked.
package struct SyncGuard: Hashable, Sendable {
    /// A run that would block more people than this stops first.
    package var maxBlockCount: Int
    /// A run that would block more than this share of the people on a gate stops first, 0 to 1.
    package var maxBlockFraction: Double
    /// A roster older than this blocks nobody.
    package var maxAgeHours: Int

    /// Makes bounds.
    package init(maxBlockCount: Int = 25, maxBlockFraction: Double = 0.2, maxAgeHours: Int = 36) {
        self.maxBlockCount = maxBlockCount
        self.maxBlockFraction = maxBlockFraction
        self.maxAgeHours = maxAgeHours
    }
}

/// What a run knows about its roster besides the people.
package struct RosterFacts: Hashable, Sendable {
    /// File or URL, for sentences.
    package var source: String
    /// Age of the file, or of the last good answer of the URL, in hours; `nil` when not known.
    package var ageHours: Double?
    /// People on it.
    package var memberCount: Int
    /// People on the last roster that was accepted; `nil` when there was none.
    package var acceptedCount: Int?
    /// Whether the file ends in the middle of a row; the person of that row is not on the roster.
    package var isCutOff = false

    /// Makes facts.
    package init(source: String, ageHours: Double?, memberCount: Int, acceptedCount: Int?) {
        self.source = source
        self.ageHours = ageHours
        self.memberCount = memberCount
        self.acceptedCount = acceptedCount
    }
}

/// Why a run stopped before it touched a gate.
package enum SyncStop: Hashable, Sendable {
    /// The roster cannot be read.
    case brokenRoster
    /// Nobody is on the roster.
    case emptyRoster(source: String)
    /// The roster is too old.
    case staleRoster(source: String, ageHours: Int, limit: Int)
    /// The roster ends in the middle of a row.
    case cutOffRoster(source: String)
    /// Many people of the last roster are missing.
    case shrunkenRoster(source: String, members: Int, before: Int)
    /// Too many people would be blocked.
    case tooMany(people: Int, limit: Int)
    /// Too large a share of the people on a gate would be blocked.
    case tooLargeShare(serial: GateSerial, people: Int, of: Int, limit: Double)

    /// Whether a person may overrule it with `--force`.
    package var canBeForced: Bool {
        switch self {
        case .brokenRoster, .emptyRoster, .cutOffRoster: false
        case .staleRoster, .shrunkenRoster, .tooMany, .tooLargeShare: true
        }
    }
}

extension SyncStop: CustomStringConvertible {
    /// What was found, and what to do, as a sentence.
    package var description: String {
        switch self {
        case .brokenRoster:
            "nothing was changed on any gate: the roster cannot be read"
        case .emptyRoster(let source):
            "nothing was changed on any gate: \(source) lists nobody"
        case .cutOffRoster(let source):
            "nobody was blocked: \(source) ends in the middle of a row; write it again"
        case .staleRoster(let source, let age, let limit):
            "nobody was blocked: \(source) is \(age) hours old, older than max_age_hours = "
                + "\(limit); bring it up to date, or use --force if it is right"
        case .shrunkenRoster(let source, let members, let before):
            "nobody was blocked: \(source) lists \(members) people, the last one listed \(before); "
                + "it may be cut off; use --force if it is right"
        case .tooMany(let people, let limit):
            "nobody was blocked: \(people) people would be, more than max_block_count = \(limit); "
                + "look at `gatebook sync --dry-run`, and use --force if it is right"
        case .tooLargeShare(let serial, let people, let all, let limit):
            "nobody was blocked: \(people) of the \(all) people on gate \(serial) would be, more "
                + "than max_block_fraction = \(limit); look at `gatebook sync --dry-run`, and use "
                + "--force if it is right"
        }
    }
}

extension SyncGuard {
    /// Why an old roster may not be acted on; `nil` when it is young enough.
    ///
    /// It matters only when there is something to do: a list that needs no change may grow old.
    package func stop(forAgeOf roster: RosterFacts) -> SyncStop? {
        guard let age = roster.ageHours, age > Double(maxAgeHours) else { return nil }
        return .staleRoster(
            source: roster.source, ageHours: Int(min(age, 1e9)), limit: maxAgeHours)
    }

    /// Why nobody may be blocked, as far as the roster alone tells; `nil` when it seems whole.
    package func stop(for roster: RosterFacts) -> SyncStop? {
        if roster.isCutOff { return .cutOffRoster(source: roster.source) }
        if roster.memberCount == 0 { return .emptyRoster(source: roster.source) }
        if let before = roster.acceptedCount, before > roster.memberCount {
            let missing = before - roster.memberCount
            // One or two people fewer are no sign of a file that was cut off, however few there are.
            if missing > 2,
                missing > maxBlockCount
                    || Double(missing) > maxBlockFraction * Double(before)
            {
                return .shrunkenRoster(
                    source: roster.source, members: roster.memberCount, before: before)
            }
        }
        return nil
    }

    /// Why the plans may not be carried out; `nil` when they stay within the bounds.
    ///
    /// A single person is never a share of a gate: a gym of three people can lose a member.
    package func stop(for plans: [GatePlan]) -> SyncStop? {
        var people: Set<MemberID> = []
        for plan in plans {
            let blocked = plan.actions.filter { $0.kind == .block }
            people.formUnion(blocked.map(\.memberID))
        }
        if people.count > maxBlockCount {
            return .tooMany(people: people.count, limit: maxBlockCount)
        }
        for plan in plans {
            let count = plan.actions.count { $0.kind == .block }
            if count > 1, Double(count) > maxBlockFraction * Double(plan.peopleCount) {
                return .tooLargeShare(
                    serial: plan.serial, people: count, of: plan.peopleCount,
                    limit: maxBlockFraction)
            }
        }
        return nil
    }
}
