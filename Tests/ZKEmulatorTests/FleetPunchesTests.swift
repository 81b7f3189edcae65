import GateModel
import Testing

@testable import ZKEmulator

struct FleetPunchesTests {
    private let asOf = wall("2026-11-20T02:00:00")

    private func device(_ serial: String, _ change: (inout PunchPlan) -> Void) -> FleetDevice {
        var device = FleetDevice(serial: serial)
        var plan = PunchPlan()
        plan.seed = 7
        change(&plan)
        device.plan = plan
        device.users = (1...30).map { FleetUser(slot: $0 + 100, userID: "\($0)", name: "P\($0)") }
        return device
    }

    private var people: [PlannedPerson] {
        (1...30).map {
            PlannedPerson(userID: "\($0)", pattern: $0 % 5 == 0 ? .night : .office)
        }
    }

    @Test func `nothing is after the end and everything is in order`() {
        let fleet = Fleet(devices: [device("A") { $0.people = people }])
        let punches = fleet.generatedPunches(of: fleet.devices[0], asOf: asOf)
        #expect(punches.allSatisfy { $0.at <= asOf })
        #expect(punches.map(\.at) == punches.map(\.at).sorted())
        #expect(punches.first?.at.date == date("2026-10-06"))
        // The guards of last night are in and not yet out.
        #expect(punches.last?.at.date == date("2026-11-19"))
        #expect(punches.allSatisfy { $0.slot == Int($0.userID).map { $0 + 100 } })
    }

    @Test func `the plan's own end wins when it is earlier`() {
        let until = wall("2026-11-10T12:00:00")
        let fleet = Fleet(
            devices: [
                device("A") {
                    $0.people = people
                    $0.until = until
                }
            ])
        let punches = fleet.generatedPunches(of: fleet.devices[0], asOf: asOf)
        #expect(punches.last.map { $0.at <= until } == true)
        #expect(punches.last?.at.date == date("2026-11-10"))
    }

    @Test func `two nights in a row make what one night makes`() {
        let fleet = Fleet(devices: [device("A") { $0.people = people }])
        let earlier = wall("2026-11-19T02:00:00")
        let first = fleet.generatedPunches(of: fleet.devices[0], asOf: earlier)
        let second = fleet.generatedPunches(of: fleet.devices[0], asOf: asOf, after: earlier)
        let all = fleet.generatedPunches(of: fleet.devices[0], asOf: asOf)
        #expect(!second.isEmpty)
        #expect(
            (first + second).filter { $0.at.date >= date("2026-10-07") }
                == all.filter { $0.at.date >= date("2026-10-07") })
    }

    @Test func `an entry gate and an exit gate see the two sides of one day`() {
        let fleet = Fleet(
            devices: [
                device("ALL") { $0.people = people },
                device("IN") {
                    $0.sharedWith = "ALL"
                    $0.use = .in
                },
                device("OUT") {
                    $0.sharedWith = "ALL"
                    $0.use = .out
                },
            ])
        let sides = fleet.devices.map { fleet.generatedPunches(of: $0, asOf: asOf) }
        #expect(!sides[1].isEmpty && !sides[2].isEmpty)
        #expect(Set(sides[1]).isDisjoint(with: sides[2]))
        #expect(Set(sides[1]).union(sides[2]) == Set(sides[0]))
        #expect(sides[1].count + sides[2].count == sides[0].count)
    }

    @Test func `gates that split see every passage once`() {
        let whole = Fleet(devices: [device("A") { $0.people = people }])
        let fleet = Fleet(
            devices: [
                device("A") {
                    $0.people = people
                    $0.use = .split
                },
                device("B") {
                    $0.sharedWith = "A"
                    $0.use = .split
                },
                device("C") {
                    $0.sharedWith = "A"
                    $0.use = .split
                },
            ])
        let all = whole.generatedPunches(of: whole.devices[0], asOf: asOf)
        let parts = fleet.devices.map { fleet.generatedPunches(of: $0, asOf: asOf) }
        #expect(parts.flatMap(\.self).count == all.count)
        #expect(Set(parts.flatMap(\.self)) == Set(all))
        #expect(parts.allSatisfy { $0.count > all.count / 5 })
    }

    @Test func `the clock of the gate stamps the punches`() {
        var ahead = device("A") { $0.people = people }
        let plain = Fleet(devices: [ahead])
        let times = plain.generatedPunches(of: ahead, asOf: asOf).map(\.at)
        ahead.clockOffsetSeconds = 95
        let fleet = Fleet(devices: [ahead])
        #expect(
            fleet.generatedPunches(of: ahead, asOf: asOf).map(\.at)
                == times.map { $0.adding(seconds: 95) })
    }

    @Test(arguments: [(PunchPlan.States.zero, 0, 0), (.keys, 0, 1), (.none, 255, 255)])
    func `states are those of the plan`(_ states: PunchPlan.States, _ entry: Int, _ exit: Int) {
        let fleet = Fleet(
            devices: [
                device("A") {
                    $0.states = states
                    $0.people = [PlannedPerson(userID: "1", pattern: .office)]
                    $0.people[0].forgets = 0
                    $0.people[0].doubleTaps = 0
                    $0.people[0].lunch = 0
                    $0.people[0].absent = 0
                }
            ])
        let punches = fleet.generatedPunches(
            of: fleet.devices[0], asOf: wall("2026-11-19T23:59:00"))
        #expect(punches.suffix(2).map { Int($0.state) } == [entry, exit])
    }

    @Test func `people whom a gate does not know leave no trace on it`() {
        var small = device("B") {
            $0.sharedWith = "A"
        }
        small.users = [FleetUser(slot: 9, userID: "3", name: "P3")]
        let fleet = Fleet(devices: [device("A") { $0.people = people }, small])
        let punches = fleet.generatedPunches(of: small, asOf: asOf)
        #expect(Set(punches.map(\.userID)) == ["3"])
        #expect(Set(punches.map(\.slot)) == [9])
    }
}
