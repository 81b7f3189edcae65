import Reports

extension ReportColumn {
    /// Whether the cells hold sentences.
    var isProse: Bool { ["why", "note", "reason"].contains(key) && kind == .text }

    /// Whether some cells are marked by a conditional format.
    var isMarked: Bool { ["code", "late_minutes", "early_minutes"].contains(key) }

    /// The width of the column in a sheet, in characters: together as few as can be read, since a
    /// printed page is one sheet wide.
    var sheetWidth: Double {
        switch kind {
        case .text: isProse ? 52 : Self.textWidths[key] ?? 22
        case .identifier: Self.identifierWidths[key] ?? 16
        case .date: 11
        case .dateTime: 20
        case .time: 10
        // A day, or the sum of many people and months.
        case .duration: key.hasSuffix("_seconds") ? 10 : 13
        case .count, .flag: 10
        }
    }

    private static let textWidths: [String: Double] = [
        "code": 7, "name": 24, "department": 20, "status": 13, "used_as": 12, "source": 8,
        "section": 12, "key": 26, "value": 44,
    ]
    private static let identifierWidths: [String: Double] = [
        "branch": 10, "shift": 8, "member_id": 13, "device_user_id": 13, "work_code": 10,
    ]
}

extension [ReportColumn] {
    /// All columns in ranges: each that is marked alone, the others with their neighbours.
    func runs(where isMarked: (ReportColumn) -> Bool) -> [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        for index in indices {
            if let last = runs.last, !isMarked(self[index]), !isMarked(self[last.upperBound]) {
                runs[runs.count - 1] = last.lowerBound...index
            } else {
                runs.append(index...index)
            }
        }
        return runs
    }
}
