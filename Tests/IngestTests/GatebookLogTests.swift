import GateModel
import Ingest
import Testing

@Suite struct `gatebook CSV` {
    @Test func `punches are grouped by gate, gates in the order of the file`() throws {
        let read = try log(
            """
            serial,device_user_id,at,state,verify,work_code,user_slot
            B,007,2026-10-03T08:59:01,0,1,,12
            A,7,2026-10-03 09:00:00,1,15,42,
            B,"0,8",2026-10-03T09:01:00,,,,
            ,9,2026-10-03T09:02:00,255,0,0,

            A,,2026-10-03T09:03:00,0,1,,65535
            """)
        #expect(read.type == .gatebook)
        #expect(read.lineCount == 6)
        #expect(read.undecodable == [])
        #expect(read.groups.map(\.serial) == ["B", "A", nil])
        #expect(
            read.groups.map { $0.punches.map(shown) } == [
                ["007 2026-10-03T08:59:01 0/1/ #0", "0,8 2026-10-03T09:01:00 255/255/ #1"],
                ["7 2026-10-03T09:00:00 1/15/42 #0", "- 2026-10-03T09:03:00 0/1/ #1"],
                ["9 2026-10-03T09:02:00 255/0/0 #0"],
            ])
        #expect(read.groups[0].punches.map(\.userSlot) == [12, nil])
        #expect(read.groups[1].punches.map(\.isSlotKeyed) == [false, true])
    }

    @Test func `id and time are enough, other columns are left alone`() throws {
        let read = try log("AT;name;Device_User_ID\r\n2026-10-03T08:59:01;Somebody;5\r\n")
        #expect(shown(read) == ["5 2026-10-03T08:59:01 255/255/ #0"])
        #expect(read.groups.map(\.serial) == [nil])
    }

    @Test func `a declared separator is understood`() throws {
        let read = try log("sep=;\ndevice_user_id;at\n5;2026-10-03T08:59:01\n")
        #expect(shown(read) == ["5 2026-10-03T08:59:01 255/255/ #0"])
    }

    @Test(arguments: [
        (",2026-10-03T08:59:01,0,1,", "there is no id"),
        ("5,2026-10-03,0,1,", "no time of the form YYYY-MM-DD HH:MM:SS follows the id"),
        ("5,2026-02-30T08:59:01,0,1,", "the calendar or the clock has no such time"),
        ("5,2026-02-03T08:59:012,0,1,", "no time of the form YYYY-MM-DD HH:MM:SS follows the id"),
        ("5,2026-10-03T08:59:01,256,1,", "the state is no number from 0 to 255"),
        ("5,2026-10-03T08:59:01,0,face,", "the verify code is no number from 0 to 255"),
        ("5,2026-10-03T08:59:01,0,1,65536", "the user slot is no number from 0 to 65535"),
        ("5", "no time of the form YYYY-MM-DD HH:MM:SS follows the id"),
    ])
    func `a row that is no punch is kept with its line and reason`(
        row: String, reason: String
    ) throws {
        let read = try log(
            "device_user_id,at,state,verify,user_slot\n5,2026-10-03T08:59:01,0,1,\n\(row)\r\n")
        #expect(read.punchCount == 1)
        #expect(
            read.undecodable == [
                UndecodableRecord(position: 3, bytes: Array(row.utf8), reason: reason)
            ])
    }

    @Test(arguments: [
        (
            "device_user_id,time\n5,2026-10-03T08:59:01\n",
            "punches.csv:1:1: the column “at” is missing; the header must name device_user_id and "
                + "at, and may name serial, state, verify, work_code and user_slot"
        ),
        (
            "device_user_id,at\n5,\"2026-10-03T08:59:01\n",
            "punches.csv:2:3: the quote opened here is never closed; add the closing quote, "
                + "or double a quote that belongs to the text"
        ),
        (
            "device_user_id,at\n5,\"2026-10-03T08:59:01\"x\n",
            "punches.csv:2:24: text follows a closing quote; put a separator between, "
                + "or double a quote that belongs to the text"
        ),
    ])
    func `broken CSV is refused with its place`(text: String, sentence: String) {
        let error = #expect(throws: LogError.self) { try log(text) }
        #expect(error?.code == .brokenCSV)
        #expect(error?.description(of: "punches.csv") == sentence)
    }
}
