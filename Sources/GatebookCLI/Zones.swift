import Attendance
import Foundation
import GateModel

/// The zones of the site and its branches: the only place where wall times meet instants.
struct Zones: Sendable {
    private let site: TimeZone
    private let branches: [BranchID: TimeZone]
    private let branchNames: [String]

    /// Makes zones from IANA names that the configuration has checked.
    init(site: String, branches: [Branch]) throws {
        self.site = try Self.zone(site)
        branchNames = branches.map(\.timeZone)
        self.branches = try Dictionary(
            branches.map { ($0.id, try Self.zone($0.timeZone)) }, uniquingKeysWith: { $1 })
    }

    private static func zone(_ name: String) throws -> TimeZone {
        guard let zone = TimeZone(identifier: name) else {
            throw Failure("the system knows no time zone \"\(name)\"", exit: .badConfiguration)
        }
        return zone
    }

    /// The zone of a branch; that of the site when the branch has none.
    func zone(of branch: BranchID?) -> TimeZone { branch.flatMap { branches[$0] } ?? site }

    /// The zone of a gate: its own, else that of its branch, else that of the site.
    func zone(of gate: Gate?) -> TimeZone {
        gate?.timeZone.flatMap { TimeZone(identifier: $0) } ?? zone(of: gate?.branch)
    }

    /// What a wall clock of the site shows at an instant.
    func siteTime(at instant: Date) -> LocalDateTime { Self.wallTime(at: instant, in: site) }

    /// The instant at which a wall clock of the site shows `time`.
    func instant(ofSiteTime time: LocalDateTime) -> Date { Self.instant(of: time, in: site) }

    /// What a wall clock shows in `zone` at an instant.
    static func wallTime(at instant: Date, in zone: TimeZone) -> LocalDateTime {
        LocalDateTime(
            secondsSinceEpoch: Int(instant.timeIntervalSince1970.rounded(.down))
                + zone.secondsFromGMT(for: instant))
    }

    /// The instant at which a wall clock in `zone` shows `time`; a time that does not exist takes the
    /// offset in force before the change, of one that occurs twice it is the first.
    static func instant(of time: LocalDateTime, in zone: TimeZone) -> Date {
        let naive = Double(time.secondsSinceEpoch)
        // A day earlier the offset before any change is in force.
        let before = zone.secondsFromGMT(for: Date(timeIntervalSince1970: naive - 86_400))
        let first = Date(timeIntervalSince1970: naive - Double(before))
        let offset = zone.secondsFromGMT(for: first)
        if offset == before { return first }
        let second = Date(timeIntervalSince1970: naive - Double(offset))
        return zone.secondsFromGMT(for: second) == offset ? second : first
    }

    /// The zones that branches and gates name, for rules that know no zone data.
    func offsets(of fleet: [Gate]) -> [String: ZoneOffsets] {
        let names = Set(branchNames + fleet.compactMap(\.timeZone))
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                TimeZone(identifier: name).map { (name, Self.offsets(of: $0)) }
            })
    }

    /// What the clocks of a zone show, from the first year a punch may be of to long after today.
    private static func offsets(of zone: TimeZone) -> ZoneOffsets {
        let start = Date(timeIntervalSince1970: 1_230_768_000)
        let end = Date(timeIntervalSince1970: 2_208_988_800)
        var changes: [ZoneOffsets.Change] = []
        var moment = start
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next < end {
            let offset = zone.secondsFromGMT(for: next)
            changes.append(.init(instant: Int(next.timeIntervalSince1970), offset: offset))
            moment = next
        }
        return ZoneOffsets(initial: zone.secondsFromGMT(for: start), changes: changes)
    }
}
