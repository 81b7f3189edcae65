import GateModel
import OrderedJSON
import Store
import Testing

@testable import GatebookCLI

@Suite struct `Rows of days` {
    private func line(
        _ member: String, status: String, shift: String? = "D", why: String = "", late: Int? = nil
    ) -> String {
        let row: JSONValue = [
            "date": "2026-10-05", "member_id": .string(member), "shift": .optional(shift),
            "status": .string(status), "late_minutes": .optional(late), "why": .string(why),
        ]
        return row.text.filter { $0 != "\n" } + "\n"
    }

    @Test func `that are the same have not changed`() {
        let rows = line("1", status: "present") + line("2", status: "absent")
        #expect(DayLines.changes(from: rows, to: rows).isEmpty)
    }

    @Test func `that are only worded otherwise have not changed`() {
        #expect(
            DayLines.changes(
                from: line("1", status: "unknown", why: "B not read since Mon 23:00."),
                to: line("1", status: "unknown", why: "B not read since Tue 23:00.")
            ).isEmpty)
    }

    @Test func `are compared by person and shift`() {
        let old =
            line("1", status: "unknown") + line("2", status: "absent")
            + line("3", status: "present", shift: "E")
        let new =
            line("1", status: "present", late: 12) + line("2", status: "absent")
            + line("3", status: "present", shift: "D") + line("4", status: "visit", shift: nil)
        let changes = DayLines.changes(from: old, to: new)
        #expect(changes.map(\.memberID) == ["1", "3", "4", "3"])
        #expect(changes.map(\.shift) == ["D", "D", "", "E"])
        #expect(changes.map { $0.before == nil } == [false, true, true, false])
        #expect(changes.map { $0.after == nil } == [false, false, false, true])
        #expect(
            DayLines.sentence(changes[0]) == "status: unknown → present; late_minutes: – → 12")
        #expect(changes[0].date == LocalDate("2026-10-05"))
    }
}
