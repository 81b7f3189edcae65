import GateModel
import Testing

@testable import Reports

@Suite("What changed since the last site")
struct ChangesTests {
    private let asOf = LocalDateTime("2026-11-20T02:00:00")
    private let later = LocalDateTime("2026-11-21T02:00:00")

    private func facts(_ change: (inout SiteFacts) -> Void = { _ in }) throws -> SiteFacts {
        var facts = SiteFacts(asOf: try #require(asOf))
        facts.days = ["2026-11-18", "2026-11-19"]
        facts.exceptions = ["2026-11-18": [exception("9", "08:00:00")], "2026-11-19": []]
        facts.people = [
            "M1": .init(name: "Asha", branch: "DHK", access: "entitled"),
            "M2": .init(name: "Rafi", branch: "", access: "expired"),
        ]
        facts.gates = ["G1": .init(name: "Front", branch: "DHK", status: "ok", firmware: "6.60")]
        change(&facts)
        return facts
    }

    private func exception(_ id: String, _ time: String) -> SiteException {
        SiteException(
            kind: "unknown_id", device: "G1", deviceUserID: id, at: "2026-11-18T\(time)")
    }

    private func build(_ before: SiteFacts?, _ now: SiteFacts) throws -> ChangesReport {
        ChangesBuilder(before: before, now: now, asOf: try #require(later)).build()
    }

    private func lines(_ table: ReportTable) -> [[String]] {
        table.rows.map { $0.map(\.plainText) }
    }

    @Test func `the first site has nothing to compare with`() throws {
        let report = try build(nil, facts())
        #expect(report.since == nil)
        #expect(report.isEmpty)
        #expect(report.pages.isEmpty)
    }

    @Test func `the same facts are no change`() throws {
        let report = try build(facts(), facts())
        #expect(report.since == asOf)
        #expect(report.isEmpty)
    }

    @Test func `exceptions come and go, equals counted one by one`() throws {
        let now = try facts {
            $0.exceptions["2026-11-18"] = []
            $0.exceptions["2026-11-19"] = [exception("7", "09:00:00"), exception("7", "09:00:00")]
        }
        let report = try build(facts(), now)
        #expect(
            lines(report.exceptions).map { Array($0.prefix(3)) + [$0[5]] } == [
                ["came", "2026-11-19", "unknown_id", "7"],
                ["came", "2026-11-19", "unknown_id", "7"],
                ["gone", "2026-11-18", "unknown_id", "9"],
            ])
        #expect(report.pages.map(\.description) == ["2026-11-18", "2026-11-19"])
    }

    @Test func `a date that an earlier site did not look at tells nothing`() throws {
        let before = try facts { $0.exceptions["2026-11-18"] = nil }
        #expect(try build(before, facts()).exceptions.rows.isEmpty)
    }

    @Test func `a new day brings its exceptions`() throws {
        let now = try facts {
            $0.days.append("2026-11-20")
            $0.exceptions["2026-11-20"] = [exception("5", "10:00:00")]
        }
        let report = try build(facts(), now)
        #expect(report.newDays.map(\.description) == ["2026-11-20"])
        #expect(lines(report.exceptions).map(\.[5]) == ["5"])
    }

    @Test func `people come, go, and may no longer or again pass`() throws {
        let now = try facts {
            $0.people = [
                "M1": .init(name: "Asha", branch: "DHK", access: "suspended"),
                "M3": .init(name: "Nova", branch: "", access: "entitled"),
            ]
        }
        #expect(
            lines(try build(facts(), now).people) == [
                ["blocked", "M1", "Asha", "DHK", "suspended"],
                ["removed", "M2", "Rafi", "", "expired"],
                ["joined", "M3", "Nova", "", "entitled"],
            ])
        let back = try facts { $0.people["M2"]?.access = "entitled" }
        #expect(lines(try build(facts(), back).people).map(\.[0]) == ["restored"])
    }

    @Test func `gates fail, recover and get another firmware`() throws {
        let failed = try facts {
            $0.gates["G1"]?.status = "failed"
            $0.gates["G1"]?.firmware = "6.70"
        }
        #expect(
            lines(try build(facts(), failed).gates) == [
                ["failed", "G1", "Front", "DHK", "ok", "failed"],
                ["firmware", "G1", "Front", "DHK", "6.60", "6.70"],
            ])
        #expect(lines(try build(failed, facts()).gates).map(\.[0]) == ["recovered", "firmware"])
    }

    @Test func `gates tell of other hardware, but not when they fall silent`() throws {
        let before = try facts { $0.gates["G1"]?.told = ["mac": "a", "finger_algorithm": "9"] }
        let now = try facts {
            $0.gates["G1"]?.told = ["mac": "b", "model": "K40"]
            $0.gates["G1"]?.firmware = ""
        }
        #expect(lines(try build(before, now).gates) == [["mac", "G1", "Front", "DHK", "a", "b"]])
        // A site of an older gatebook told neither.
        #expect(lines(try build(facts(), now).gates) == [])
    }

    @Test func `corrections are told when they are made and when they are undone`() throws {
        var builder = ChangesBuilder(
            before: try facts { $0.lastCorrection = 2 }, now: try facts(),
            asOf: try #require(later))
        let date = try #require(LocalDate("2026-11-18"))
        let entry = Correction(
            number: 1, memberID: MemberID("M1"), date: date, kind: .in, at: LocalDateTime(date),
            reason: "forgot", recordedAt: LocalDateTime(date))
        var (undone, new) = (entry, entry)
        (undone.number, undone.undoneBy) = (2, 3)
        new.number = 4
        builder.add(corrections: [entry, undone, new])
        #expect(
            lines(builder.build().corrections).map { Array($0.prefix(4)) } == [
                ["undone", "2", "M1", "Asha"], ["made", "4", "M1", "Asha"],
            ])
    }
}
