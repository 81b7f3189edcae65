import Configuration
import Foundation
import GateModel
import TestKit
import Testing

@Suite struct `Shifts and identities` {
    private let site: SampleSite
    private let devices: DeviceTable
    private let configuration: Configuration

    init() throws {
        site = try SampleSite()
        devices = try site.devices("host,branch\n")
        try site.folder.write("member_id,name\nM1,A\nM2,B\n", to: "members.csv")
        var configuration = site.configuration
        configuration.roster.shifts = site.folder.path("shifts.csv")
        configuration.roster.identities = site.folder.path("identities.csv")
        self.configuration = configuration
    }

    private func roster(shifts: String, identities: String) throws -> Roster {
        try site.folder.write("member_id,from,to,shift\n" + shifts, to: "shifts.csv")
        try site.folder.write(
            "member_id,branch,device_user_id,from,to\n" + identities, to: "identities.csv")
        return try Roster.load(for: configuration, devices: devices)
    }

    @Test func `rows are read in the order of the files`() throws {
        let roster = try roster(
            shifts: "M2,2026-10-01,2026-10-07,N\nM1,2026-10-01,2026-10-01,D\n",
            identities: "M1,CTG,007,,2026-01-31\nM2,CTG,007,2026-02-01,\nM1,DHK,9,,\nM1,DHK,9,,\n")
        let date = { (text: String) in try #require(LocalDate(text)) }
        #expect(
            roster.assignments == [
                ShiftAssignment(
                    memberID: "M2", from: try date("2026-10-01"), to: try date("2026-10-07"),
                    shift: "N"),
                ShiftAssignment(
                    memberID: "M1", from: try date("2026-10-01"), to: try date("2026-10-01"),
                    shift: "D"),
            ])
        #expect(
            roster.identities == [
                Identity(
                    memberID: "M1", branch: "CTG", deviceUserID: "007", to: try date("2026-01-31")),
                Identity(
                    memberID: "M2", branch: "CTG", deviceUserID: "007",
                    from: try date("2026-02-01")),
                Identity(memberID: "M1", branch: "DHK", deviceUserID: "9"),
                Identity(memberID: "M1", branch: "DHK", deviceUserID: "9"),
            ])
        #expect(roster.warnings == [])
    }

    @Test func `rows about people who are not on the roster are ignored with a warning`() throws {
        let roster = try roster(
            shifts: "M9,2026-10-01,2026-10-07,N\n", identities: "M8,CTG,007,,\n")
        #expect(roster.assignments == [])
        #expect(roster.identities == [])
        #expect(
            roster.warnings.map(\.description) == [
                "\(site.folder.path("shifts.csv")):2:1: “M9” is not on the roster; "
                    + "the row is ignored",
                "\(site.folder.path("identities.csv")):2:1: “M8” is not on the roster; "
                    + "the row is ignored",
            ])
    }

    @Test func `the problems of all files are told together`() throws {
        try site.folder.write("member_id,name\nM1,A\nM1,B\n", to: "members.csv")
        let found = try site.problems { _ in
            _ = try roster(
                shifts: "M1,2026-10-02,2026-10-01,D\nM1,2026-10-02,,D\n,x,2026-10-02,E\n",
                identities: "M1,CGT,,,\nM1,,5,2026-02-01,2026-01-01\n")
        }
        #expect(
            found == [
                "members.csv:3:1: member_id “M1” is listed twice, first on line 2",
                "shifts.csv:2:15: to 2026-10-01 lies before from 2026-10-02",
                "shifts.csv:3:15: to is blank; for one day, repeat the date of `from`",
                "shifts.csv:4:1: member_id is blank",
                "shifts.csv:4:2: from must be a date such as 2026-01-31, found “x”",
                "shifts.csv:4:15: unknown shift “E”; known are D and N",
                "identities.csv:2:4: unknown branch “CGT”; did you mean “CTG”?",
                "identities.csv:2:8: device_user_id is blank",
                "identities.csv:3:4: branch is blank",
                "identities.csv:3:18: to 2026-01-01 lies before from 2026-02-01",
            ])
    }

    @Test func `an id belongs to one person at a time`() throws {
        let found = try site.problems { _ in
            _ = try roster(
                shifts: "", identities: "M1,CTG,7,,2026-01-31\nM2,CTG,7,2026-01-31,\n")
        }
        #expect(
            found == [
                "identities.csv:3:8: device_user_id “7” of branch “CTG” belongs to the person "
                    + "on line 2 at the same time"
            ])
    }
}

@Suite struct `Samples` {
    private struct Site {
        var configuration: Configuration
        var devices: DeviceTable
        var roster: Roster

        init(_ name: String) throws {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            configuration = try Configuration.load(
                path: root.appendingPathComponent("samples/\(name)/gatebook.toml").path)
            devices = try DeviceTable.load(for: configuration)
            roster = try Roster.load(for: configuration, devices: devices)
        }
    }

    @Test(arguments: [("gym", 1, 2), ("bank", 6, 5)])
    func `the samples are valid`(name: String, branches: Int, shifts: Int) throws {
        let site = try Site(name)
        #expect(site.configuration.branches.count == branches)
        #expect(site.configuration.shifts.count == shifts)
        #expect(site.devices.gates.allSatisfy { $0.serial != nil })
        #expect(site.roster.warnings == [])
    }
}
