import Foundation
import GateModel
import TestKit
import Testing
import ZKProtocol

@testable import ZKEmulator

struct FleetTests {
    struct Broken: Sendable, CustomTestStringConvertible {
        let json: String
        let sentence: String
        var testDescription: String { sentence }
        init(_ json: String, _ sentence: String) {
            self.json = json
            self.sentence = sentence
        }
    }

    /// A fleet of one gate with these members.
    private static func gate(_ members: String) -> String {
        #"{"devices":[{"serial":"OK1"},{"serial":"OK2",\#(members)}]}"#
    }

    private static let broken: [Broken] = [
        Broken(#"{}"#, "the key \"devices\" is missing"),
        Broken(#"{"devices":{}}"#, "devices: expected a list, found something else"),
        Broken(#"{"device":[]}"#, "unknown key \"device\", did you mean \"devices\"?"),
        Broken(#"{"devices":[{"host":"x"}]}"#, "devices[0]: the key \"serial\" is missing"),
        Broken(
            #"{"devices":[{"serial":"A"},{"serial":"A"}]}"#,
            "devices[1].serial: \"A\" is already the serial of devices[0]"),
        Broken(
            #"{"devices":[{"serial":"../A"}]}"#,
            "devices[0].serial: expected 1 to 32 letters, digits, \"-\" or \"_\", found \"../A\""),
        Broken(
            gate(#""port":70000"#),
            "devices[1].port: expected a whole number from 0 to 65535, found 70000"),
        Broken(
            gate(#""port":"4370""#),
            "devices[1].port: expected a whole number, found something else"),
        Broken(
            gate(#""port":1.5"#), "devices[1].port: expected a whole number, found 1.5"),
        Broken(
            gate(#""generate":{"seed":-1}"#),
            "devices[1].generate.seed: expected a whole number from 0 on, found -1"),
        Broken(
            gate(#""comm_kee":1"#),
            "devices[1]: unknown key \"comm_kee\", did you mean \"comm_key\"?"),
        Broken(
            gate(#""comm_key":1000000"#),
            "devices[1].comm_key: expected a whole number from 0 to 999999, found 1000000"),
        Broken(
            gate(#""user_format":29"#), "devices[1].user_format: expected one of 28, 72, found 29"),
        Broken(
            gate(#""attendance_format":20"#),
            "devices[1].attendance_format: expected one of 8, 16, 40, 49, found 20"),
        Broken(
            gate(#""time_zone":"Asia/Daka""#),
            "devices[1].time_zone: expected an IANA zone such as Asia/Dhaka, found \"Asia/Daka\""),
        Broken(
            gate(#""users":[{"uid":1,"user_id":"1"},{"uid":0,"user_id":"2"}]"#),
            "devices[1].users[1].uid: expected a whole number from 1 to 65534, found 0"),
        Broken(
            gate(#""users":[{"uid":1,"user_id":"1"},{"uid":1,"user_id":"2"}]"#),
            "devices[1].users[1].uid: 1 is already the uid of users[0]"),
        Broken(
            gate(#""users":[{"uid":1,"user_id":"7"},{"uid":2,"user_id":"7"}]"#),
            "devices[1].users[1].user_id: \"7\" is already the user_id of users[0]"),
        Broken(
            gate(#""users":[{"uid":1,"user_id":"a b"}]"#),
            "devices[1].users[0].user_id: expected 1 to 23 visible ASCII characters, found \"a b\""),
        Broken(
            gate(#""user_format":28,"users":[{"uid":1,"user_id":"007"}]"#),
            "devices[1].users[0].user_id: this record layout holds ids as numbers without leading "
                + "zeros, found \"007\""),
        Broken(
            gate(#""users":[{"uid":1,"user_id":"7","templates":[{"fid":10,"base64":"AA=="}]}]"#),
            "devices[1].users[0].templates[0].fid: expected a whole number from 0 to 9, found 10"),
        Broken(
            gate(#""users":[{"uid":1,"user_id":"7","templates":[{"fid":1,"base64":"?"}]}]"#),
            "devices[1].users[0].templates[0].base64: expected 1 to 60000 bytes as base64 text"),
        Broken(
            gate(#""attendance":[{"uid":1,"user_id":"1","at":"2026-02-30T08:00:00"}]"#),
            "devices[1].attendance[0].at: expected a wall time such as 2026-11-20T08:55:10, found "
                + "\"2026-02-30T08:00:00\""),
        Broken(
            gate(
                #""attendance_format":8,"attendance":[{"uid":1,"at":"2026-02-03 08:00","verify":15}]"#
            ),
            "devices[1].attendance[0]: the 8-byte layout holds states up to 7 and verify codes up to 3, "
                + "found 0 and 15"),
        Broken(
            gate(#""faults":["refuse","silense"]"#),
            "devices[1].faults[1]: unknown fault \"silense\"; did you mean \"silence\"?; known: refuse, "
                + "drop_after_bytes, silence, drop, busy, answer, unauthorised, unapplied, "
                + "unacknowledged, power_loss, wrong_checksum, wrong_reply_id, wrong_session, "
                + "truncated, oversized, absurd_size, absurd_frame, coalesced, other_protocol, "
                + "one_byte_segments, small_pieces, slow_drip, lose_datagrams, repeat_datagrams, "
                + "swap_datagrams, punch, failed_verification, clear_log, delete_user, "
                + "enroll_at_gate, set_clock, clock_jump, swap_serial, alarm"),
        Broken(
            gate(#""faults":[{"kind":"busy","command":"READ_BUFER"}]"#),
            "devices[1].faults[0].command: expected a number or a name such as READ_BUFFER, found "
                + "\"READ_BUFER\"; did you mean \"READ_BUFFER\"?"),
        Broken(
            gate(#""faults":[{"kind":"clock_jump"}]"#),
            "devices[1].faults[0]: clock_jump needs the key \"seconds\""),
        Broken(
            gate(#""enroll":["done","timout"]"#),
            "devices[1].enroll[1]: unknown enrolment \"timout\"; did you mean \"timeout\"?; known: "
                + "done, failed, duplicate, timeout, cancelled, refused, silent"),
        Broken(
            gate(#""faults":["drop_after_bytes"]"#),
            "devices[1].faults[0]: drop_after_bytes needs the key \"bytes\""),
        Broken(
            gate(#""generate":{"people":[{"user_id":"1","pattern":"ofice"}]}"#),
            "devices[1].generate.people[0].pattern: expected one of office, evening, night, gym_morning, "
                + "gym_evening, gym_irregular, never, found \"ofice\"; did you mean \"office\"?"),
        Broken(
            gate(#""generate":{"people":[{"user_id":"1","pattern":"office","late":12}]}"#),
            "devices[1].generate.people[0].late: expected a share from 0 to 1, found 12.0"),
        Broken(
            gate(#""generate":{"people":[{"user_id":"1","pattern":"office"}]}"#),
            "devices[1].generate.people[0].user_id: the gate \"OK2\" has no user \"1\""),
        Broken(
            gate(#""generate":{"weekly_off":["fri","friday"]}"#),
            "devices[1].generate.weekly_off[1]: expected one of mon, tue, wed, thu, fri, sat, sun, found "
                + "\"friday\""),
        Broken(
            gate(#""generate":{"shared_with":"OK3"}"#),
            "devices[1].generate.shared_with: no gate has the serial \"OK3\"; did you mean \"OK1\"?"
        ),
        Broken(
            gate(#""generate":{"shared_with":"OK1"}"#),
            "devices[1].generate.shared_with: the gate \"OK1\" has no people of its own to share"),
    ]

    @Test(arguments: broken)
    func `a broken fleet file is explained with its place`(_ broken: Broken) {
        let error = #expect(throws: FleetError.self) { try Fleet(json: Array(broken.json.utf8)) }
        #expect(error?.description == broken.sentence)
    }

    @Test(arguments: [
        ("{\"devices\": [", "line 1, column 14"), ("{\n \"devices\": [,]}", "line 2, column 14"),
        ("{\"devices\": []} x", "line 1, column 17"), ("", "line 1, column 1"),
    ])
    func `text that is no JSON is an error with its line`(_ text: String, _ place: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "fleet.json")
        let error = #expect(throws: FleetError.self) { try Fleet.load(path) }
        #expect(error?.description == "\(path): \(place): not valid JSON")
    }

    @Test func `a file that is not there is an error with its name`() {
        let error = #expect(throws: FleetError.self) { try Fleet.load("/nowhere/fleet.json") }
        #expect(error?.description == "/nowhere/fleet.json: the fleet file cannot be read")
    }

    @Test func `a gate is read as it is written`() throws {
        let json = #"""
            {"time_zone":"Asia/Dhaka","devices":[{"serial":"A-1","host":"127.0.0.1","port":4370,
            "comm_key":12,"name":"F18","firmware":"Ver 1","user_format":28,"attendance_format":16,
            "clock_offset_seconds":-3,"udp":true,
            "users":[{"uid":5,"user_id":"1001","name":"Ann","privilege":14,"card":9,"password":"4321",
            "group":2,"templates":[{"fid":6,"valid":3,"base64":"AQID"}]}],
            "attendance":[{"uid":5,"user_id":"1001","at":"2026-01-31T08:59:58","state":1,"verify":4}],
            "operations":[{"op":9,"at":"2026-01-31T08:00:00","admin":5,"parameters":[7]}],
            "enroll":["timeout",{"result":"done","bad_samples":2,"pause_ms":0}],"one_client":"wait",
            "round_trip_ms":20,"bytes_per_second":9000,"event_format":52,"restart_seconds":3,
            "faults":["silence",{"kind":"drop_after_bytes","bytes":90},
            {"kind":"busy","command":"READ_BUFFER","from":2,"times":3},
            {"kind":"punch","command":13,"user_id":"1001","count":4}]}]}
            """#
        let fleet = try Fleet(json: Array(json.utf8))
        let device = try #require(fleet.devices.first)
        #expect(fleet.timeZone == "Asia/Dhaka")
        #expect(device.commKey == 12 && device.port == 4370 && device.isOnUDP)
        #expect(device.userFormat == 28 && device.attendanceFormat == 16)
        #expect(device.clockOffsetSeconds == -3)
        #expect(
            device.faults == [
                .silence, .dropAfterBytes(90),
                FleetFault(.answer(.ackRetry), on: .readBuffer, from: 2, times: 3),
                FleetFault(
                    .act(.punch(userID: "1001", state: 0, verify: 1, count: 4)), on: .readAttendance
                ),
            ])
        #expect(device.operations.map(\.operation) == [9])
        #expect(device.operations.map(\.administratorSlot) == [5])
        #expect(device.operations.map(\.parameters) == [[7, 0, 0, 0]])
        #expect(device.enrollScripts.map(\.ending) == [.timeout, .done])
        #expect(device.enrollScripts[1].badSamples == 2)
        #expect(device.secondClient == .wait && device.eventFormat == 52)
        #expect(device.link.roundTripMilliseconds == 20 && device.link.bytesPerSecond == 9000)
        #expect(device.restartSeconds == 3)
        let user = try #require(device.users.first)
        #expect(user.slot == 5 && user.userID == "1001" && user.name == "Ann")
        #expect(
            user.privilege == 14 && user.card == 9 && user.password == "4321" && user.group == 2)
        #expect(user.templates == [FleetTemplate(finger: 6, valid: 3, bytes: [1, 2, 3])])
        #expect(
            device.attendance == [
                FleetPunch(
                    slot: 5, userID: "1001", at: wall("2026-01-31T08:59:58"), state: 1, verify: 4)
            ])
    }

    @Test(arguments: [("gym", 2, 50), ("bank", 8, 53)])
    func `the samples are sound fleets`(_ name: String, _ gates: Int, _ people: Int) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent("samples/\(name)/fleet.json").path
        let fleet = try Fleet.load(path)
        #expect(fleet.devices.count == gates)
        #expect(fleet.devices.first?.users.count == people)
        for device in fleet.devices {
            let punches = fleet.generatedPunches(of: device, asOf: wall("2026-11-20T02:00:00"))
            #expect(punches.count > 300)
        }
    }

    @Test func `made-up fingers are the same on gates that share people`() throws {
        var first = FleetDevice(serial: "A")
        first.users = [FleetUser(slot: 1, userID: "7", name: "P")]
        first.plan = PunchPlan()
        first.plan?.seed = 99
        first.plan?.fingers = 2
        var second = first
        second.serial = "B"
        second.users[0].slot = 44
        second.plan = PunchPlan()
        second.plan?.sharedWith = "A"
        second.plan?.fingers = 1
        let fleet = Fleet(devices: [first, second])
        let both = fleet.users(of: first)[0].templates
        #expect(both.map(\.finger) == [6, 1])
        #expect(both.allSatisfy { (498...1390).contains($0.bytes.count) })
        #expect(both[0].bytes != both[1].bytes)
        #expect(fleet.users(of: second)[0].templates == [both[0]])
    }
}
