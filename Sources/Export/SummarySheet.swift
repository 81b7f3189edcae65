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
        var value: @Sendable (PeopleTotals.Person) -> Int
    }

    private static func status(_ title: String, _ status: String) -> Sum {
        Sum(title: title, formula: "COUNTIFS([],{},[status],\"\(status)\")") {
            $0.statuses[status] ?? 0
        }
    }

    private static func total(
        _ title: String, _ key: String, isDuration: Bool = false,
        _ value: @escaping @Sendable (PeopleTotals.Person) -> Int
    ) -> Sum {
        Sum(title: title, isDuration: isDuration, formula: "SUMIFS([\(key)],[],{})", value: value)
    }

    private static let sums: [Sum] = [
        status("Present", "present"),
        Sum(title: "Late", formula: "COUNTIFS([],{},[late_minutes],\">0\")", value: { $0.late }),
        Sum(title: "Half days", formula: "COUNTIFS([],{},[code],\"HD\")", value: { $0.halfDays }),
        status("Absent", "absent"), status("Unknown", "unknown"), status("Leave", "leave"),
        status("Holiday", "holiday"), status("Off", "off"), status("Visits", "visit"),
        status("Short stays", "short_stay"),
        total("Presence", "presence_seconds", isDuration: true) { $0.presence },
        total("Counted", "counted_seconds", isDuration: true) { $0.counted },
        total("Late (min)", "late_minutes") { $0.lateMinutes },
        total("Early (min)", "early_minutes") { $0.earlyMinutes },
        total("Overtime (min)", "overtime_minutes") { $0.overtimeMinutes },
    ]

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
        for index in order {
            let person = totals.people[index]
            try sheet.append([
                .identifier(person.branch), .identifier(person.memberID), .text(person.name),
                .text(person.department),
            ])
            for (offset, sum) in Self.sums.enumerated() {
                try write(sum, of: person, key: PeopleTotals.key(index), column: 4 + offset)
            }
        }
        guard !order.isEmpty else { return }
        try writeTotals(totals.people)
    }

    private func write(
        _ sum: Sum, of person: PeopleTotals.Person, key: String, column: Int
    ) throws {
        let value = Double(sum.value(person)) / (sum.isDuration ? 86_400 : 1)
        let format = sum.isDuration ? sheet.formats.duration : sheet.formats.count
        guard isCounted else {
            return try sheet.write(value, row: sheet.rowCount, column: column, format)
        }
        let parts = daySheets.map { formula(sum.formula, on: $0, key: key) }
        try sheet.write(
            formula: "=" + parts.joined(separator: "+"), value: value, row: sheet.rowCount,
            column: column, format)
    }

    /// Puts the cells of one sheet and the key of a person into a formula.
    private func formula(_ pattern: String, on days: WorkbookSheet, key: String) -> String {
        var formula = pattern.replacing("{}", with: "\"\(key)\"")
        formula = formula.replacing("[]", with: cells(self.days.columns.count, of: days))
        for (index, column) in self.days.columns.enumerated() {
            formula = formula.replacing("[\(column.key)]", with: cells(index, of: days))
        }
        return formula
    }

    private func cells(_ column: Int, of days: WorkbookSheet) -> String {
        let name = columnName(column)
        return "'\(days.name)'!$\(name)$2:$\(name)$\(max(2, days.rowCount + 1))"
    }

    /// Writes the foot: sums of what the filter shows.
    private func writeTotals(_ people: [PeopleTotals.Person]) throws {
        let row = people.count + 1
        try sheet.write("Total", row: row, column: 0, sheet.formats.strong)
        for (offset, sum) in Self.sums.enumerated() {
            let name = columnName(4 + offset)
            let value = people.reduce(0) { $0 + sum.value($1) }
            try sheet.write(
                formula: "=SUBTOTAL(109,\(name)2:\(name)\(row))",
                value: Double(value) / (sum.isDuration ? 86_400 : 1), row: row,
                column: 4 + offset,
                sum.isDuration ? sheet.formats.strongDuration : sheet.formats.strongCount)
        }
    }
}

extension WorkbookSheet {
    /// Sets up the hidden column by which formulas find the rows of a person.
    func beginKeys(column: Int) throws {
        try write("Key", row: 0, column: column, formats.header)
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
