internal import CXLSXWriter
import Reports

/// The sheet with a row a person, summed up by formulas over the sheets of days.
struct SummarySheet {
    let sheet: WorkbookSheet
    let days: any RowSource
    let daySheets: [WorkbookSheet]
    /// Whether the sums are formulas; else plain values.
    let isCounted: Bool

    /// A column of sums.
    private struct Sum {
        var title: String
        var isDuration = false
        /// The formula's part about one sheet of days; `[key]` stands for a column's cells.
        var formula: String
        /// The column of which a day must be known for there to be a sum; `nil` where 0 is an answer.
        var known: String?
        var value: @Sendable (PeopleTotals.Person) -> Int?
    }

    private static func status(_ title: String, _ status: String) -> Sum {
        Sum(title: title, formula: "COUNTIFS([],{},[status],\"\(status)\")") {
            $0.statuses[status] ?? 0
        }
    }

    private static func total(
        _ title: String, _ key: String, isDuration: Bool = false,
        _ value: @escaping @Sendable (PeopleTotals.Person) -> Int?
    ) -> Sum {
        Sum(
            title: title, isDuration: isDuration, formula: "SUMIFS([\(key)],[],{})", known: key,
            value: value)
    }

    /// Days off and holidays with a way in, and those with nothing but a way out.
    private static let offWorked = Sum(
        title: "Off worked",
        formula: ["off", "holiday"].flatMap { status in
            ["[first_in],\">=0\"", "[first_in],\"\",[last_out],\">=0\""].map {
                "COUNTIFS([],{},[status],\"\(status)\",\($0))"
            }
        }.joined(separator: "+"),
        value: { $0.offWorked })

    private static let sums: [Sum] = [
        status("Present", "present"),
        Sum(
            title: "Late", formula: "COUNTIFS([],{},[late_minutes],\">0\")",
            known: "late_minutes", value: { $0.late }),
        Sum(title: "Half days", formula: "COUNTIFS([],{},[code],\"HD\")", value: { $0.halfDays }),
        status("Absent", "absent"), status("Unknown", "unknown"), status("Leave", "leave"),
        status("Holiday", "holiday"), status("Off", "off"), offWorked,
        status("Visits", "visit"), status("Short stays", "short_stay"),
        total("Presence", "presence_seconds", isDuration: true) { $0.presence },
        total("Counted", "counted_seconds", isDuration: true) { $0.counted },
        total("Late (min)", "late_minutes") { $0.lateMinutes },
        total("Early (min)", "early_minutes") { $0.earlyMinutes },
        total("Overtime (min)", "overtime_minutes") { $0.overtimeMinutes },
    ]

    /// How often a formula of a person looks at all cells of a column, over all columns.
    static let countCost = sums.reduce(0) {
        $0 + $1.formula.ranges(of: "{}").count + ($1.known == nil ? 0 : 1)
    }

    private static let columns =
        [
            ReportColumn("branch", "Branch", .identifier),
            ReportColumn("member_id", "Member id", .identifier),
            ReportColumn("name", "Name", .text), ReportColumn("department", "Department", .text),
        ]
        + sums.map { ReportColumn($0.title, $0.title, $0.isDuration ? .duration : .count) }

    /// Writes header, people and totals.
    func write(_ totals: PeopleTotals) throws {
        let order = totals.people.inOrder
        try sheet.begin(Self.columns, rowCount: order.count)
        let formulas = Self.sums.map(pieces)
        for index in order {
            let person = totals.people[index]
            try sheet.append([
                .identifier(person.branch), .identifier(person.memberID), .text(person.name),
                .text(person.department),
            ])
            for (offset, sum) in Self.sums.enumerated() {
                try write(
                    sum, of: person, key: PeopleTotals.key(index), column: 4 + offset,
                    formula: formulas[offset])
            }
        }
        guard !order.isEmpty else { return }
        try writeTotals(totals.people)
    }

    private func write(
        _ sum: Sum, of person: PeopleTotals.Person, key: String, column: Int,
        formula: [String]
    ) throws {
        let value = sum.value(person).map { Double($0) / (sum.isDuration ? 86_400 : 1) }
        let format = sum.isDuration ? sheet.formats.duration : sheet.formats.count
        guard isCounted else {
            guard let value else { return }
            return try sheet.write(value, row: sheet.rowCount, column: column, format)
        }
        try sheet.write(
            formula: formula.joined(separator: "\"\(key)\""), value: value,
            row: sheet.rowCount, column: column, format)
    }

    /// The formula of a sum, cut where the key of a person goes.
    private func pieces(of sum: Sum) -> [String] {
        var text = overAllSheets(sum.formula)
        if let known = sum.known {
            // A sum over nothing is 0 to a spreadsheet, and a lie to its reader.
            text = "IF(\(overAllSheets("COUNTIFS([],{},[\(known)],\">=0\")"))=0,\"\",\(text))"
        }
        return "=\(text)".split(separator: "{}", omittingEmptySubsequences: false).map(String.init)
    }

    private func overAllSheets(_ pattern: String) -> String {
        daySheets.map { formula(pattern, on: $0) }.joined(separator: "+")
    }

    /// Puts the cells of one sheet into a formula.
    private func formula(_ pattern: String, on days: WorkbookSheet) -> String {
        var formula = pattern.replacing("[]", with: cells(self.days.columns.count, of: days))
        for (index, column) in self.days.columns.enumerated() {
            formula = formula.replacing("[\(column.key)]", with: cells(index, of: days))
        }
        return formula
    }

    private func cells(_ column: Int, of days: WorkbookSheet) -> String {
        let name = columnName(column)
        return "\(days.quotedName)!$\(name)$2:$\(name)$\(max(2, days.rowCount + 1))"
    }

    /// Writes the foot: sums of what the filter shows.
    private func writeTotals(_ people: [PeopleTotals.Person]) throws {
        let row = people.count + 1
        try sheet.write(sheet.words["Total"], row: row, column: 0, sheet.formats.strong)
        for (offset, sum) in Self.sums.enumerated() {
            let name = columnName(4 + offset)
            let cells = "\(name)2:\(name)\(row)"
            var value: Int?
            for person in people { value.add(sum.value(person)) }
            try sheet.write(
                formula: "=IF(SUBTOTAL(102,\(cells))=0,\"\",SUBTOTAL(109,\(cells)))",
                value: value.map { Double($0) / (sum.isDuration ? 86_400 : 1) }, row: row,
                column: 4 + offset,
                sum.isDuration ? sheet.formats.strongDuration : sheet.formats.strongCount)
        }
    }
}

extension WorkbookSheet {
    /// Sets up the hidden column by which formulas find the rows of a person.
    func beginKeys(column: Int) throws {
        try write(words["Key"], row: 0, column: column, formats.header)
        var options = lxw_row_col_options()
        options.hidden = 1
        worksheet_set_column_opt(
            sheet, lxw_col_t(column), lxw_col_t(column), 6, nil, &options)
    }

    /// Writes the key of the row that was appended last.
    func appendKey(_ key: String, column: Int) throws {
        try write(key, row: rowCount, column: column)
    }
}
