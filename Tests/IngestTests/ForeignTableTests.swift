import GateModel
import Testing

@testable import Ingest

@Suite struct `Tables of other programs` {
    private func punch(_ id: String, _ at: String, state: UInt8, verify: UInt8) throws -> Punch {
        Punch(
            deviceUserID: DeviceUserID(id), at: try #require(LocalDateTime(at)), state: state,
            verify: verify, position: 0)
    }

    private func only(_ text: String) throws -> (type: LogType, serial: GateSerial?, punch: Punch) {
        let log = try LogParser.parse(Array(text.utf8))
        let group = try #require(log.groups.first)
        #expect(log.punchCount == 1)
        return (log.type, group.serial, try #require(group.punches.first))
    }

    @Test(arguments: [("I", 0), ("i", 0), ("O", 1), ("o", 1), ("0", 0), ("4", 4), ("", 255)])
    func `att2000 has letters for in and out`(letter: String, state: UInt8) throws {
        let told = try only(
            "USERID,CHECKTIME,CHECKTYPE,VERIFYCODE,SENSORID,Memoinfo,WorkCode,sn,UserExtFmt\r\n"
                + "007,2026-10-05 08:55:10.000,\(letter),1,1,,0,G1,0\r\n")
        #expect(told.type == .att2000)
        #expect(told.serial == "G1")
        #expect(told.punch == (try punch("007", "2026-10-05T08:55:10", state: state, verify: 1)))
    }

    @Test func `the badge of att2000 comes before its internal number`() throws {
        let told = try only(
            "USERID,BADGENUMBER,CHECKTIME,CHECKTYPE,VERIFYCODE\n12,007,2026-10-05 08:55:10,I,1\n")
        #expect(told.punch.deviceUserID == "007")
    }

    @Test func `BioTime transactions are known by their columns`() throws {
        let told = try only(
            "id,emp_code,punch_time,punch_state,verify_type,terminal_sn\n"
                + "9,007,2026-10-05 08:55:10,1,15,G7\n")
        #expect(told.type == .biotime)
        #expect(told.serial == "G7")
        #expect(told.punch == (try punch("007", "2026-10-05T08:55:10", state: 1, verify: 15)))
    }

    @Test func `the guard is taken off only where a file was made for spreadsheets`() throws {
        let rows = "device_user_id,at,state,verify\r\n'=1+1,2026-10-05T08:55:10,0,1\r\n"
        #expect(try only("\u{FEFF}sep=,\r\n" + rows).punch.deviceUserID == "=1+1")
        #expect(try only(rows).punch.deviceUserID == "'=1+1")
    }

    @Test func `JSON lines keep escapes, and bad lines keep their bytes and place`() throws {
        let good =
            #"{"serial":"G1","device_user_id":"\u09b0\ud83d\ude00\"","at":"2026-10-05T08:55:10","state":0,"verify":1,"work_code":null}"#
        let text = good + "\n{broken\n\n" + good.replacing("08:55:10", with: "08:61:10") + "\n"
        let log = try LogParser.parse(Array((good + "\n" + text).utf8))
        #expect(log.type == .jsonl)
        #expect(log.groups.first?.punches.first?.deviceUserID == "র😀\"")
        #expect(log.undecodable.map(\.position) == [3, 5])
        #expect(log.undecodable.first?.bytes == Array("{broken".utf8))
        #expect(log.undecodable.last?.reason == "the calendar or the clock has no such time")
    }

    @Test(arguments: [
        "{\"a\":\"\\ud800\"}", "{\"a\":\"\\u12\"}", "{\"a\":[1]}", "{\"a\":1", "{\"a\":nul}",
        "{} x",
        "{\"a\" 1}", "\"a\"", "", "{\"a\":\"\u{1}\"}", "{,}",
    ])
    func `anything but a flat object is refused`(text: String) {
        var reader = JSONObjectReader(Array(text.utf8)[...])
        #expect(reader.read() == nil)
    }
}
