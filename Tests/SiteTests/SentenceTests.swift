import GateModel
import Testing

@testable import Site

@Suite struct `Words for people` {
    private let text: CellText

    init() throws {
        let templates = try TemplateSet(
            folders: TemplateFolders([InventedReports.shipped]), language: "en")
        text = CellText(templates.wording)
    }

    @Test(arguments: [
        (
            "Front read by 2026-11-20T02:00:00, after the day closed.",
            "Front read by Fri 20 Nov 2026, 02:00, after the day closed."
        ),
        ("Side not read since Fri 2026-11-20 02:00.", "Side not read since Fri 20 Nov 2026 02:00."),
        (
            "In at 08:55:10, out at 18:03:40; shift D 09:00–18:00.",
            "In at 08:55, out at 18:03; shift D 09:00–18:00."
        ),
        ("Id 2026-11-200 stays.", "Id 2026-11-200 stays."),
        ("Gate 12 at 99:99:99.", "Gate 12 at 99:99:99."),
    ])
    func `sentences speak of dates and times as people do`(sentence: String, shown: String) {
        #expect(text.sentence(sentence) == shown)
    }

    @Test(arguments: [
        (
            "cannot reach the gate at 10.0.0.9:4370: connect failed: Connection refused (errno 111)",
            "failure_refused"
        ),
        ("the device at 10.0.0.9 is another one: it says serial X", "failure_other_gate"),
        ("cannot read the log of the gate at 10.0.0.9: no answer within 10 s", "failure_timeout"),
        ("cannot reach the gate at a: cannot find the address of a: nothing", "failure_name"),
        ("cannot x the gate: something strange (errno 5)", "failure_other"),
    ])
    func `failures have no numbers of errors`(failure: String, word: String) {
        #expect(FailureWords(wording: text.wording).sentence(failure) == text.wording(word))
    }

    @Test func `a person keeps the file name, whoever else joins`() {
        let paths = SitePath(branches: [])
        #expect(paths.person("PDB-1001") == "people/PDB-1001.html")
        #expect(paths.person("m1").lowercased() != paths.person("M1").lowercased())
        #expect(paths.person("../etc").hasPrefix("people/etc-"))
        #expect(paths.person("index") != SitePath.people)
    }

    @Test(arguments: ["bn", "hi", "ar"])
    func `a language has every word, with the same values in it`(language: String) throws {
        let folders = TemplateFolders([InventedReports.shipped])
        let english = try Wording(language: "en", folders: folders)
        let other = try Wording(language: language, folders: folders)
        func values(_ text: String) -> Set<String> {
            Set(text.matches(of: #/{[a-z]+}/#).map { String($0.output) })
        }
        for key in english.keys where !["digits", "plurals"].contains(key) {
            let word = try #require(other.word(key), "\(language) lacks \(key)")
            let own = values(word)
            #expect(own.isSubset(of: values(english.word(key) ?? "")), "\(language) \(key)")
            if !key.hasSuffix(".one") { #expect(own == values(english.word(key) ?? ""), "\(key)") }
        }
    }

    @Test(
        arguments: [
            (0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"),
            (99, "many"),
            (100, nil), (102, nil), (103, "few"), (111, "many"),
        ] as [(Int, String?)])
    func `Arabic has six forms`(number: Int, form: String?) {
        #expect(PluralRule.arabic.form(of: number) == form)
    }

    @Test func `pages of another language have its digits and direction`() throws {
        let templates = try TemplateSet(
            folders: TemplateFolders([InventedReports.shipped]), language: "ar")
        let reports = InventedReports()
        let renderer = SiteRenderer(templates: templates, frame: reports.frame())
        let files = try renderer.day(reports.day(), downloads: [])
        let page = String(decoding: files[0].bytes, as: UTF8.self)
        #expect(page.contains("<html lang=\"ar\" dir=\"rtl\">"))
        #expect(page.contains("الأربعاء ١٩ نوفمبر ٢٠٢٥"))
        #expect(!page.contains("within the grace"))
        let data = String(decoding: files[1].bytes, as: UTF8.self)
        #expect(data.contains("\"date\":\"2025-11-19\""))
    }
}
