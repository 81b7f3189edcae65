import Reports

/// Words that repeat from row to row of one table, looked up once.
final class RepeatedWords {
    private let text: CellText
    private var codes: [Int: String] = [:]
    private var titles: [String: String] = [:]
    private var statuses: [String: String] = [:]
    private var uses: [String: String] = [:]

    /// Remembers words of one language.
    init(_ text: CellText) { self.text = text }

    /// The raw codes of a punch, in words.
    func codes(state: UInt8, verify: UInt8) -> String {
        let key = Int(state) << 8 | Int(verify)
        if let known = codes[key] { return known }
        let wording = text.wording
        let meaning = wording.word("state_\(state)") ?? wording("state_other")
        let made = wording(
            "punch_raw",
            ["state": String(state), "meaning": meaning, "verify": String(verify)])
        codes[key] = made
        return made
    }

    /// The title of a column in the page's language.
    func title(of key: String, in row: ReportRow) -> String {
        if let known = titles[key] { return known }
        let made = text.title(row.column(key))
        titles[key] = made
        return made
    }

    /// What a status is called.
    func status(_ status: String) -> String {
        if let known = statuses[status] { return known }
        let made = text.wording("status_\(status)")
        statuses[status] = made
        return made
    }

    /// What a punch was used as.
    func use(_ use: String) -> String {
        if let known = uses[use] { return known }
        let made = text.wording("use_\(use)")
        uses[use] = made
        return made
    }
}
