import GateModel
import Testing

@Suite struct `Nearest names` {
    static let keys = ["title", "time_zone", "language", "output", "templates"]

    @Test(arguments: [
        ("titel", "title"), ("Title", "title"), ("time-zone", "time_zone"),
        ("timezone", "time_zone"),
        ("langage", "language"), ("template", "templates"), ("out", "output"),
        ("lnaguage", "language"),
        ("fleet", nil), ("", nil), ("x", nil),
    ])
    func `a slip is understood, another word is not`(written: String, meant: String?) {
        #expect(NearestName.find(written, in: Self.keys) == meant)
    }

    @Test(arguments: [("a", "b", nil), ("D", "d", "d"), ("N1", "N", "N"), ("AB", "BA", "BA")])
    func `short names are near only when something agrees`(
        written: String, known: String, meant: String?
    ) {
        #expect(NearestName.find(written, in: [known]) == meant)
    }

    @Test func `the hint names the nearest, lists the known or says nothing`() {
        #expect(NearestName.hint("titel", in: Self.keys) == "; did you mean “title”?")
        #expect(
            NearestName.hint("zzz", in: ["tcp", "udp", "auto"]) == "; known are tcp, udp and auto")
        #expect(NearestName.hint("zzz", in: ["tcp"]) == "; known is tcp")
        #expect(NearestName.hint("zzz", in: Self.keys, listingUpTo: 4) == "")
        #expect(NearestName.hint("zzz", in: [String]()) == "")
    }

    @Test func `very long names are compared with nothing`() {
        #expect(NearestName.find(String(repeating: "a", count: 5000), in: Self.keys) == nil)
    }
}
