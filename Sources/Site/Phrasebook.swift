import GateModel

/// Tells what the judge, the policy and the sync say in the page's language.
///
/// They say it in English, in sentences of a known shape, which the JSON keeps; ``SaidPattern`` lists
/// the shapes, the language files hold a word for each: `said_window`, `said_read_never` …
struct Phrasebook {
    let text: CellText

    private var wording: Wording { text.wording }

    /// The sentence in the page's language; as it is where its shape is not known.
    func sentence(_ said: String) -> String {
        guard wording.language != "en" else { return text.sentence(said) }
        return known(said) ?? text.sentence(said)
    }

    /// The sentence in the page's language; `nil` when its shape is not known.
    func known(_ said: String) -> String? {
        if said.hasSuffix(".") {
            return part(said.dropLast()).map { $0 + wording("said_stop") }
        }
        return part(Substring(said))
    }

    // MARK: - Non public

    /// A sentence without its full stop: one shape, or several with semicolons between.
    ///
    /// Shapes that begin with a hole come last, else a name could swallow a sentence before it.
    private func part(_ said: Substring) -> String? {
        if let told = told(said, by: SaidPattern.named) { return told }
        let parts = said.split(separator: "; ", omittingEmptySubsequences: false)
        if parts.count > 1 {
            let told = parts.compactMap(part)
            if told.count == parts.count { return told.joined(separator: wording("said_join")) }
        }
        return told(said, by: SaidPattern.nameless)
    }

    /// What the first shape that fits makes of it.
    private func told(_ said: Substring, by patterns: [SaidPattern]) -> String? {
        for pattern in patterns {
            guard let captures = pattern.captures(in: said) else { continue }
            var values: [String: String] = [:]
            for (hole, found) in captures { values[hole.name] = value(found, hole) }
            guard values.count == captures.count else { continue }
            return wording.filled("said_\(pattern.key)", values)
        }
        return nil
    }

    /// What was found in a hole, as the language writes it; `nil` when it is no such thing.
    private func value(_ found: Substring, _ hole: SaidPattern.Hole) -> String? {
        let said = String(found)
        switch hole.kind {
        case .text: return said
        case .part: return part(found)
        case .number: return Int(said).map(wording.number)
        case .span:
            return said.hasSuffix(" s") ? Int(said.dropLast(2)).map(text.coarseSpan) : nil
        case .date: return date(found)
        case .time: return time(found)
        case .moment: return LocalDateTime(said).map(text.moment)
        }
    }

    /// `2026-10-05`, after a short day of the week or not.
    private func date(_ found: Substring) -> String? {
        let words = found.split(separator: " ")
        guard words.count < 3, let date = words.last.flatMap({ LocalDate(String($0)) }) else {
            return nil
        }
        return text.medium(date)
    }

    /// `08:55`, `08:55:10`, `24:00`, after a short day of the week or a date or not.
    private func time(_ found: Substring) -> String? {
        var words = found.split(separator: " ")[...]
        guard let clock = words.popLast(), clock.utf8.count == 5 || clock.utf8.count == 8,
            clock.utf8.allSatisfy({ (0x30...0x3A).contains($0) })
        else { return nil }
        let shown = wording.digits(String(clock.prefix(5)))
        guard let day = words.first else { return shown }
        if words.count == 1, let name = wording.word("weekday_\(day.lowercased())_short") {
            return wording("said_day_time", ["day": name, "time": shown])
        }
        guard let date = date(words.joined(separator: " ")[...]) else { return nil }
        return wording("said_day_time", ["day": date, "time": shown])
    }
}
