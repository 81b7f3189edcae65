import GateModel
import Testing

@testable import Store

struct CorrectionTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func correction(_ kind: Correction.Kind = .out) -> Correction {
        Correction(
            number: 0, memberID: "M1", date: Fixture.nine().date, kind: kind,
            at: Fixture.nine(9 * 3600), reason: "forgot", by: "Office",
            recordedAt: Fixture.nine(86_400))
    }

    @Test func `the ledger numbers its entries and keeps them`() async throws {
        let store = try fixture.open()
        #expect(try await store.add(correction()).number == 1)
        #expect(try await store.add(correction(.in)).number == 2)
        var second = correction(.in)
        second.number = 2
        #expect(try await store.corrections().last == second)
    }

    @Test func `undo is another entry and works once`() async throws {
        let store = try fixture.open()
        _ = try await store.add(correction())
        let undone = try await store.undoCorrection(
            1, reason: "wrong person", by: "Office", recordedAt: Fixture.nine())
        #expect(undone?.undoneBy == 2)
        #expect(try await store.corrections().map(\.undoneBy) == [2])
        let again = try await store.undoCorrection(
            1, reason: "", by: "", recordedAt: Fixture.nine())
        #expect(again == nil)
        #expect(try await store.number("SELECT count(*) FROM correction") == 2)
    }

    @Test(arguments: [
        "UPDATE correction SET reason = 'x'", "DELETE FROM correction",
        "UPDATE issued_month SET rows = ''", "DELETE FROM issued_month",
    ])
    func `nobody changes what was entered or issued`(sql: String) async throws {
        let store = try fixture.open()
        _ = try await store.add(correction())
        try await store.issue(
            IssuedMonth(
                month: "2026-10", revision: 1, issuedAt: Fixture.nine(), digest: "d", rows: "{}"))
        await #expect(throws: StoreError.self) { try await store.execute(sql) }
    }

    @Test func `judged dates are replaced, outdated, and changes are listed`() async throws {
        let store = try fixture.open()
        let date = Fixture.nine().date
        let first = JudgedDate(date: date, inputs: "a", content: .punches, rows: "{}\n")
        try await store.keep([first], changes: [], foundAt: Fixture.nine())
        #expect(try await store.judgedDates(date...date) == [first])
        let change = DayChange(date: date, memberID: "M1", shift: "D", before: "{}", after: nil)
        let second = JudgedDate(date: date, inputs: "b", content: .nothing, rows: "")
        try await store.keep([second], changes: [change], foundAt: Fixture.nine())
        #expect(try await store.judgedInputs()[date]?.inputs == "b")
        #expect(try await store.judgedInputs()[date]?.content == .nothing)
        #expect(try await store.changes().map(\.change) == [change])
        try await store.keepDerived(["quarantine": "x"], outdating: [date])
        #expect(try await store.judgedInputs()[date]?.inputs == "")
        #expect(try await store.derived("quarantine") == "x")
    }

    @Test func `punches come in the order of arrival`() async throws {
        let store = try fixture.open()
        _ = try await store.record(Fixture.reading(), punches: Fixture.punches(10))
        #expect(try await store.punches(after: 3, limit: 4).map(\.id) == [4, 5, 6, 7])
    }
}
