import GateModel
import Reports

/// By what somebody can pass a gate, in words: fingers with their numbers, card, password, face.
struct RemainingText {
    let wording: Wording

    private static let column = ReportColumn("remaining", "Can pass by", .text)

    /// The table with the column `remaining`, made of those of `RemainingWays`.
    func adding(to table: ReportTable) -> ReportTable {
        var shown = ReportTable(name: table.name, columns: table.columns + [Self.column])
        for row in table.rows {
            shown.append(row + [.known(words(ReportRow(table: table, cells: row))) { .text($0) }])
        }
        return shown
    }

    /// The words; `nil` when nothing at all is known.
    func words(_ row: ReportRow) -> String? {
        let fingers: [Int]? =
            if case .text(let numbers) = row.cell("finger_numbers") {
                numbers.split(separator: ";").compactMap { Int($0) }
            } else {
                nil
            }
        let ways = ["card", "password", "face"].map { (name: $0, isThere: row.flag($0)) }
        let isUnread = ways.allSatisfy { $0.isThere == nil }
        if fingers == nil, isUnread { return nil }
        var parts: [String] = []
        if let fingers, !fingers.isEmpty {
            let which = fingers.map { wording.number($0) }.joined(separator: ", ")
            parts.append(wording.counted("way_fingers", fingers.count, ["which": which]))
        } else if fingers == nil {
            parts.append(doubt(wording("way_fingers_unknown")))
        }
        if isUnread {
            parts.append(wording("ways_unread"))
        } else {
            for way in ways where way.isThere != false {
                let name = wording("way_\(way.name)")
                parts.append(way.isThere == nil ? doubt(name) : name)
            }
        }
        return parts.isEmpty ? wording("way_none") : parts.joined(separator: " · ")
    }

    private func doubt(_ way: String) -> String {
        wording("way_answer", ["way": way, "answer": wording("not_known")])
    }
}
