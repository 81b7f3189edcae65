import GateModel
import Reports
import Testing

@testable import Site

@Suite struct `The feed` {
    private func renderer(_ language: String) throws -> SiteRenderer {
        SiteRenderer(
            templates: try TemplateSet(
                folders: TemplateFolders([InventedReports.shipped]), language: language),
            frame: InventedReports().frame())
    }

    private let date = LocalDate(daysSinceEpoch: 20_411)

    @Test func `changed days are counted and their people named, at most twelve`() throws {
        let renderer = try renderer("en")
        let one = renderer.changedDay(date, count: 1, people: ["M1"])
        #expect(one.title.hasSuffix(": 1 person-day came out otherwise than before"))
        #expect(one.text == "Changed: M1.")
        let many = renderer.changedDay(
            date, count: 20, people: (1...13).map { MemberID("M\($0)") })
        #expect(many.title.hasSuffix(": 20 person-days came out otherwise than before"))
        #expect(many.text.hasSuffix("M12 …."))
    }

    @Test(arguments: ["ar", "bn", "hi"])
    func `nothing but names is English in another language`(language: String) throws {
        let renderer = try renderer(language)
        let gate = Gate(branch: "B", name: "7", host: "h")
        let alarm = try #require(
            renderer.alarm(of: GateRecord(serial: "1", gate: gate, now: LocalDateTime(date))))
        let change = renderer.changedDay(date, count: 3, people: ["1", "2"])
        for text in [alarm.title, alarm.text, change.title, change.text] {
            #expect(!text.contains { $0.isASCII && $0.isLetter }, "\(text)")
        }
        let file = renderer.feed(
            id: "urn:gatebook:1", title: "1", updated: "2026-11-20T02:00:00Z", entries: [])
        let feed = String(decoding: file.bytes, as: UTF8.self)
        #expect(feed.contains("xml:lang=\"\(language)\""))
    }

    @Test func `feeds of different sites have different ids that stay`() throws {
        let id = SiteFeed.id(title: "Gym", firstGate: "A")
        #expect(id == "urn:gatebook:fd56f4a8298d5dd3a0a3e575eb9c7474")
        #expect(
            Set([
                id, SiteFeed.id(title: "Gym", firstGate: "B"),
                SiteFeed.id(title: "Gym", firstGate: nil),
                SiteFeed.id(title: "Bank", firstGate: "A"),
            ]).count == 4)
        let entry = SiteFeed.Entry(
            key: "gate/7/failed", title: "t", text: "t", page: "p",
            updated: "2026-11-20T02:00:00Z")
        let file = try renderer("en").feed(
            id: id, title: "Gym", updated: "2026-11-20T02:00:00Z", entries: [entry])
        let feed = String(decoding: file.bytes, as: UTF8.self)
        #expect(feed.contains("<id>\(id)</id>"))
        #expect(feed.contains("<id>\(id)/gate/7/failed</id>"))
    }

    @Test func `a gate in order raises no alarm`() throws {
        let renderer = try renderer("en")
        let gate = GateRecord(serial: "1", gate: nil, now: LocalDateTime(date))
        #expect(renderer.alarm(of: gate) == nil)
    }
}
