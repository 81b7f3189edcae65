import GateModel
import ZKProtocol

@testable import ZKEmulator

/// A wall time written in a test.
func wall(_ text: String) -> LocalDateTime {
    LocalDateTime(text) ?? LocalDateTime(secondsSinceEpoch: 0)
}

/// A date written in a test.
func date(_ text: String) -> LocalDate {
    LocalDate(text) ?? LocalDate(daysSinceEpoch: 0)
}

/// The gate that the worked examples of the wire map talk about.
enum ExampleGate {
    /// A gate that knows the person of record U1, with the finger of record T1.
    static func device(users: Int = 72, attendance: Int = 40) -> FleetDevice {
        var device = FleetDevice(serial: "0123456789012")
        device.firmware = "Ver 6.81  Apr 28 2015"
        device.userFormat = users
        device.attendanceFormat = attendance
        var ann = FleetUser(slot: 5, userID: "1001", name: "Ann Lee")
        ann.privilege = 14
        ann.password = "4321"
        ann.card = 12_345_678
        ann.hasTemplates = true
        ann.templates = [
            FleetTemplate(finger: 4, valid: 1, bytes: unhex("4D985353523100 0004DB"))
        ]
        device.users = [ann]
        device.attendance = [
            FleetPunch(
                slot: 5, userID: "1001", at: wall("2026-01-31T08:59:58"), state: 0, verify: 15)
        ]
        return device
    }

    /// The gate itself; the clock shows the true time.
    static func make(_ device: FleetDevice = device()) -> EmulatedGate {
        let fleet = Fleet(devices: [device])
        return EmulatedGate(device: device, state: GateState(device: device, in: fleet))
    }

    /// An open session with the id of the examples.
    static func session(_ id: UInt16 = 0x45CF, isOpen: Bool = true) -> GateSession {
        var session = GateSession()
        session.id = id
        session.isOpen = isOpen
        return session
    }
}

/// What `gate` tells its clients.
func told(by gate: inout EmulatedGate) -> [GateEvent] { gate.takeEvents() }
