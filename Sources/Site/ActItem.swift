import GateModel
import Reports

/// A line about something done at a gate for a person.
struct ActItem {
    let text: CellText
    let frame: PageFrame
    let path: String

    /// The line of a row of the acts: `change, outcome, member_id, name, gate, reason, at`.
    func item(_ row: ReportRow) -> PersonList.Item {
        let wording = frame.wording
        let change = row.words("change") ?? ""
        let outcome = row.words("outcome") ?? ""
        var note = [row.words("gate") ?? row.words("device") ?? ""]
        if case .dateTime(let at) = row.cell("at") { note.append(text.moment(at)) }
        if let reason = row.words("reason") { note.append(Phrasebook(text: text).sentence(reason)) }
        if outcome != "done" { note.append(wording("outcome_\(outcome)")) }
        return PersonList.Item(
            name: row.words("name") ?? row.words("member_id") ?? "",
            note: note.joined(separator: " · "),
            value: wording.word("act_\(change)") ?? change,
            url: frame.link(toPerson: row.words("member_id"), on: path))
    }
}
