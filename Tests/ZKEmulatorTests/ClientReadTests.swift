import GateModel
import Testing
import ZKClient
import ZKProtocol

@testable import ZKEmulator

/// Our own client against emulated gates: every layout, with and without comm key.
@Suite(.timeLimit(.minutes(1)))
struct ClientReadTests {
    private let asOf = wall("2026-11-20T02:00:00")

    /// A gate with 40 people, two fingers each, and some thousand punches.
    private func device(users: Int, attendance: Int, key: UInt32) -> FleetDevice {
        var device = FleetDevice(serial: "U\(users)A\(attendance)K\(key)")
        device.userFormat = users
        device.attendanceFormat = attendance
        device.commKey = key
        device.clockOffsetSeconds = attendance
        device.users = (1...40).map { number in
            var user = FleetUser(slot: number + 7, userID: "\(1000 + number)", name: "P\(number)")
            user.card = UInt32(number * 100_000)
            user.privilege = number == 1 ? 14 : 0
            return user
        }
        var plan = PunchPlan()
        plan.seed = 12
        plan.fingers = 2
        plan.states = .keys
        plan.people = device.users.map { PlannedPerson(userID: $0.userID, pattern: .office) }
        device.plan = plan
        return device
    }

    @Test(arguments: [28, 72], [8, 16, 40, 49])
    func `a full read returns what the gate holds`(_ users: Int, _ attendance: Int) async throws {
        let devices = [UInt32(0), 731_204].map { key in
            device(users: users, attendance: attendance, key: key)
        }
        let fleet = try await EmulatedFleet.start(
            fleet: Fleet(devices: devices), clock: EmulatorClock(standingAt: asOf))
        for (gate, device) in zip(fleet.gates, devices) {
            let state = try #require(await fleet.state(of: gate.serial))
            let seen = try await DeviceClient.withConnection(
                to: GateAddress(host: gate.host, port: gate.port),
                options: ClientOptions(commKey: device.commKey)
            ) { client in
                let sizes = try await client.storageSizes()
                return try await (
                    info: client.info(), time: client.time(), sizes: sizes,
                    users: client.users(sizes: sizes),
                    attendance: client.attendance(sizes: sizes),
                    templates: client.templates(sizes: sizes)
                )
            }
            #expect(seen.info.serial == gate.serial)
            #expect(seen.info.firmware == device.firmware)
            #expect(
                seen.time.wallSeconds == asOf.secondsSinceEpoch + device.clockOffsetSeconds)
            #expect(seen.sizes.attendance == state.attendance.count)
            #expect(seen.users.layout?.size == users)
            #expect(
                seen.users.records.map(Person.init) == state.users.map(Person.init))
            #expect(seen.templates.records == state.templates)
            #expect(seen.attendance.layout?.size == attendance)
            #expect(seen.attendance.undecodable.isEmpty)
            #expect(seen.attendance.records.count > 2000)
            #expect(
                seen.attendance.records.map(Line.init)
                    == state.attendance.map { Line($0, size: attendance) })
        }
        await fleet.stop()
    }

    @Test func `another key than the gate's is refused`() async throws {
        let device = device(users: 72, attendance: 40, key: 12)
        let fleet = try await EmulatedFleet.start(
            fleet: Fleet(devices: [device]), clock: EmulatorClock(standingAt: asOf))
        let gate = try #require(fleet.gates.first)
        let error = await #expect(throws: DeviceError.self) {
            try await DeviceClient.withConnection(
                to: GateAddress(host: gate.host, port: gate.port),
                options: ClientOptions(commKey: 13)
            ) { client in try await client.serial() }
        }
        #expect(error?.code == .wrongKey)
        await fleet.stop()
    }

    @Test(arguments: [FleetFault.oneByteSegments, .smallPieces])
    func `how an answer is cut does not matter`(_ fault: FleetFault) async throws {
        var device = device(users: 72, attendance: 16, key: 0)
        device.users = Array(device.users.prefix(6))
        device.plan?.people.removeAll { $0.userID > "1006" }
        device.faults = [fault]
        let fleet = try await EmulatedFleet.start(
            fleet: Fleet(devices: [device]), clock: EmulatorClock(standingAt: asOf))
        let gate = try #require(fleet.gates.first)
        let templates = try await DeviceClient.withConnection(
            to: GateAddress(host: gate.host, port: gate.port)
        ) { client in try await client.templates() }
        #expect(templates.records == (await fleet.state(of: gate.serial))?.templates)
        #expect(templates.records.count == 12)
        await fleet.stop()
    }

    /// What two records of a person have in common whichever layout they came in.
    private struct Person: Equatable {
        var slot: UInt16
        var userID: String?
        var name: String
        var privilege: UInt8
        var card: UInt32
        var group: UInt8

        init(_ record: UserRecord) {
            slot = record.slot
            userID = record.userID
            name = record.name
            privilege = record.privilege.rawValue
            card = record.card
            group = record.group
        }
    }

    /// A punch, as far as its layout tells it.
    private struct Line: Equatable {
        var slot: Int?
        var userID: String?
        var seconds: Int?
        var state: UInt8
        var verify: UInt8

        init(_ record: AttendanceRecord) {
            slot = record.userSlot.map(Int.init)
            userID = record.userID
            seconds = record.time.wallSeconds
            state = record.state
            verify = record.verify
        }

        init(_ punch: FleetPunch, size: Int) {
            slot = size == 16 ? nil : punch.slot
            userID = size == 8 ? nil : punch.userID
            seconds = punch.at.secondsSinceEpoch
            state = punch.state
            verify = punch.verify
        }
    }
}
