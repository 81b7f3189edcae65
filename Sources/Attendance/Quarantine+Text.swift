package import GateModel

extension Quarantine {
    /// What is known so far as text, a line a gate and a line an impossible punch, for the next run.
    package var savedText: String {
        var lines = ["last \(lastID)"]
        for (serial, state) in progress.sorted(by: { $0.key < $1.key }) {
            let last = state.lastPossible.map { String($0.secondsSinceEpoch) } ?? "-"
            lines.append(
                "gate \(last) \(state.position) \(state.source.rawValue) "
                    + "\(state.readAt.secondsSinceEpoch) \(serial)")
        }
        let waiting = Set(progress.values.flatMap(\.waiting))
        for (id, verdict) in verdicts.sorted(by: { $0.key < $1.key }) {
            let doubt = verdict.reason.doubt
            lines.append(
                "punch \(id) \(waiting.contains(id) ? "waiting" : "settled") "
                    + "\(doubt.lowerBound.daysSinceEpoch) \(doubt.upperBound.daysSinceEpoch) "
                    + verdict.reason.sentence)
        }
        return lines.joined(separator: "\n")
    }

    /// The row ids of the impossible punches that a saved text names.
    package static func punchIDs(inSavedText text: String) -> [Int64] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", maxSplits: 2)
            return words.count == 3 && words[0] == "punch" ? Int64(words[1]) : nil
        }
    }

    /// Goes on where a saved text stopped; `nil` when the text is not understood.
    ///
    /// `punches` are those of ``punchIDs(inSavedText:)``.
    package init?(savedText text: String, punches: [StoredPunch]) {
        let stored = Dictionary(punches.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var lastID: Int64?
        var progress: [GateSerial: Progress] = [:]
        var verdicts: [Verdict] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 5)
            switch (words.first, words.count) {
            case ("last", 2):
                lastID = Int64(words[1])
            case ("gate", 6):
                guard let position = Int(words[2]), let readAt = Int(words[4]),
                    let source = PunchSource(rawValue: String(words[3]))
                else { return nil }
                progress[GateSerial(String(words[5]))] = Progress(
                    lastPossible: Int(words[1]).map(LocalDateTime.init(secondsSinceEpoch:)),
                    position: position, source: source,
                    readAt: LocalDateTime(secondsSinceEpoch: readAt))
            case ("punch", 6):
                guard let id = Int64(words[1]), let punch = stored[id],
                    let from = Int(words[3]), let to = Int(words[4]), from <= to
                else { return nil }
                let doubt = LocalDate(daysSinceEpoch: from)...LocalDate(daysSinceEpoch: to)
                verdicts.append(
                    Verdict(
                        stored: punch,
                        reason: QuarantineReason(sentence: String(words[5]), doubt: doubt)))
                if words[2] == "waiting" { progress[punch.serial]?.waiting.append(id) }
            default:
                return nil
            }
        }
        guard let lastID else { return nil }
        self.init(lastID: lastID, progress: progress, verdicts: verdicts)
    }
}
