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
}
