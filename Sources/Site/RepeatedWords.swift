import Attendance
import Reports

/// Words that repeat from row to row of one table, looked up once.
final class RepeatedWords {
    private let text: CellText
    private var codes: [Int: String] = [:]
    private var titles: [String: String] = [:]
    private var statuses: [String: String] = [:]
    private var uses: [String: String] = [:]
    private var tellings: [Told: String] = [:]

    /// Remembers words of one language.
    init(_ text: CellText) { self.text = text }

    /// The raw codes of a punch, in words.
    func codes(state: UInt8, verify: UInt8) -> String {
        let key = Int(state) << 8 | Int(verify)
        if let known = codes[key] { return known }
        let wording = text.wording
        let meaning = wording.word("state_\(state)") ?? wording("state_other")
        let mode = VerifyMode(code: verify).map {
            wording(
                "verify_known",
                ["code": String(verify), "mode": wording("verify_\($0.rawValue)")])
        }
        let made = wording(
            "punch_raw",
            ["state": String(state), "meaning": meaning, "verify": mode ?? String(verify)])
        codes[key] = made
        return made
    }

    /// What tells which way a punch went; `nil` where nothing needs to be said.
    func told(_ judged: JudgedPunch) -> String? {
        guard let source = judged.source else { return nil }
        let key = Told(use: judged.use, direction: judged.direction, source: source)
        if let known = tellings[key] { return known }
        let isPlaced = source == .position && judged.use == .out
        let how = text.wording("told_\(isPlaced ? "last" : source.rawValue)")
        // Of a punch that was used its use says which way it went.
        let isUsed = judged.use == .in || judged.use == .out
        let way = judged.direction == .exit ? "kind_out" : "kind_in"
        let made =
            isUsed ? how : text.wording("told_way", ["way": text.wording(way), "how": how])
        tellings[key] = made
        return made
    }

    private struct Told: Hashable {
        var use: PunchUse
        var direction: Direction
        var source: DirectionSource
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
