import Foundation
import GateModel
import Testing

@testable import Site

@Suite("Sentences of the judge in other languages")
struct PhrasebookTests {
    private func wording(_ language: String) throws -> Wording {
        try TemplateSet(
            folders: TemplateFolders([InventedReports.shipped]), language: language
        ).wording
    }

    private func book(_ language: String) throws -> Phrasebook {
        Phrasebook(text: CellText(try wording(language)))
    }

    @Test func `the English words are the shapes themselves`() throws {
        let english = try wording("en")
        for pattern in SaidPattern.all {
            #expect(english.word("said_\(pattern.key)") == pattern.shape)
        }
    }

    @Test(arguments: [
        ("Its clock is 75 s ahead.", "Its clock is 1 min 15 s ahead."),
        ("Its clock is 21599 s behind.", "Its clock is 5 h 59 min behind."),
        ("Its clock is 400000 s behind.", "Its clock is 4 days behind."),
    ])
    func `a wrong clock is told in hours where it is hours`(said: String, told: String) throws {
        #expect(FailureWords(wording: try wording("en")).sentence(said) == told)
    }

    @Test(arguments: ["bn", "hi", "ar"])
    func `every language says every shape with no other holes`(language: String) throws {
        let wording = try wording(language)
        for pattern in SaidPattern.all {
            let word = try #require(wording.word("said_\(pattern.key)"), "\(pattern.key)")
            let holes = SaidPattern(pattern.key, word).names
            #expect(Set(holes).isSubset(of: pattern.names), "\(pattern.key)")
        }
    }

    @Test(arguments: [
        "Window 06:00 to Fri 00:30; shift D as of 2026-01-01; 2 of 4 punches used.",
        "Window 06:00 to 24:00.",
        "The clock of AZX101 was 1802 s ahead when it was read; times are as read.",
        "Besides, a punch has an impossible time (the gate's clock was not set).",
        "Correction 3 by M1 on 2026-11-20: exit 18:00:00, “B; C”; no exit recorded.",
        "No punch so far, but A was never read; B not read since Thu 02:00 and 12 more gates.",
        "No punch; A, B and 3 more gates read by 2026-11-20T02:00:00, after the day closed.",
        "Entered while expired, 12 days.", "90 s after the punch before it",
        "access ended on 2026-10-31", "Not on the roster of this gate.",
        "The time lies after the reading that brought it.",
        "left alone: has administrator rights on the gate, although left on 2026-10-01",
        "A was read at 2026-11-20T02:00:00 with a wrong clock",
    ])
    func `what the judge says leaves no small Latin letter`(said: String) throws {
        for language in ["bn", "hi", "ar"] {
            let told = try #require(try book(language).known(said), "\(language)")
            #expect(!told.contains { $0.isASCII && $0.isLowercase }, "\(told)")
            #expect(!told.contains("{"), "\(told)")
        }
    }

    @Test func `names keep whatever stands in them`() throws {
        let told = try book("ar").sentence("Gate; was never read was never read.")
        #expect(told.contains("Gate; was never read"), "\(told)")
        #expect(try book("ar").sentence("Something nobody says") == "Something nobody says")
        #expect(try book("en").sentence("A was never read.") == "A was never read.")
    }
}
