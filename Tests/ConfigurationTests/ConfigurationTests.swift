import Configuration
import GateModel
import TestKit
import Testing

/// Reads policy text as if it lay beside the process.
func configuration(_ text: String) throws -> Configuration {
    try Configuration.read(Array(text.utf8), path: "gatebook.toml")
}

/// What is wrong with a policy text, one problem a line.
func problems(_ text: String) -> [String] {
    do {
        _ = try configuration(text)
        return []
    } catch let error as ConfigurationError {
        return error.problems.map(\.description)
    } catch {
        return ["\(error)"]
    }
}

@Suite struct `Reading a configuration` {
    @Test func `an empty file is all defaults, with one implied branch`() throws {
        var expected = Configuration(path: "gatebook.toml")
        expected.branches = [Branch(id: "MAIN", name: "Attendance", timeZone: "UTC")]
        #expect(try configuration("") == expected)
        #expect(expected.onlyBranch?.id == "MAIN")
    }

    @Test func `every key is read`() throws {
        let read = try configuration(
            """
            [site]
            title = "Invented Gym"
            time_zone = "Asia/Kolkata"
            language = "pt-BR"
            output = "/srv/out"
            templates = "t"
            [store]
            path = "a.sqlite"
            vault_key = "k"
            [fleet]
            devices = "d.csv"
            workers = 8
            timeout_seconds = 5
            retries = 0
            full_read_every_days = 1
            [roster]
            source = "https://example.org/people"
            token_file = "token"
            max_age_hours = 12
            identities = "i.csv"
            shifts = "s.csv"
            [gate]
            sync = false
            max_block_count = 0
            max_block_fraction = 1
            [attendance]
            day_starts_at = 05:30:00
            duplicate_seconds = 60
            settle_minutes = 0
            mode = "pairs"
            clock = "correct"
            visit_gap_minutes = 90
            [agent]
            enroll_listen = ""
            push_listen = "0.0.0.0:8081"
            poll_interval_seconds = 60
            """)
        #expect(read.site.title == "Invented Gym")
        #expect(read.site.timeZone == "Asia/Kolkata")
        #expect(read.site.language == "pt-BR")
        #expect(read.site.output == "/srv/out")
        #expect(read.site.templates == "t")
        #expect(read.store.path == "a.sqlite")
        #expect(read.store.vaultKey == "k")
        #expect(read.fleet.devices == "d.csv")
        #expect(read.fleet.workers == 8)
        #expect(read.fleet.timeoutSeconds == 5)
        #expect(read.fleet.retries == 0)
        #expect(read.fleet.fullReadEveryDays == 1)
        #expect(read.roster.source == "https://example.org/people")
        #expect(read.roster.isURL)
        #expect(read.roster.tokenFile == "token")
        #expect(read.roster.maxAgeHours == 12)
        #expect(read.roster.identities == "i.csv")
        #expect(read.roster.shifts == "s.csv")
        #expect(!read.gate.isSynced)
        #expect(read.gate.maxBlockCount == 0)
        #expect(read.gate.maxBlockFraction == 1)
        #expect(read.attendance.dayStartsAt.description == "05:30:00")
        #expect(read.attendance.duplicateSeconds == 60)
        #expect(read.attendance.settleMinutes == 0)
        #expect(read.attendance.mode == .pairs)
        #expect(read.attendance.clock == .correct)
        #expect(read.attendance.visitGapMinutes == 90)
        #expect(read.agent.enrollListen == nil)
        #expect(read.agent.pushListen == "0.0.0.0:8081")
        #expect(read.agent.pollIntervalSeconds == 60)
    }

    @Test func `shifts are read with their rules, versions by date`() throws {
        let read = try configuration(
            """
            [[shift]]
            id = "N"
            start = "22:00"
            end = "06:00"
            window_before_minutes = 60
            window_after_minutes = 120
            grace_in_minutes = 5
            grace_out_minutes = 0
            min_span_minutes = 1
            half_day_below = "4:30"
            absent_below = "24:00"
            overtime_minimum_minutes = 20
            overtime_step_minutes = 1
            overtime_before_shift = true
            unpaid_break_minutes = 45
            [[shift]]
            id = "N"
            from = 2026-07-01
            start = 23:00:00
            end = "07:00"
            """)
        var first = Shift(
            id: "N", start: try #require(LocalTime("22:00")), end: try #require(LocalTime("06:00")))
        first.windowBeforeMinutes = 60
        first.windowAfterMinutes = 120
        first.graceInMinutes = 5
        first.graceOutMinutes = 0
        first.minSpanMinutes = 1
        first.halfDayBelowMinutes = 270
        first.absentBelowMinutes = 1440
        first.overtimeMinimumMinutes = 20
        first.overtimeStepMinutes = 1
        first.countsOvertimeBeforeShift = true
        first.unpaidBreakMinutes = 45
        let second = Shift(
            id: "N", from: try #require(LocalDate("2026-07-01")),
            start: try #require(LocalTime("23:00")), end: try #require(LocalTime("07:00")))
        #expect(read.shifts == [first, second])
        #expect(read.shift("N", on: try #require(LocalDate("2026-06-30"))) == first)
        #expect(read.shift("N", on: try #require(LocalDate("2026-07-01"))) == second)
        #expect(read.shift("D", on: try #require(LocalDate("2026-07-01"))) == nil)
    }

    @Test func `branches bring their holidays and leave`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "date,name\n2026-12-16,Victory Day\n2026-11-08,One\n2026-11-08,Two\n",
            to: "holidays.csv")
        try folder.write(
            "kind,to,from,member_id\nannual,2026-01-09,2026-01-05,M1\n"
                + "sick,2026-02-01,2026-02-01,M2\n",
            to: "leave/all.csv")
        let path = try folder.write(
            """
            [site]
            time_zone = "Asia/Dhaka"
            [[branch]]
            id = "DHK"
            name = "Dhaka"
            weekly_off = ["fri", "sat"]
            holidays = "holidays.csv"
            leaves = "leave/all.csv"
            [[branch]]
            id = "KTM"
            time_zone = "Asia/Kathmandu"
            """, to: "gatebook.toml")
        let read = try Configuration.load(path: path)
        let day = { (text: String) in try #require(LocalDate(text)) }
        #expect(
            read.branches == [
                Branch(
                    id: "DHK", name: "Dhaka", timeZone: "Asia/Dhaka",
                    weeklyOff: [.friday, .saturday],
                    holidays: [
                        try day("2026-12-16"): "Victory Day", try day("2026-11-08"): "One / Two",
                    ],
                    leaves: [
                        Leave(
                            memberID: "M1", from: try day("2026-01-05"), to: try day("2026-01-09"),
                            kind: "annual"),
                        Leave(
                            memberID: "M2", from: try day("2026-02-01"), to: try day("2026-02-01"),
                            kind: "sick"),
                    ]),
                Branch(id: "KTM", name: "KTM", timeZone: "Asia/Kathmandu"),
            ])
        #expect(read.onlyBranch == nil)
        #expect(read.store.path == folder.path("gatebook.sqlite"))
    }

    @Test(arguments: [
        ("gatebook.toml", "devices.csv"), ("./gatebook.toml", "devices.csv"),
        ("site/gatebook.toml", "site/devices.csv"),
        ("/srv/gym/gatebook.toml", "/srv/gym/devices.csv"),
    ])
    func `paths start at the folder of the file`(path: String, devices: String) throws {
        let read = try Configuration.read([], path: path)
        #expect(read.fleet.devices == devices)
        #expect(read.resolve("/etc/key") == "/etc/key")
    }

    @Test func `a missing file says how to make one`() {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.load(path: "no-such/gatebook.toml")
        }
        #expect(
            error?.description
                == "no-such/gatebook.toml: there is no such file; `gatebook init` writes one")
    }

    @Test func `a folder is no file`() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "inner/file")
        let path = folder.path("inner")
        let error = #expect(throws: ConfigurationError.self) { try Configuration.load(path: path) }
        #expect(error?.description == "\(path): this is a folder, not a file")
    }
}
