import GateModel
import Reports

/// Which gates were read for a day, through the part `_coverage.html`.
struct CoverageStrip {
    let text: CellText
    let frame: PageFrame

    /// What the section offers.
    static let placeholders: [Placeholder] = [
        .text("COVERAGE_TEXT", "How many gates were read, in a sentence."),
        .text("COVERAGE_STYLE", "`all`, `some` or `none`."),
        .section(
            "GATES_NOT_READ", "Shown when a few gates were not read to the end.",
            [.section("GATES", "One of them.", gate)]),
        .section(
            "GATES_WAITING", "Shown when many gates were not read to the end.",
            [
                .text("GATES_WAITING_TEXT", "How many."),
                .section("GATES", "One of them.", gate),
            ]),
        .section(
            "GATES_READ", "Shown when any gate was read.",
            [
                .text("GATES_READ_TEXT", "How many."),
                .section("GATES", "A gate that was read.", gate),
            ]),
    ]

    private static let gate: [Placeholder] = [
        .text("GATE_NAME", "Name of the gate."),
        .text("GATE_BRANCH", "Its branch."),
        .text("GATE_NOTE", "When it was read, or why not."),
    ]

    /// Fills the section from the table `serial, branch, name, read_at, ok, note`.
    ///
    /// `absent` people may be named although gates were not read after midnight: their shift was over
    /// before. `open` is how many are not known since theirs was not.
    func fill(_ section: PageDictionary, _ table: ReportTable, absent: Int, open: Int) {
        let wording = text.wording
        let gates = table.reportRows
        let read = gates.filter { $0.isTrue("ok") }
        let missing = gates.filter { !$0.isTrue("ok") }
        let style = read.isEmpty ? "none" : missing.isEmpty ? "all" : "some"
        section.set("COVERAGE_STYLE", style)
        section.set(
            "COVERAGE_TEXT",
            gates.isEmpty
                ? wording("coverage_no_gates")
                : sentence(style, gates.count, read: read.count, absent: absent, open: open))
        if missing.count > 4 {
            let block = section.add("GATES_WAITING")
            block.set("GATES_WAITING_TEXT", wording.counted("gates_waiting", missing.count))
            for gate in missing { fill(block.add("GATES"), gate) }
        } else if !missing.isEmpty {
            let block = section.add("GATES_NOT_READ")
            for gate in missing { fill(block.add("GATES"), gate) }
        }
        guard !read.isEmpty else { return }
        let block = section.add("GATES_READ")
        block.set("GATES_READ_TEXT", wording.counted("gates_read", read.count))
        for gate in read { fill(block.add("GATES"), gate) }
    }

    private func sentence(
        _ style: String, _ count: Int, read: Int, absent: Int, open: Int
    ) -> String {
        let wording = text.wording
        let key = style == "none" && absent > 0 ? "coverage_early" : "coverage_\(style)"
        let read = wording.counted(key, count, ["read": wording.number(read)])
        return open == 0 ? read : read + " " + wording.counted("coverage_open", open)
    }

    private func fill(_ section: PageDictionary, _ gate: ReportRow) {
        let name = gate.words("name") ?? gate.words("serial") ?? ""
        section.set("GATE_NAME", name)
        section.set("GATE_BRANCH", gate.words("branch").map { frame.name(of: $0) } ?? "")
        let isRead = gate.isTrue("ok")
        var note = text.sentence(gate.words("note") ?? "")
        // The reasons of the judge are English; elsewhere the time of the reading says it.
        if text.wording.language != "en" { note = "" }
        if note.isEmpty || isRead, case .dateTime(let time) = gate.cell("read_at") {
            note = text.wording("read_at", ["time": text.moment(time)])
        }
        if note.isEmpty { note = text.wording("never_read") }
        // The name stands before the note already.
        if note.hasPrefix(name + " ") { note.removeFirst(name.count + 1) }
        section.set("GATE_NOTE", note)
    }

    /// The table with gate names where its column `device` has serials.
    static func naming(_ table: ReportTable, _ coverage: ReportTable) -> ReportTable {
        guard let device = table.index(of: "device") else { return table }
        let names = gateNames(coverage)
        var named = ReportTable(name: table.name, columns: table.columns)
        for var row in table.rows {
            if let name = names[row[device].plainText] { row[device] = .text(name) }
            named.append(row)
        }
        return named
    }

    /// Gate names by serial.
    static func gateNames(_ coverage: ReportTable) -> [String: String] {
        var names: [String: String] = [:]
        for gate in coverage.reportRows {
            if let serial = gate.words("serial"), let name = gate.words("name") {
                names[serial] = name
            }
        }
        return names
    }
}
