import GateModel
import Reports

/// Why a day is what it is, in the page's language.
///
/// The judge writes English; for other languages its shape is looked up, and the sentence about a worked
/// day is made anew from the figures.
struct WhySentence {
    let text: CellText

    private var wording: Wording { text.wording }

    /// The sentence about a row of the days file.
    func sentence(_ row: ReportRow, on date: LocalDate?) -> String {
        guard wording.language != "en" else { return text.sentence(row.words("why") ?? "") }
        if let said = row.words("why").flatMap(Phrasebook(text: text).known) { return said }
        let status = row.words("status") ?? "unknown"
        var parts: [String] = []
        func time(_ key: String) -> String? {
            row.words(key) == nil ? nil : text.shown(row.cell(key), row.column(key), on: date).text
        }
        let (first, last) = (time("first_in"), time("last_out"))
        if let first { parts.append(wording("why_in", ["time": first])) }
        if let last { parts.append(wording("why_out", ["time": last])) }
        let worked = ["present", "off", "holiday", "leave", "short_stay"].contains(status)
        if worked, first != nil || last != nil {
            if first == nil { parts.append(wording("why_no_in")) }
            if last == nil { parts.append(wording("why_no_out")) }
        }
        if let late = row.number("late_minutes"), late > 0 {
            parts.append(wording("why_late", ["span": text.minutes(late)]))
        }
        if let early = row.number("early_minutes"), early > 0 {
            parts.append(wording("why_early", ["span": text.minutes(early)]))
        }
        if row.isTrue("half_day") { parts.append(wording("why_half_day")) }
        if status == "short_stay" { parts.append(wording("why_short_stay")) }
        if parts.isEmpty { return wording.word("why_\(status)") ?? wording("status_\(status)") }
        return parts.joined(separator: wording("why_join"))
    }
}
