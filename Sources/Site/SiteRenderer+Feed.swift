package import GateModel
package import Reports

/// What entries of the feed say, in the language of the site.
extension SiteRenderer {
    /// Title and text about a gate that needs attention; `nil` when it needs none.
    ///
    /// After a failure, what the program saw stands behind the sentence.
    package func alarm(of gate: GateRecord) -> (title: String, text: String)? {
        guard let problem = gate.problem else { return nil }
        let sentence = FailureWords(wording: wording).sentence(problem)
        let isSeen = gate.status == .failed && sentence != problem
        return (
            wording(
                "feed_gate",
                ["gate": gate.displayName, "state": wording("gate_\(gate.status.rawValue)")]),
            isSeen ? "\(sentence) (\(problem))" : sentence
        )
    }

    /// Title and text about `count` person-days of `date` that came out otherwise than before.
    package func changedDay(
        _ date: LocalDate, count: Int, people: [MemberID]
    ) -> (title: String, text: String) {
        let shown = 12
        let few = people.prefix(shown).map(\.rawValue).joined(separator: ", ")
        return (
            wording.counted("feed_changes", count, ["date": CellText(wording).medium(date)]),
            wording(
                "feed_changed", ["people": few + (people.count > shown ? " …" : "")])
        )
    }

    /// The feed of `entries`, newest first.
    package func feed(
        id: String, title: String, updated: String, entries: [SiteFeed.Entry]
    ) -> SiteFile {
        SiteFeed(
            id: id, title: title, language: wording.language, updated: updated, entries: entries
        ).file
    }

    private var wording: Wording { frame.wording }
}
