import GateModel
import Ingest
import TestKit
import Testing

@Suite struct `Recognising logs` {
    @Test(arguments: [
        (
            "3\t2023-10-16 08:38:16\t255\t15\t0\t0\t0\t255\t0\t0\t\n",
            "3 2023-10-16T08:38:16 255/15/ #0"
        ),
        ("7\t2024-07-07 01:29:01\t0\t1\t0\t0\t0\t0\t0\t0\t", "7 2024-07-07T01:29:01 0/1/ #0"),
        ("007  2024-07-07 01:29:01  1  4  12  0  0", "007 2024-07-07T01:29:01 1/4/12 #0"),
        ("8\t2024-07-07 01:29:01\t0\t1\t\t0\t0\r\r\n", "8 2024-07-07T01:29:01 0/1/ #0"),
    ])
    func `pushed lines have no device number`(text: String, punch: String) throws {
        let read = try log(text)
        #expect(read.type == .push)
        #expect(shown(read) == [punch])
        #expect(read.undecodable == [])
    }

    @Test func `a named type is believed`() throws {
        let five = "7\t2024-07-07 01:29:01\t0\t1\t2\n"
        #expect(shown(try log(five, as: .push)) == ["7 2024-07-07T01:29:01 0/1/2 #0"])
        #expect(shown(try log(five, as: .attlog)) == ["7 2024-07-07T01:29:01 1/2/ #0"])
        #expect(try log("", as: .attlog).punchCount == 0)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var text: [UInt8]
        var code: LogError.Code
        var sentence: String
        var testDescription: String { sentence }
        init(_ text: String, _ code: LogError.Code, _ sentence: String) {
            self.text = Array(text.utf8)
            self.code = code
            self.sentence = sentence
        }
    }

    private static let expected =
        "; expected attlog.dat, pushed lines, or CSV with the columns device_user_id and at"

    @Test(arguments: [
        Refusal("", .empty, "f.dat: the file is empty; there is nothing to read"),
        Refusal("\r\n  \n\t\n", .empty, "f.dat: the file is empty; there is nothing to read"),
        Refusal(
            "\nname,age\nA,5\n", .notALog,
            "f.dat:2: no line of the file is a punch; here no time of the form YYYY-MM-DD HH:MM:SS "
                + "follows the id" + expected),
        Refusal(
            "\u{0}\u{1}\u{2}PK\u{0}\u{0}\u{3}", .notALog,
            "f.dat:1: no line of the file is a punch; here no time of the form YYYY-MM-DD HH:MM:SS "
                + "follows the id" + expected),
        Refusal(
            "7\t2024-07-07 01:29:01\t0\t1\t2\n", .ambiguous,
            "f.dat:1: a line of 5 columns fits both attlog.dat and pushed lines; "
                + "say which it is with --type attlog or --type push"),
        Refusal(
            "7\t2024-07-07 01:29:01\t0\t1\t2\t\n", .ambiguous,
            "f.dat:1: a line of 6 columns fits both attlog.dat and pushed lines; "
                + "say which it is with --type attlog or --type push"),
        Refusal(
            "x\ny\n7\t2024-07-07 01:29:01\t1\t0\t1\t2\nz\n", .notALog,
            "f.dat:1: only 1 of 4 lines can be read; the first bad one: no time of the form "
                + "YYYY-MM-DD HH:MM:SS follows the id; is the file damaged, or of another type?"),
    ])
    func `what is no log is refused as a whole`(refusal: Refusal) {
        let error = #expect(throws: LogError.self) { try LogParser.parse(refusal.text) }
        #expect(error?.code == refusal.code)
        #expect(error?.description(of: "f.dat") == refusal.sentence)
    }

    @Test func `as many bad lines as good ones are still a log`() throws {
        let read = try log("x y\n7\t2024-07-07 01:29:01\t1\t0\t1\t2\n")
        #expect(read.punchCount == 1)
        #expect(read.undecodable.map(\.position) == [1])
    }

    @Test(arguments: [
        "CEXA190160042\r\n  5\t2026-10-03 08:59:01\t1\t0\t1\t0\r\n"
            + "\t7 2026-10-03T09:00:00 1 1 1 9\r99\n",
        "\u{FEFF}serial,device_user_id,at,user_slot\r\nA,\"0\"\"7\",2026-10-03T08:59:01,3\n,,,\n",
        "3\t2023-10-16 08:38:16\t255\t15\t0\t0\t0\t255\t0\t0\t\n",
    ])
    func `a file cut at any byte is read or refused`(text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try LogParser.parse(bytes)
        for end in 0..<bytes.count {
            for type in [nil, whole.type] {
                do {
                    let read = try LogParser.parse(Array(bytes[..<end]), as: type)
                    #expect(read.punchCount <= whole.punchCount)
                } catch let error as LogError {
                    #expect(!error.sentence.isEmpty)
                }
            }
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `any bytes are read or refused, and no line gets lost`(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let pieces = [
            "7", "\t", " ", "\n", "\r", "2026-10-03", "08:59:01", " 08:59:01", "2026-99-99", "0",
            "255", "device_user_id,at\n", "employee,time,device_id\n",
            "employee,check_in,check_out\n",
            ",", "\"", "\u{0}", "é", "99999999999999999999", ":", "-",
            "1\t2026-10-03 08:59:01\t1\t0\t1\t0\n",
        ]
        for _ in 0..<2000 {
            var bytes = (0..<Int(random.next() % 20)).flatMap { _ in
                Array(pieces[Int(random.next() % UInt64(pieces.count))].utf8)
            }
            if random.next() % 4 == 0 { bytes.append(UInt8(random.next() % 256)) }
            for type in [nil, LogType.attlog, .push, .gatebook, .frappe, .odoo] {
                guard let read = try? LogParser.parse(bytes, as: type) else { continue }
                let hasHeader = read.type == .gatebook || read.type.namesPeople
                let special = (hasHeader ? 1 : 0) + (read.serial == nil ? 0 : 2)
                let found = read.punchCount + read.people.count + read.undecodable.count
                #expect(found <= read.lineCount && found + special >= read.lineCount)
            }
        }
    }
}
