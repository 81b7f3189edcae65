package import GateModel
import QueueIO

/// Emulated gates that listen in this process.
package final class EmulatedFleet: Sendable {
    /// The gates, in the order of the fleet file.
    package let gates: [ListeningGate]
    private let servers: [GateServer]
    private let tasks: [Task<Void, Never>]

    private init(servers: [GateServer]) {
        self.servers = servers
        gates = servers.map(\.address)
        // Gates outlive the call that starts them; `stop` ends these tasks.
        tasks = servers.map { server in Task { await server.serve() } }
    }

    /// Starts all gates of a fleet.
    ///
    /// - Parameters:
    ///   - fleet: The gates.
    ///   - asOf: Wall time in the zone of the fleet at which the clocks of the gates start and up to
    ///     which punches are made up; `nil` means now.
    ///   - stateDirectory: Folder in which the gates keep what they hold, and their journal; `nil`
    ///     keeps nothing.
    /// - Returns: The fleet, every gate of it listening.
    /// - Throws: ``EmulatorError`` when an address or the folder cannot be used; nothing listens then.
    package static func start(
        fleet: Fleet, asOf: LocalDateTime? = nil, stateDirectory: String? = nil
    ) async throws -> EmulatedFleet {
        try await start(
            fleet: fleet, clock: EmulatorClock(asOf: asOf, zone: fleet.timeZone),
            stateDirectory: stateDirectory)
    }

    /// Starts all gates of a fleet with a clock of the caller's.
    package static func start(
        fleet: Fleet, clock: EmulatorClock, stateDirectory: String? = nil
    ) async throws -> EmulatedFleet {
        DescriptorLimit.raise()
        let directory = try stateDirectory.map(StateDirectory.init(path:))
        var servers: [GateServer] = []
        do {
            for device in fleet.devices {
                let gate = try gate(device, of: fleet, clock: clock, directory: directory)
                servers.append(
                    try await GateServer(gate: gate, clock: clock, directory: directory))
            }
        } catch {
            for server in servers { await server.close() }
            throw error
        }
        return EmulatedFleet(servers: servers)
    }

    private static func gate(
        _ device: FleetDevice, of fleet: Fleet, clock: EmulatorClock, directory: StateDirectory?
    ) throws -> EmulatedGate {
        var state = GateState(device: device, in: fleet)
        try directory?.restore(&state, serial: device.serial)
        state.addPunches(of: device, in: fleet, asOf: clock.now(in: device.timeZone))
        try directory?.save(state, serial: device.serial, [.templates, .punches])
        return EmulatedGate(device: device, state: state)
    }

    /// Ends all ports and connections; returns when nothing runs any more.
    package func stop() async {
        for server in servers { await server.close() }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    /// What the gate `serial` keeps now; `nil` when there is no such gate.
    package func state(of serial: String) async -> GateState? {
        await servers.first { $0.address.serial == serial }?.state
    }

    /// Lets something happen at the gate `serial`; clients that have registered hear of it.
    ///
    /// - Throws: ``FleetError`` when there is no such gate, ``EmulatorError`` when the state directory
    ///   cannot be written.
    package func perform(_ act: GateAct, at serial: String) async throws {
        for server in try servers(of: serial) { try await server.perform(act) }
    }

    /// Puts other faults in force at the gate `serial`; they count requests from now on.
    ///
    /// - Throws: ``FleetError`` when there is no such gate.
    package func setFaults(_ faults: [FleetFault], at serial: String) async throws {
        for server in try servers(of: serial) { await server.setFaults(faults) }
    }

    /// The server of the gate `serial`, or those of all gates.
    ///
    /// - Throws: ``FleetError`` when there is no such gate.
    func servers(of serial: String?) throws -> [GateServer] {
        guard let serial else { return servers }
        let found = servers.filter { $0.address.serial == serial }
        guard found.isEmpty else { return found }
        let hint = NearestName.of(serial, in: gates.map(\.serial))
        throw FleetError(
            path: "serial",
            problem: "no gate has the serial \"\(serial)\""
                + (hint.map { "; did you mean \"\($0)\"?" } ?? ""))
    }

    /// Changes what the gate `serial` keeps, as people at the gate would; nothing happens when there
    /// is no such gate.
    ///
    /// - Throws: ``EmulatorError`` when the state directory cannot be written.
    package func update(
        _ serial: String, _ change: @Sendable (inout GateState) -> Void
    ) async throws {
        try await servers.first { $0.address.serial == serial }?.update(change)
    }
}
