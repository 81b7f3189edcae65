import Configuration
import GateModel
import TestKit
import Testing

@Suite struct `Configuration template` {
    @Test func `the file of init is valid and holds the defaults`() throws {
        let text = ConfigurationTemplate.policy(
            title: "Gym \"One\" \\ \u{7} জিম", timeZone: "Asia/Dhaka")
        var expected = Configuration(path: "gatebook.toml")
        expected.site.title = "Gym \"One\" \\ \u{7} জিম"
        expected.site.timeZone = "Asia/Dhaka"
        expected.shifts = [
            Shift(
                id: "D", start: try #require(LocalTime("09:00")),
                end: try #require(LocalTime("18:00")))
        ]
        expected.branches = [Branch(id: "MAIN", name: "Main branch", timeZone: "Asia/Dhaka")]
        #expect(try configuration(text) == expected)
    }

    @Test(arguments: [
        ["title", "time_zone", "language", "output", "templates", "path", "vault_key"],
        ["logo", "accent", "accent_dark", "footer"],
        [
            "devices", "workers", "timeout_seconds", "retries", "full_read_every_days",
            "name_encoding",
        ],
        ["source", "token_file", "max_age_hours", "identities", "shifts"],
        ["sync", "max_block_count", "max_block_fraction"],
        [
            "day_starts_at", "duplicate_seconds", "settle_minutes", "mode", "clock",
            "visit_gap_minutes",
        ],
        [
            "id", "from", "start", "end", "window_before_minutes", "window_after_minutes",
            "grace_in_minutes", "grace_out_minutes", "min_span_minutes", "half_day_below",
            "absent_below", "overtime_minimum_minutes", "overtime_step_minutes",
            "overtime_before_shift", "unpaid_break_minutes",
        ],
        ["name", "weekly_off", "holidays", "leaves"],
        ["enroll_listen", "push_listen", "poll_interval_seconds"],
    ])
    func `every key stands in the file of init`(keys: [String]) {
        let text = ConfigurationTemplate.policy(title: "A", timeZone: "UTC")
        for key in keys { #expect(text.contains("\n\(key) = "), "\(key)") }
    }

    @Test func `the files of init make a site without gates and people`() throws {
        let folder = try TemporaryFolder()
        try folder.write(ConfigurationTemplate.devices, to: "devices.csv")
        try folder.write(ConfigurationTemplate.members, to: "members.csv")
        let path = try folder.write(
            ConfigurationTemplate.policy(title: "A", timeZone: "UTC"), to: "gatebook.toml")
        let read = try Configuration.load(path: path)
        let devices = try DeviceTable.load(for: read)
        #expect(devices.gates == [])
        #expect(try Roster.load(for: read, devices: devices).members == [])
    }
}
