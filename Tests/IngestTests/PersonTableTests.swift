import GateModel
import Testing

@testable import Ingest

@Suite struct `Tables that name people` {
    private func read(_ text: String, as type: LogType? = nil) throws -> ParsedLog {
        try LogParser.parse(Array(text.utf8), as: type)
    }

    private func time(_ text: String) throws -> LocalDateTime {
        try #require(LocalDateTime(text))
    }

    @Test(arguments: [
        "employee,employee_name,log_type,shift,time,device_id,skip_auto_attendance\r\n"
            + "007,\"A \"\"B\"\"\nC\",IN,,2026-10-05 08:55:10,G1,0\r\n",
        "ID,Time,Location / Device ID,Employee\nX,2026-10-05 08:55:10.000000,G1,007\n",
        "sep=;\nEmployee;Log Type;Time;Device ID\n007;IN;2026-10-05T08:55:10;G1\n",
    ])
    func `check-ins of Frappe are known by names of fields and by labels`(text: String) throws {
        let log = try read(text)
        #expect(log.type == .frappe)
        #expect(log.punchCount == 0)
        let row = try #require(log.people.first)
        #expect(log.people.count == 1)
        #expect((row.person, row.gate) == ("007", "G1"))
        #expect(row.at == (try time("2026-10-05T08:55:10")))
        #expect(row.until == nil)
    }

    @Test func `records of Odoo may be open`() throws {
        let log = try read(
            "Check In,Check Out,Employee,Worked Hours\n"
                + "2026-10-05 08:55:10,2026-10-05 18:00:00,Ann,9\n2026-10-06 08:55:10,,Ann,0\n")
        #expect(log.type == .odoo)
        #expect(
            log.people == [
                PersonRow(
                    line: 2, person: "Ann", at: try time("2026-10-05T08:55:10"),
                    until: try time("2026-10-05T18:00:00")),
                PersonRow(line: 3, person: "Ann", at: try time("2026-10-06T08:55:10")),
            ])
    }

    @Test(arguments: [
        ("Ann,2026-10-05 08:55:10", LineFault.columns(found: 2)),
        ("Ann,2026-10-05 08:55:10,2026-10-05 18:0", .noTime),
        ("Ann,2026-10-05 08:55:10.500,2026-10-05 18:00:00", .noTime),
        ("Ann,05/10/2026 08:55,05/10/2026 18:00", .noTime),
        (" ,2026-10-05 08:55:10,2026-10-05 18:00:00", .noPerson),
    ])
    func `a row that was cut off or has another kind of time is told`(
        row: String, fault: LineFault
    ) throws {
        let good = "Ann,2026-10-04 08:55:10,2026-10-04 18:00:00\n"
        let log = try read("employee_id,check_in,check_out\n\(good)\(row)\n")
        #expect(log.people.count == 1)
        #expect(log.undecodable.map(\.reason) == [fault.reason])
        #expect(log.undecodable.map(\.position) == [3])
    }

    @Test func `a table that most tables look like is nothing of these`() {
        #expect(throws: LogError.self) {
            try read("employee,time,task\n7,2026-10-05 08:55:10,x\n")
        }
    }

    @Test func `a column that is missing is named`() throws {
        let error = #expect(throws: LogError.self) {
            try read("name,check_in\n7,2026-10-05 08:55:10\n", as: .odoo)
        }
        #expect(error?.description.contains("the column “employee_id” is missing") == true)
    }

    @Test func `cutting a file anywhere loses or refuses rows and makes up none`() throws {
        let text =
            "employee,log_type,time,device_id\n007,IN,2026-10-05 08:55:10,G1\n"
            + "8,OUT,2026-10-05 18:00:00,G1\n"
        let whole = try read(text).people
        for length in text.utf8.indices {
            let part = Array(text.utf8.prefix(upTo: length))
            guard let log = try? LogParser.parse(part, as: .frappe) else { continue }
            for (row, full) in zip(log.people, whole) {
                #expect((row.person, row.at) == (full.person, full.at))
            }
        }
    }
}
