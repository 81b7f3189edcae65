package import GateModel
import NameCoding
package import ZKProtocol

/// What an emulated gate keeps: everything that a restart leaves as it was.
package struct GateState: Sendable {
    /// The people, in the order in which they were created.
    package var users: [UserRecord]
    /// How the names of the people are written.
    package var nameEncoding: NameEncoding
    /// The fingers, in the order in which they were enrolled.
    package var templates: [TemplateRecord]
    /// The punches, oldest first.
    package var attendance: [FleetPunch]
    /// The operation log, oldest first.
    package var operations: [OperationRecord] = []
    /// Options that were written, over those the gate starts with.
    package var options: [String: String] = [:]
    /// How far the clock of the gate is ahead of the true time.
    package var clockOffsetSeconds: Int
    /// Whether the readers work; a disabled gate lets nobody in.
    package var isEnabled = true
    /// The true wall time until which punches have been made up; `nil` before the first time.
    package var madeUpTo: LocalDateTime?

    /// Makes the state a gate of `fleet` starts with: people and fingers, and the punches that the
    /// file lists; none made up.
    package init(device: FleetDevice, in fleet: Fleet) {
        users = []
        templates = []
        nameEncoding = device.nameEncoding
        let names = NameCoder(nameEncoding)
        for user in fleet.users(of: device) {
            let slot = UInt16(clamping: user.slot)
            var record = UserRecord(
                slot: slot, userID: user.userID,
                privilege: Privilege(rawValue: user.privilege), password: user.password,
                card: user.card, group: user.group)
            let name = names.bytes(of: user.name, width: device.userFormat == 28 ? 7 : 23)
            record.nameField = name.bytes + [0]
            users.append(record)
            templates += user.templates.map { template in
                TemplateRecord(
                    slot: slot, finger: UInt8(clamping: template.finger), validity: template.valid,
                    bytes: template.bytes)
            }
        }
        attendance = device.attendance
        operations = device.operations
        clockOffsetSeconds = device.clockOffsetSeconds
    }

    /// Adds the punches made up to `asOf` that are not there yet.
    ///
    /// People who cannot open the door any more make none: those whose record is gone or disabled,
    /// and those who had fingers to begin with and have none left.
    package mutating func addPunches(of device: FleetDevice, in fleet: Fleet, asOf: LocalDateTime) {
        if let madeUpTo, madeUpTo >= asOf { return }
        var punches = fleet.generatedPunches(of: device, asOf: asOf, after: madeUpTo)
        if madeUpTo != nil {
            let able = peopleWhoCanPass(of: device, in: fleet)
            punches = punches.compactMap { punch in
                guard let slot = able[punch.userID] else { return nil }
                var punch = punch
                punch.slot = slot
                return punch
            }
        }
        attendance += punches
        madeUpTo = asOf
    }

    /// The slots of the people who can pass, by user id.
    private func peopleWhoCanPass(of device: FleetDevice, in fleet: Fleet) -> [String: Int] {
        let fingered = Set(templates.map(\.slot))
        let hadFingers = Set(
            fleet.users(of: device).filter { !$0.templates.isEmpty }.map(\.userID))
        var slots: [String: Int] = [:]
        for user in users {
            guard let userID = user.userID, !user.privilege.isDisabled,
                fingered.contains(user.slot) || !hadFingers.contains(userID)
            else { continue }
            slots[userID] = Int(user.slot)
        }
        return slots
    }
}
