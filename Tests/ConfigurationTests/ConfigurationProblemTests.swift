import Configuration
import TestKit
import Testing

@Suite struct `Configuration problems` {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var problem: String
        var testDescription: String { problem }
        init(_ text: String, _ problem: String) {
            self.text = text
            self.problem = problem
        }
    }

    @Test(arguments: [
        Case("[site]\ntitel = \"x\"", "2:1: unknown key “titel” in [site]; did you mean “title”?"),
        Case(
            "[gate]\n  colour = 1",
            "2:3: unknown key “colour” in [gate]; known are sync, max_block_count and "
                + "max_block_fraction"),
        Case("[sit]\n", "1:2: unknown table “sit”; did you mean “site”?"),
        Case(
            "title = \"x\"",
            "1:1: unknown key “title”; known are site, branding, store, fleet, roster, gate, "
                + "attendance, shift, branch, forward and agent"),
        Case(
            "[[site]]\n",
            "1:1: “site” must be a table that starts with [site], found [[site]]"),
        Case(
            "[shift]\nid = \"D\"",
            "1:1: “shift” must be tables that each start with [[shift]], found [shift]"),
        Case(
            "fleet = 5", "1:9: “fleet” must be a table that starts with [fleet], found the number 5"
        ),
    ])
    func `unknown keys and wrong tables are named`(example: Case) {
        #expect(problems(example.text) == ["gatebook.toml:\(example.problem)"])
    }

    @Test(arguments: [
        Case(
            "[site]\ntitle = 5", "2:9: “title” in [site] must be text in quotes, found the number 5"
        ),
        Case("[site]\noutput = \"\"", "2:10: “output” in [site] must not be empty"),
        Case(
            "[site]\ntime_zone = \"Asia/Kolkatta\"",
            "2:13: “time_zone” in [site] names a time zone the system does not know, "
                + "“Asia/Kolkatta”; did you mean “Asia/Kolkata”?"),
        Case(
            "[site]\ntime_zone = \"IST\"",
            "2:13: “time_zone” in [site] names a time zone the system does not know, “IST”; "
                + "expected a name such as “Asia/Kolkata”"),
        Case(
            "[site]\nlanguage = \"english\"",
            "2:12: “language” in [site] must be a language such as \"en\", found the text “english”"
        ),
        Case(
            "[fleet]\nworkers = \"64\"",
            "2:11: “workers” in [fleet] must be a whole number from 1 to 1024, "
                + "found the text “64”"),
        Case(
            "[fleet]\nworkers = 1025",
            "2:11: “workers” in [fleet] must be a whole number from 1 to 1024, "
                + "found the number 1025"),
        Case(
            "[fleet]\nretries = -1",
            "2:11: “retries” in [fleet] must be a whole number from 0 to 20, found the number -1"),
        Case(
            "[gate]\nmax_block_fraction = 1.5",
            "2:22: “max_block_fraction” in [gate] must be a number from 0 to 1, "
                + "found the number 1.5"
        ),
        Case(
            "[gate]\nmax_block_fraction = nan",
            "2:22: “max_block_fraction” in [gate] must be a number from 0 to 1, "
                + "found the number nan"
        ),
        Case(
            "[gate]\nsync = \"yes\"",
            "2:8: “sync” in [gate] must be true or false, without quotes, found the text “yes”"),
        Case(
            "[attendance]\nmode = \"pair\"",
            "2:8: “mode” in [attendance] must be “first_last” or “pairs”, found the text “pair”"),
        Case(
            "[attendance]\nday_starts_at = \"4:00\"",
            "2:17: “day_starts_at” in [attendance] must be a time of day such as \"09:00\", "
                + "found the text “4:00”"),
        Case(
            "[agent]\npush_listen = \"8081\"",
            "2:15: “push_listen” in [agent] must be HOST:PORT such as \"127.0.0.1:5000\", "
                + "or \"\" for none, found the text “8081”"),
        Case(
            "[agent]\npush_listen = \"0.0.0.0:65536\"",
            "2:15: “push_listen” in [agent] must be HOST:PORT such as \"127.0.0.1:5000\", "
                + "or \"\" for none, found the text “0.0.0.0:65536”"),
    ])
    func `bad values are named with what was expected`(example: Case) {
        #expect(problems(example.text) == ["gatebook.toml:\(example.problem)"])
    }

    @Test(arguments: [
        Case("[[shift]]\nid = \"D\"\nstart = \"09:00\"", "1:1: “end” in [[shift]] is missing"),
        Case(
            "[[shift]]\nstart = \"09:00\"\nend = \"18:00\"", "1:1: “id” in [[shift]] is missing"),
        Case(
            "[[shift]]\nid = \"D\"\nstart = \"09:00\"\nend = \"24:00\"",
            "4:7: “end” in [[shift]] must be a time of day such as \"09:00\", "
                + "found the text “24:00”"),
        Case(
            "[[shift]]\nid = \"D\"\nstart = 09:00:00\nend = 18:00:00\nfrom = \"2026-02-29\"",
            "5:8: “from” in [[shift]] must be a date such as 2026-01-31, "
                + "found the text “2026-02-29”"
        ),
        Case(
            "[[shift]]\nid = \"D\"\nstart = 09:00:00\nend = 18:00:00\nhalf_day_below = 5",
            "5:18: “half_day_below” in [[shift]] must be hours and minutes such as \"5:00\", "
                + "at most \"24:00\", found the number 5"),
        Case(
            "[[shift]]\nid = \"D\"\nstart = 09:00:00\nend = 18:00:00\novertime_step_minutes = 0",
            "5:25: “overtime_step_minutes” in [[shift]] must be a whole number from 1 to 1440, "
                + "found the number 0"),
        Case(
            "[[shift]]\nid = \"D\"\nstart = 09:00:00\nend = 18:00:00\n"
                + "[[shift]]\nid = \"D\"\nstart = 09:00:00\nend = 17:00:00",
            "5:1: shift “D” from 1970-01-01 is defined twice, first at line 1; "
                + "give it another id or `from`"),
        Case(
            "[[branch]]\nid = \"A\"\n[[branch]]\nid = \"A\"",
            "3:1: branch “A” is defined twice, first at line 1; give it another id"),
        Case(
            "[[branch]]\nid = \"A\"\nweekly_off = \"fri\"",
            "3:14: “weekly_off” in [[branch]] must be a list such as [\"fri\", \"sat:2,4\"], "
                + "found the text “fri”"),
        Case(
            "[[branch]]\nid = \"A\"\nweekly_off = [\"sat\", \"frid\"]",
            "3:22: “weekly_off” in [[branch]] must hold days of the week, found the text “frid”; "
                + "did you mean “fri”?"),
    ])
    func `shifts and branches are checked`(example: Case) {
        #expect(problems(example.text) == ["gatebook.toml:\(example.problem)"])
    }

    @Test(arguments: [
        Case("[site\n", "1:6: this is not TOML: parsing table header: expected ']', saw '\\n'"),
        Case(
            "[site]\ntitle : \"x\"",
            "2:7: this is not TOML: parsing key-value pair: expected '=', saw ':'"),
        Case(
            "a = 1\na = 2",
            "2:5: this is not TOML: parsing key-value pair: cannot redefine existing integer 'a'"),
        Case(
            "\na." + String(repeating: "a.", count: 100) + "a = 1",
            "2:1: this is not TOML: a key of more than 100 parts"),
        Case(
            "a = [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
            "1:21: this is not TOML: tables and arrays lie more than 16 deep in each other"),
    ])
    func `text that is no TOML is refused where it stops being so`(example: Case) {
        #expect(problems(example.text) == ["gatebook.toml:\(example.problem)"])
    }

    @Test func `a ruler of dots in a comment is no key`() {
        #expect(problems("  # " + String(repeating: ".", count: 200)) == [])
    }

    @Test func `all problems are told in the order of the lines`() {
        let text = "[fleet]\nworkers = 0\nretrys = 1\n[site]\nlanguage = 1\n[gates]\nsync = 1"
        #expect(
            problems(text) == [
                "gatebook.toml:2:11: “workers” in [fleet] must be a whole number from 1 to 1024, "
                    + "found the number 0",
                "gatebook.toml:3:1: unknown key “retrys” in [fleet]; did you mean “retries”?",
                "gatebook.toml:5:12: “language” in [site] must be a language such as \"en\", "
                    + "found the number 1",
                "gatebook.toml:6:2: unknown table “gates”; did you mean “gate”?",
            ])
    }

    @Test func `columns count characters, not bytes`() {
        #expect(
            problems("[site]\ntitle = \"জিম\" x")
                == [
                    "gatebook.toml:2:15: this is not TOML: parsing key-value pair: "
                        + "expected a comment or whitespace, saw 'x'"
                ])
    }

    @Test func `problems of the files of a branch are told together`() throws {
        let folder = try TemporaryFolder()
        let holidays = try folder.write("date,name\n2026-13-01,X\n,Y\n", to: "h.csv")
        let leaves = try folder.write(
            "member_id,from,to,kinds\nM1,2026-01-09,2026-01-05,x\n", to: "l.csv")
        let path = try folder.write(
            """
            [[branch]]
            id = "A"
            holidays = "h.csv"
            leaves = "l.csv"
            [[branch]]
            id = "B"
            holidays = "h.csv"
            leaves = "missing.csv"
            """, to: "gatebook.toml")
        let error = #expect(throws: ConfigurationError.self) { try Configuration.load(path: path) }
        #expect(
            error?.problems.map(\.description) == [
                "\(holidays):2:1: date must be a date such as 2026-01-31, found “2026-13-01”",
                "\(holidays):3:1: date is blank",
                "\(leaves):1:19: unknown column “kinds”; did you mean “kind”?",
                "\(folder.path("missing.csv")): there is no such file; make one with the columns "
                    + "member_id,from,to,kind, or set `leaves` to \"\"",
            ])
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `any text gives a configuration or problems`(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let pieces = [
            "[site]", "[[shift]]", "[[branch]]", "\n", "id", "=", "\"A\"", "title", "1", "true",
            "[", "]", "{", "}", ".", "2026-01-01", "\"", "'", "#", " ", "é", "weekly_off", "\u{0}",
        ]
        for _ in 0..<500 {
            let text = (0..<Int(random.next() % 16)).map { _ in
                pieces[Int(random.next() % UInt64(pieces.count))]
            }.joined()
            for problem in problems(text) { #expect(problem.hasPrefix("gatebook.toml:")) }
        }
    }
}
