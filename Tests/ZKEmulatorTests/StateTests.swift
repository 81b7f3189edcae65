import Foundation
import GateModel
import TestKit
import Testing
import ZKProtocol

@testable import ZKEmulator

struct StateTests {
    private func device(fingers: Int = 1) -> FleetDevice {
        var device = FleetDevice(serial: "STATE1")
        device.users = (1...6).map { FleetUser(slot: $0, userID: "\($0)", name: "Person \($0)") }
        var plan = PunchPlan()
        plan.seed = 5
        plan.fingers = fingers
        plan.people = (1...6).map {
            var person = PlannedPerson(userID: "\($0)", pattern: .office)
            person.absent = 0
            return person
        }
        device.plan = plan
        return device
    }

    private let first = wall("2026-11-18T02:00:00")
    private let second = wall("2026-11-20T02:00:00")

    @Test func `what a gate keeps is the same after writing and reading`() throws {
        let folder = try TemporaryFolder()
        let directory = try StateDirectory(path: folder.path("state"))
        let fleet = Fleet(devices: [device()])
        var state = GateState(device: fleet.devices[0], in: fleet)
        state.addPunches(of: fleet.devices[0], in: fleet, asOf: first)
        state.options = ["LockOn": "7"]
        state.isEnabled = false
        state.clockOffsetSeconds = -44
        state.users[1].passwordField = unhex("3132 00 FF 7C 00×3")
        state.users[2].zones = AccessZones(flag: 1, first: 2, second: 3, third: 4)
        state.templates.reverse()
        state.operations = [
            OperationRecord(
                administratorSlot: 1, operation: 9, time: DeviceTime(rawValue: 99),
                parameters: [1, 2, 3, 4])
        ]
        try directory.save(state, serial: "STATE1", [.templates, .punches])
        var restored = GateState(device: fleet.devices[0], in: fleet)
        try directory.restore(&restored, serial: "STATE1")
        #expect(restored.users.map(\.slot) == state.users.map(\.slot))
        #expect(
            try restored.users.map { try $0.encoded(as: .bytes72) }
                == state.users.map { try $0.encoded(as: .bytes72) })
        #expect(restored.templates == state.templates)
        #expect(restored.attendance == state.attendance)
        #expect(restored.operations == state.operations)
        #expect(restored.options == ["LockOn": "7"])
        #expect(restored.clockOffsetSeconds == -44 && !restored.isEnabled)
        #expect(restored.madeUpTo == first)
    }

    @Test func `later nights add the punches in between and nothing twice`() {
        let fleet = Fleet(devices: [device()])
        var twice = GateState(device: fleet.devices[0], in: fleet)
        twice.addPunches(of: fleet.devices[0], in: fleet, asOf: first)
        let before = twice.attendance
        twice.addPunches(of: fleet.devices[0], in: fleet, asOf: first)
        #expect(twice.attendance == before)
        twice.addPunches(of: fleet.devices[0], in: fleet, asOf: second)
        #expect(Array(twice.attendance.prefix(before.count)) == before)
        #expect(twice.attendance.count > before.count)
        #expect(twice.attendance[before.count...].allSatisfy { $0.at > first && $0.at <= second })
    }

    @Test func `who cannot pass any more makes no punch`() {
        let fleet = Fleet(devices: [device()])
        var state = GateState(device: fleet.devices[0], in: fleet)
        state.addPunches(of: fleet.devices[0], in: fleet, asOf: first)
        let count = state.attendance.count
        state.users.removeAll { $0.slot == 1 }
        state.templates.removeAll { $0.slot <= 2 }
        state.users[1].privilege = Privilege(rawValue: 1)
        state.addPunches(of: fleet.devices[0], in: fleet, asOf: second)
        let passing = Set(state.attendance[count...].map(\.userID))
        #expect(passing == ["4", "5", "6"])
    }

    @Test func `people who never had a finger pass without one`() {
        let fleet = Fleet(devices: [device(fingers: 0)])
        var state = GateState(device: fleet.devices[0], in: fleet)
        state.addPunches(of: fleet.devices[0], in: fleet, asOf: first)
        let count = state.attendance.count
        state.addPunches(of: fleet.devices[0], in: fleet, asOf: second)
        #expect(Set(state.attendance[count...].map(\.userID)).count == 6)
    }

    @Test func `a damaged state file is an error with its name`() throws {
        let folder = try TemporaryFolder()
        let directory = try StateDirectory(path: folder.path("state"))
        let path = try folder.write("{", to: "state/STATE1.json")
        let fleet = Fleet(devices: [device()])
        var state = GateState(device: fleet.devices[0], in: fleet)
        let error = #expect(throws: EmulatorError.self) {
            try directory.restore(&state, serial: "STATE1")
        }
        #expect(error?.description.hasPrefix("the state file \(path) is damaged") == true)
    }

    @Test func `fingers of people who are gone are not restored`() throws {
        let fleet = Fleet(devices: [device()])
        var state = GateState(device: fleet.devices[0], in: fleet)
        #expect(!TemplateFile.restore(&state, from: "1 6 1\n"))
        #expect(!TemplateFile.restore(&state, from: "1 6 1 ?\n"))
        #expect(TemplateFile.restore(&state, from: "1 6 3 AQID\n77 6 1 AQID\n"))
        #expect(
            state.templates == [TemplateRecord(slot: 1, finger: 6, validity: 3, bytes: [1, 2, 3])])
    }

    @Test func `punches in the file are told from other text`() throws {
        let fleet = Fleet(devices: [device()])
        var state = GateState(device: fleet.devices[0], in: fleet)
        #expect(!PunchFile.restore(&state, from: "no punches"))
        #expect(!PunchFile.restore(&state, from: "made_up_to,\n1,2,3\n"))
        #expect(
            PunchFile.restore(
                &state, from: "made_up_to,2026-11-18T02:00:00\n7,A,1,2026-11-17T08:00:00,0,15\n"))
        #expect(
            state.attendance == [
                FleetPunch(
                    slot: 7, userID: "A,1", at: wall("2026-11-17T08:00:00"), state: 0, verify: 15)
            ])
    }
}
