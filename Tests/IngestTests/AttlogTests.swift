import GateModel
import Ingest
import TestKit
import Testing

/// Reads a text as a file of punches.
func log(_ text: String, as type: LogType? = nil) throws -> ParsedLog {
    try LogParser.parse(Array(text.utf8), as: type)
}

/// A punch for people: id, time, codes, work code, position.
func shown(_ punch: Punch) -> String {
    let id = punch.deviceUserID?.rawValue ?? "-"
    return "\(id) \(punch.at) \(punch.state)/\(punch.verify)/\(punch.workCode) #\(punch.position)"
}

/// All punches of a log for people.
func shown(_ log: ParsedLog) -> [String] {
    log.groups.flatMap { $0.punches.map(shown) }
}

@Suite struct `attlog.dat` {
    @Test func `a plain line is id, time, device, state, verify and work code`() throws {
        let read = try log("        1\t2026-10-03 08:59:01\t1\t0\t15\t0\r\n")
        #expect(read.type == .attlog)
        #expect(read.serial == nil)
        #expect(read.lineCount == 1)
        #expect(read.undecodable == [])
        #expect(read.warnings == [])
        let at = try #require(LocalDateTime("2026-10-03T08:59:01"))
        #expect(
            read.groups == [
                PunchGroup(
                    serial: nil,
                    punches: [
                        Punch(deviceUserID: "1", at: at, state: 0, verify: 15, position: 0)
                    ])
            ])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var punches: [String]
    }

    @Test(arguments: [
        Case(
            testDescription: "zeros belong to the id",
            text: "      007\t2026-10-03 08:59:01\t1\t0\t1\t0\n7\t2026-10-03 08:59:02\t1\t1\t1\t0",
            punches: ["007 2026-10-03T08:59:01 0/1/ #0", "7 2026-10-03T08:59:02 1/1/ #1"]),
        Case(
            testDescription: "single blanks, as a spreadsheet saves it",
            text: "12 2026-10-03 08:59:01 1 255 1 42\r\n",
            punches: ["12 2026-10-03T08:59:01 255/1/42 #0"]),
        Case(
            testDescription: "runs of blanks and TABs",
            text: "A-9  \t 2026-10-03   08:59:01 \t 1  0\t1   00 \n",
            punches: ["A-9 2026-10-03T08:59:01 0/1/00 #0"]),
        Case(
            testDescription: "blank lines, CR line ends, byte order mark, no last line end",
            text:
                "\u{FEFF}1\t2026-10-03 08:59:01\t1\t0\t1\t0\r\r2\t2026-10-03T08:59:02\t1\t0\t1\t0",
            punches: ["1 2026-10-03T08:59:01 0/1/ #0", "2 2026-10-03T08:59:02 0/1/ #1"]),
        Case(
            testDescription: "times that are hard to believe are kept for judging",
            text: "1\t2000-01-01 00:00:00\t1\t0\t1\t0\n1\t2099-12-31 23:59:59\t1\t0\t1\t0\n",
            punches: ["1 2000-01-01T00:00:00 0/1/ #0", "1 2099-12-31T23:59:59 0/1/ #1"]),
        Case(
            testDescription: "other scripts",
            text: "ক১\t2026-10-03 08:59:01\t1\t0\t1\t0\n",
            punches: ["ক১ 2026-10-03T08:59:01 0/1/ #0"]),
    ])
    func `variants of the field are read`(example: Case) throws {
        let read = try log(example.text)
        #expect(read.type == .attlog)
        #expect(shown(read) == example.punches)
        #expect(read.undecodable == [])
    }

    @Test func `serial number first and checksum last are no punches`() throws {
        let read = try log(
            "CEXA190160042\r\n        5\t2026-10-03 08:59:01\t1\t0\t1\t0\r\n 3F2A9C\r\n\r\n")
        #expect(read.type == .attlog)
        #expect(read.serial == "CEXA190160042")
        #expect(read.groups.map(\.serial) == ["CEXA190160042"])
        #expect(shown(read) == ["5 2026-10-03T08:59:01 0/1/ #0"])
        #expect(read.undecodable == [])
        #expect(read.lineCount == 3)
        #expect(read.warnings == [])
    }

    @Test func `a file with serial number and no checksum may be cut off`() throws {
        let read = try log("CEXA190160042\n5\t2026-10-03 08:59:01\t1\t0\t1\t0\n")
        #expect(shown(read) == ["5 2026-10-03T08:59:01 0/1/ #0"])
        #expect(
            read.warnings == [
                "the file starts with a serial number but does not end with a checksum; "
                    + "it may be cut off"
            ])
    }

    @Test func `lines of several device numbers are told`() throws {
        let read = try log(
            "5\t2026-10-03 08:59:01\t3\t0\t1\t0\n5\t2026-10-03 08:59:09\t1\t0\t1\t0\n")
        #expect(
            read.warnings == [
                "the lines name 2 device numbers (1, 3); all are taken for one gate"
            ])
    }

    @Test(arguments: [
        ("1\t2026-02-30 08:00:00\t1\t0\t1\t0", "the calendar or the clock has no such time"),
        ("1\t2026-02-03 24:00:00\t1\t0\t1\t0", "the calendar or the clock has no such time"),
        (
            "1\t03.02.2026 08:00\t1\t0\t1\t0",
            "no time of the form YYYY-MM-DD HH:MM:SS follows the id"
        ),
        (
            "1\t2026-02-03 8:00:00\t1\t0\t1",
            "no time of the form YYYY-MM-DD HH:MM:SS follows the id"
        ),
        (
            "1\t2026-02-03 08:00:001\t1\t0\t1\t0",
            "no time of the form YYYY-MM-DD HH:MM:SS follows the id"
        ),
        ("1\t2026-02-03", "no time of the form YYYY-MM-DD HH:MM:SS follows the id"),
        ("oops", "no time of the form YYYY-MM-DD HH:MM:SS follows the id"),
        ("1\t2026-02-03 08:00:00\t1\t0", "the line has too few columns: 4"),
        ("1\t2026-02-03 08:00:00\t1\t256\t1\t0", "the state is no number from 0 to 255"),
        ("1\t2026-02-03 08:00:00\t1\t0\t-1\t0", "the verify code is no number from 0 to 255"),
        ("1\t2026-02-03 08:00:00\tx\t0\t1\t0", "the device number is no number"),
        ("1\u{0}2\t2026-02-03 08:00:00\t1\t0\t1\t0", "the id is not UTF-8 text"),
        (
            String(repeating: "9", count: 65) + "\t2026-02-03 08:00:00\t1\t0\t1\t0",
            "the id is longer than 64 bytes"
        ),
    ])
    func `a line that is no punch is kept with its number and reason`(
        line: String, reason: String
    ) throws {
        let good = "1\t2026-10-03 08:59:01\t1\t0\t1\t0\n"
        let read = try log("\(good)\n\(line)\r\n\(good)")
        #expect(shown(read).map { $0.suffix(2) } == ["#0", "#1"])
        #expect(
            read.undecodable == [
                UndecodableRecord(position: 3, bytes: Array(line.utf8), reason: reason)
            ])
        #expect(read.lineCount == 3)
    }

    @Test func `an id of exactly the limit is taken`() throws {
        let id = String(repeating: "9", count: 64)
        let read = try log("\(id)\t2026-02-03 08:00:00\t1\t0\t1\t0")
        #expect(read.groups.first?.punches.first?.deviceUserID?.rawValue == id)
    }

    @Test func `bytes that are not UTF-8 spoil only their line`() throws {
        let good = Array("1\t2026-10-03 08:59:01\t1\t0\t1\t0\n".utf8)
        let bad: [UInt8] = [0xFF] + good.dropLast()
        let read = try LogParser.parse(good + bad + [0x0A] + good)
        #expect(read.punchCount == 2)
        #expect(
            read.undecodable == [
                UndecodableRecord(position: 2, bytes: bad, reason: "the id is not UTF-8 text")
            ])
    }

    @Test func `an office's log of a year is read whole`() throws {
        var random = SeededNumbers(seed: 11)
        var text = ""
        var expected: [String] = []
        var at = try #require(LocalDateTime("2026-01-01T07:30:00"))
        for position in 0..<12_000 {
            at = at.adding(seconds: Int(random.next() % 4000))
            let id = String(1 + random.next() % 97)
            let state = random.next() % 2
            let written = at.description.split(separator: "T").joined(separator: " ")
            let margin = String(repeating: " ", count: 9 - id.utf8.count)
            text += "\(margin)\(id)\t\(written)\t1\t\(state)\t0\t0\r\n"
            expected.append("\(id) \(at) \(state)/0/ #\(position)")
        }
        let read = try log(text)
        #expect(read.lineCount == 12_000)
        #expect(shown(read) == expected)
    }
}
