import GateModel
import Reports

/// What happened to the entitlement, and what is saved of the fingers.
extension PersonPage {
    private static let told = [
        ReportColumn("when", "When", .text), ReportColumn("details", "Details", .text),
    ]
    private static let fits = ReportColumn("fits", "Can be written to", .text)

    /// Adds the timeline.
    func addTimeline(_ page: PageDictionary) {
        var table = ReportTable(
            name: report.timeline.name, columns: report.timeline.columns + Self.told)
        for row in report.timeline.reportRows {
            table.append(
                row.cells + [.text(moment(row)), .known(details(row)) { .text($0) }])
        }
        let block = add(
            page, "timeline", table, keys: ["when", "act", "gate", "details"], head: "when",
            rare: ["gate", "details"], isWide: true)
        guard report.olderEvents > 0 else { return }
        block.add("BLOCK_MORE").set(
            "BLOCK_MORE_TEXT", wording.counted("timeline_older", report.olderEvents))
    }

    /// Adds what the vault has of each finger.
    func addBackups(_ page: PageDictionary) {
        var table = ReportTable(
            name: report.backups.name, columns: report.backups.columns + [Self.fits])
        for row in report.backups.reportRows {
            table.append(row.cells + [.text(fits(row))])
        }
        add(
            page, "backups", table,
            keys: ["finger", "saved_at", "gate", "algorithm", "mark", "bytes", "fits"],
            head: "finger", rare: ["algorithm"], isWide: true)
    }

    // MARK: - Non public

    private func moment(_ row: ReportRow) -> String {
        guard case .date(let day) = row.cell("day") else { return "" }
        guard case .time(let time) = row.cell("time") else { return text.medium(day) }
        return wording("moment", ["date": text.medium(day), "time": text.clock(time)])
    }

    /// Which fingers, why, and whether it was proven, acknowledged or refused; `nil` when there is
    /// nothing to add.
    private func details(_ row: ReportRow) -> String? {
        var parts: [String] = []
        if let numbers = row.words("finger_numbers")?.split(separator: ";").compactMap({ Int($0) })
        {
            let which = numbers.map { wording.number($0) }.joined(separator: ", ")
            parts.append(wording.counted("way_fingers", numbers.count, ["which": which]))
        }
        if let reason = row.words("reason") {
            parts.append(Phrasebook(text: text).sentence(reason))
        }
        switch (row.words("outcome"), row.cell("proven_at")) {
        case (nil, _):
            if let failure = row.words("failure") {
                parts.append(FailureWords(wording: wording).sentence(failure))
            }
            if row.words("serial") == nil { parts.append(wording("timeline_by_roster")) }
        case (_, .dateTime(let time)):
            parts.append(wording("timeline_proven", ["time": text.moment(time)]))
        case ("done", _): parts.append(wording("timeline_acknowledged"))
        case (let outcome?, _): parts.append(wording("outcome_\(outcome)"))
        }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    /// Which gates take a finger, in words; what is not known is said.
    private func fits(_ row: ReportRow) -> String {
        guard row.words("algorithm") != nil else { return wording("fits_algorithm_unknown") }
        var parts: [String] = []
        let models = row.words("models")?.split(separator: ";").joined(separator: ", ") ?? ""
        let counts = ["fitting", "other", "unknown"].map {
            (key: $0, n: row.number("gates_\($0)") ?? 0)
        }
        for (key, count) in counts where count > 0 || key == "fitting" {
            let isNamed = key == "fitting" && count > 0 && !models.isEmpty
            let said = wording.counted("fits_\(key)", count)
            parts.append(
                isNamed ? wording("fits_models", ["gates": said, "models": models]) : said)
        }
        return parts.joined(separator: " · ")
    }
}
