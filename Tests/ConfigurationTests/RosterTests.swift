import Configuration
import GateModel
import TestKit
import Testing

@Suite struct `Reading a roster` {
    @Test func `only id and name are needed`() throws {
        let site = try SampleSite()
        let roster = try site.roster("name,member_id\n রহিম ,007\n")
        #expect(roster.members == [Member(memberID: "007", name: "রহিম")])
        #expect(roster.members.first?.deviceUserID == "007")
        #expect(roster.warnings == [])
    }

    @Test func `every column is read`() throws {
        let site = try SampleSite()
        let roster = try site.roster(
            """
            member_id,name,department,branch,shift,joined,left,access_from,access_until,status,\
            device_user_id,gates,card,shoe_size
            M1,"One, Person",Lab,DHK,N,2026-01-01,2026-12-31,2026-02-01,2026-02-01,Suspended,0042,\
            DHK; AAAA0001 ;,0012345,44
            """)
        let date = { (text: String) in try #require(LocalDate(text)) }
        #expect(
            roster.members == [
                Member(
                    memberID: "M1", name: "One, Person", department: "Lab", branch: "DHK",
                    shift: "N", joined: try date("2026-01-01"), left: try date("2026-12-31"),
                    accessFrom: try date("2026-02-01"), accessUntil: try date("2026-02-01"),
                    status: .suspended, deviceUserID: "0042", gates: ["DHK", "AAAA0001"],
                    card: "0012345")
            ])
        #expect(roster.warnings == [])
    }

    @Test func `a column that looks like a slip is a warning`() throws {
        let site = try SampleSite()
        let roster = try site.roster("member_id,name,acces_until\nM1,One,2026-01-01\n")
        #expect(roster.members == [Member(memberID: "M1", name: "One")])
        #expect(
            roster.warnings.map(\.description) == [
                "\(site.folder.path("members.csv")):1:16: column “acces_until” is ignored; "
                    + "did you mean “access_until”?"
            ])
    }

    @Test func `ids are text, and the same id may stand in two branches`() throws {
        let site = try SampleSite()
        let roster = try site.roster(
            "member_id,name,branch,device_user_id\n7,A,DHK,\n007,B,DHK,\nX,C,CTG,7\n")
        #expect(roster.members.map(\.deviceUserID) == ["7", "007", "7"])
    }

    @Test(arguments: [
        (
            "member_id,name\nM1,A\nM2,B\nM1,C",
            "4:1: member_id “M1” is listed twice, first on line 2"
        ),
        (
            "member_id,name,branch,device_user_id\n7,A,DHK,\nM2,B,DHK,7",
            "3:10: device_user_id “7” of branch “DHK” belongs to the person on line 2 already; "
                + "the gates could not tell them apart"
        ),
        (
            "member_id,name,device_user_id\nM1,A,7\n7,B,",
            "3:1: device_user_id “7” belongs to the person on line 2 already; "
                + "the gates could not tell them apart"
        ),
        ("member_id,name\n,A", "2:1: member_id is blank"),
        ("member_id,name\nM1,", "2:4: name is blank"),
        ("member_id,name\nM1", "2:1: name is blank"),
        ("member_id,name,branch\nM1,A,DH", "2:6: unknown branch “DH”; did you mean “DHK”?"),
        ("member_id,name,shift\nM1,A,d", "2:6: unknown shift “d”; did you mean “D”?"),
        ("member_id,name,shift\nM1,A,Early", "2:6: unknown shift “Early”; known are D and N"),
        (
            "member_id,name,joined\nM1,A,01/02/2026",
            "2:6: joined must be a date such as 2026-01-31, found “01/02/2026”"
        ),
        (
            "member_id,name,joined,left\nM1,A,2026-01-02,2026-01-01",
            "2:17: left 2026-01-01 lies before joined 2026-01-02"
        ),
        (
            "member_id,name,access_until,access_from\nM1,A,2026-01-01,2026-01-02",
            "2:6: access_until 2026-01-01 lies before access_from 2026-01-02"
        ),
        (
            "member_id,name,status\nM1,A,activ",
            "2:6: unknown status “activ”; did you mean “active”?"
        ),
        (
            "member_id,name,gates\nM1,A,DHK;AAAA001",
            "2:6: “AAAA001” is neither a branch nor a serial; did you mean “AAAA0001”?"
        ),
        ("member,name\nM1,A", "1:1: column “member_id” is missing"),
    ])
    func `what is wrong is named with its place`(text: String, problem: String) throws {
        let site = try SampleSite()
        #expect(try site.problems { _ = try $0.roster(text) } == ["members.csv:\(problem)"])
    }

    @Test func `all problems are found in one go`() throws {
        let site = try SampleSite()
        let found = try site.problems {
            _ = try $0.roster("member_id,name,shift,status\nM1,A,X1,gone\nM1,,D,\n")
        }
        #expect(
            found == [
                "members.csv:2:6: unknown shift “X1”; known are D and N",
                "members.csv:2:9: unknown status “gone”; known are active and suspended",
                "members.csv:3:1: member_id “M1” is listed twice, first on line 2",
                "members.csv:3:4: name is blank",
            ])
    }

    @Test func `a missing file is refused, and a URL nobody has asked yet lists nobody`() throws {
        let site = try SampleSite()
        let devices = try site.devices("host,branch\n")
        #expect(
            try site.problems { _ = try Roster.load(for: $0.configuration, devices: devices) } == [
                "members.csv: there is no such file; `gatebook init` writes one, "
                    + "`[roster] source` names another"
            ])
        var configuration = site.configuration
        configuration.roster.source = "https://example.org/people"
        let roster = try Roster.load(for: configuration, devices: devices)
        #expect(roster == Roster(file: "https://example.org/people", members: []))
    }
}
