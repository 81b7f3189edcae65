import Attendance
import Configuration
import Foundation
import GateModel
import GateSync
import Store

/// A gatebook directory, opened: policy, fleet, roster, and the way to its store.
struct Workspace: Sendable {
    /// The policy.
    let configuration: Configuration
    /// The fleet as in its file.
    let devices: DeviceTable
    /// The roster.
    let roster: Roster
    /// The zones of site and branches.
    let zones: Zones
    /// The moment of the run.
    let moment: Date
    /// Whether the moment was given and stands still.
    let isMomentGiven: Bool

    /// Reads policy, fleet and roster, and says what looks like a slip.
    ///
    /// - Throws: `ConfigurationError` with all problems of a file.
    init(_ session: Session) throws {
        try self.init(session, try Configuration.load(path: session.configurationPath))
    }

    /// Reads fleet and roster of a policy; or takes a roster that is there already.
    ///
    /// - Throws: `ConfigurationError` with all problems of a file.
    init(_ session: Session, _ configuration: Configuration, roster known: Roster? = nil) throws {
        self.configuration = configuration
        devices = try DeviceTable.load(for: configuration)
        roster = try known ?? Roster.load(for: configuration, devices: devices)
        zones = try Zones(site: configuration.site.timeZone, branches: configuration.branches)
        moment = session.asOf.map(zones.instant(ofSiteTime:)) ?? Date()
        isMomentGiven = session.asOf != nil
        for warning in roster.warnings { session.console.say(.warning, warning.description) }
    }

    /// Wall time of the site at which the run speaks.
    var asOf: LocalDateTime { zones.siteTime(at: moment) }

    /// The run's moment in the zone of a gate.
    func asOf(at gate: Gate?) -> LocalDateTime {
        Zones.wallTime(at: moment, in: zones.zone(of: gate))
    }

    /// Opens the store, making it when there is none.
    func openStore() throws -> GateStore {
        try GateStore(path: configuration.store.path, access: .create)
    }

    /// Takes the lock of the store for a command that writes.
    func lock(_ command: String) throws -> StoreLock {
        try StoreLock(
            of: configuration.store.path, command: "gatebook \(command)", since: asOf)
    }

    /// The fleet with the serial numbers that were learned at earlier contacts.
    ///
    /// A row without a serial has that of the gate last read at its address, if no other row has it.
    func fleet(knowing states: [GateState]) -> [Gate] {
        var byOrigin: [String: GateSerial] = [:]
        for state in states {
            if let last = state.lastSuccess, last.source == .pull {
                byOrigin[last.origin] = state.serial
            }
        }
        let taken = Set(devices.gates.compactMap(\.serial))
        return devices.gates.map { gate in
            guard gate.serial == nil, let learned = byOrigin["\(gate.host):\(gate.port)"],
                !taken.contains(learned)
            else { return gate }
            var known = gate
            known.serial = learned
            return known
        }
    }

    /// The rules that days are judged by.
    func rules(fleet: [Gate], corrections: [Correction] = []) -> AttendanceRules {
        var gates: [GateSerial: Gate] = [:]
        for gate in fleet {
            if let serial = gate.serial { gates[serial] = gate }
        }
        let zones = zones
        return AttendanceRules(
            gates: gates,
            branches: Dictionary(
                configuration.branches.map { ($0.id, $0) }, uniquingKeysWith: { $1 }),
            shifts: ShiftBook(configuration.shifts), policy: configuration.attendance,
            assignments: roster.assignments, identities: roster.identities,
            corrections: corrections,
            zones: zones.offsets(of: fleet))
    }
}
