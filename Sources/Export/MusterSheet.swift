internal import CXLSXWriter
import GateModel
import Reports

/// The sheet of people × days: a block a month, each with its own foot, one printed page each.
final class MusterSheet {
    /// A month that was written.
    struct Month {
        var text: String
        /// Days the month has.
        var dayCount: Int
        /// Rows of the foot, 0-based: present, absent, unknown.
        var footRows: [Int]
        /// Fewest and most people present on a day with anybody.
        var presentRange: ClosedRange<Int>?
    }

    private static let firstDay = 4
    private static let totals: [(title: String, pattern: String)] = [
        ("P", "P"), ("HD", "HD"), ("A", "A"), ("?", "~?"), ("L", "L"), ("H", "H"), ("WO", "WO"),
        ("SS", "SS"), ("V", "V"),
    ]
    private static let foot: [(title: String, patterns: [String])] = [
        ("Present", ["P", "HD"]), ("Absent", ["A"]), ("Unknown", ["~?"]),
    ]

    private(set) var months: [Month] = []

    private let sheet: WorkbookSheet
    private var row = 0
    private var month: LocalDate?
    private var codes: [Int: [[String]]] = [:]
    private var presence: [Int: Int] = [:]
    private var lateMinutes: [Int: Int] = [:]
    private var breaks: [lxw_row_t] = []

    /// Writes the header.
    init(_ sheet: WorkbookSheet) throws {
        self.sheet = sheet
        let titles =
            ["Branch", "Member id", "Name", "Department"] + (1...31).map(String.init)
            + Self.totals.map(\.title) + ["Presence", "Late (min)"]
        sheet.setHeight(lines: 2, row: 0)
        for (column, title) in titles.enumerated() {
            let isDay = (Self.firstDay..<(Self.firstDay + 31)).contains(column)
            if isDay, let day = Int(title) {
                try sheet.write(Double(day), row: 0, column: column, sheet.formats.centeredHeader)
            } else {
                try sheet.write(
                    sheet.words[title], row: 0, column: column,
                    column < Self.firstDay ? sheet.formats.header : sheet.formats.numberHeader)
            }
        }
        sheet.setWidth(10, columns: 0...1)
        sheet.setWidth(22, columns: 2...2)
        sheet.setWidth(20, columns: 3...3)
        sheet.setWidth(4, columns: Self.firstDay...(Self.firstDay + 30 + Self.totals.count))
        sheet.setWidth(11, columns: (titles.count - 2)...(titles.count - 1))
        worksheet_freeze_panes(sheet.sheet, 1, 3)
        worksheet_repeat_rows(sheet.sheet, 0, 0)
    }

    /// Takes a day; days come in order of date.
    func add(_ day: PeopleTotals.Day, people: [PeopleTotals.Person]) throws {
        if let month, month != day.date.firstOfMonth { try writeMonth(month, people) }
        month = day.date.firstOfMonth
        let index = day.date.day - 1
        codes[day.person, default: Array(repeating: [], count: 31)][index].append(day.code)
        if let seconds = day.presence { presence[day.person, default: 0] += seconds }
        if let minutes = day.lateMinutes { lateMinutes[day.person, default: 0] += minutes }
    }

    /// Writes the last month, the colours and the page breaks.
    func end(people: [PeopleTotals.Person]) throws {
        if let month { try writeMonth(month, people) }
        guard row > 0 else { return }
        sheet.markCodes(rows: 1...row, columns: Self.firstDay...(Self.firstDay + 30))
        sheet.allowNumbersAsText(columns: [0, 1], rows: 1...row)
        // The list ends with a zero. Pages are one wide, so a month may take several.
        breaks.append(0)
        worksheet_set_h_pagebreaks(sheet.sheet, &breaks)
    }

    /// The name on the tab.
    var name: String { sheet.name }
    /// The name as formulas write it.
    var tab: String { sheet.quotedName }

    /// The first and the last column of the days a month has.
    func dayColumns(_ month: Month) -> (first: String, last: String) {
        (columnName(Self.firstDay), columnName(Self.firstDay + month.dayCount - 1))
    }

    // MARK: - A month

    private func writeMonth(_ first: LocalDate, _ people: [PeopleTotals.Person]) throws {
        if row > 0 {
            breaks.append(lxw_row_t(row + 1))
            row += 1
        }
        row += 1
        try sheet.write(first.monthText, row: row, column: 0, sheet.formats.strong)
        let (year, number, _) = first.components
        let dayCount = LocalDate.days(inMonth: number, ofYear: year)
        for day in 0..<dayCount {
            let name = first.adding(days: day).weekday.rawValue.capitalizedFirst
            try sheet.write(
                sheet.words[name], row: row, column: Self.firstDay + day, sheet.formats.centered)
        }
        let top = row + 1
        // Nothing is counted on dates of which the rows tell nothing.
        let isTold = (0..<dayCount).map { day in codes.values.contains { !$0[day].isEmpty } }
        var counts = Array(
            repeating: isTold.map { $0 ? 0 : nil as Int? }, count: Self.foot.count)
        for index in people.inOrder {
            guard let days = codes[index] else { continue }
            row += 1
            let cells = days.map(Self.cell)
            try write(people[index], index: index, cells: cells)
            for day in 0..<dayCount {
                for (line, foot) in Self.foot.enumerated()
                where foot.patterns.contains(where: { Self.matches(cells[day], $0) }) {
                    counts[line][day].add(1)
                }
            }
        }
        try writeFoot(first.monthText, top: top, counts: counts)
        codes.removeAll()
        presence.removeAll()
        lateMinutes.removeAll()
    }

    /// What stands in a cell: the code of the day, or of both shifts, the one that was worked first.
    private static func cell(_ codes: [String]) -> String {
        if codes.count < 2 { return codes.first == "–" ? "" : codes.first ?? "" }
        let rank = ["P", "HD", "SS", "V"]
        return codes.enumerated().sorted { left, right in
            let ranks = [left.element, right.element].map { rank.firstIndex(of: $0) ?? rank.count }
            return (ranks[0], left.offset) < (ranks[1], right.offset)
        }.map(\.element).joined(separator: "/")
    }

    /// Whether a cell is counted for a code, as the formulas count: alone, or first of two.
    private static func matches(_ cell: String, _ pattern: String) -> Bool {
        let code = pattern == "~?" ? "?" : pattern
        return cell == code || cell.hasPrefix(code + "/")
    }

    private static func formula(_ range: String, _ patterns: [String]) -> String {
        patterns.map { "COUNTIF(\(range),\"\($0)\")+COUNTIF(\(range),\"\($0)/*\")" }
            .joined(separator: "+")
    }

    private func write(_ person: PeopleTotals.Person, index: Int, cells: [String]) throws {
        let formats = sheet.formats
        try sheet.write(person.branch, row: row, column: 0, formats.identifier)
        try sheet.write(person.memberID, row: row, column: 1, formats.identifier)
        try sheet.write(person.name, row: row, column: 2, formats.format(of: .text))
        try sheet.write(
            person.department, row: row, column: 3, formats.format(of: .text))
        for (day, cell) in cells.enumerated() {
            try sheet.write(cell, row: row, column: Self.firstDay + day, formats.centered)
        }
        let range =
            "\(columnName(Self.firstDay))\(row + 1):\(columnName(Self.firstDay + 30))\(row + 1)"
        for (offset, total) in Self.totals.enumerated() {
            let count = cells.count { Self.matches($0, total.pattern) }
            try sheet.write(
                formula: "=" + Self.formula(range, [total.pattern]), value: Double(count),
                row: row, column: Self.firstDay + 31 + offset, formats.count)
        }
        let last = Self.firstDay + 31 + Self.totals.count
        try sheet.write(
            .known(presence[index]) { .duration(seconds: $0) }, row: row, column: last,
            formats.duration)
        try sheet.write(
            .known(lateMinutes[index]) { .count($0) }, row: row, column: last + 1, formats.count)
    }

    private func writeFoot(_ text: String, top: Int, counts: [[Int?]]) throws {
        var month = Month(text: text, dayCount: counts.first?.count ?? 0, footRows: [])
        let bottom = row
        for (line, foot) in Self.foot.enumerated() {
            row += 1
            month.footRows.append(row)
            try sheet.write(sheet.words[foot.title], row: row, column: 2, sheet.formats.strong)
            for (day, count) in counts[line].enumerated() {
                guard let count else { continue }
                let name = columnName(Self.firstDay + day)
                try sheet.write(
                    formula: "="
                        + Self.formula("\(name)\(top + 1):\(name)\(bottom + 1)", foot.patterns),
                    value: Double(count), row: row, column: Self.firstDay + day,
                    sheet.formats.centeredSum)
            }
        }
        let present = (counts.first ?? []).compactMap(\.self).filter { $0 > 0 }
        if let low = present.min(), let high = present.max() { month.presentRange = low...high }
        months.append(month)
    }
}

extension WorkbookFile {
    /// Adds a chart for each of the last twelve months under the rows of a sheet.
    func addCharts(to summary: WorkbookSheet, muster: MusterSheet, below firstRow: Int) throws {
        for (index, month) in muster.months.suffix(12).enumerated() {
            guard let chart = workbook_add_chart(book, UInt8(LXW_CHART_COLUMN_STACKED.rawValue))
            else { throw ExportError(path: path, reason: "no memory for a chart") }
            let words = summary.words
            chart_title_set_name(
                chart, words.text("People per day, {month}", ["month": month.text]))
            let names = ["Present", "Absent", "Unknown"]
            let colors: [UInt32] = [0x2F7D5B, 0xB3404A, 0xC9A227]
            for (line, row) in month.footRows.enumerated() {
                let (from, to) = muster.dayColumns(month)
                let series = chart_add_series(
                    chart, "=\(muster.tab)!$\(from)$1:$\(to)$1",
                    "=\(muster.tab)!$\(from)$\(row + 1):$\(to)$\(row + 1)")
                chart_series_set_name(series, words[names[line]])
                var fill = lxw_chart_fill()
                fill.color = colors[line]
                chart_series_set_fill(series, &fill)
            }
            let description = words.text(
                "Columns of a day each in {month}: people present, absent and unknown. On days with "
                    + "anybody, between {low} and {high} were present. The numbers are in the last "
                    + "rows of the month on the sheet {sheet}.",
                [
                    "month": month.text, "sheet": muster.name,
                    "low": String(month.presentRange?.lowerBound ?? 0),
                    "high": String(month.presentRange?.upperBound ?? 0),
                ])
            withCStrings([description]) { texts in
                var options = lxw_chart_options()
                options.description = texts[0]
                options.x_scale = 1.6
                options.y_scale = 1
                worksheet_insert_chart_opt(
                    summary.sheet, lxw_row_t(firstRow + index * 17), 0, chart, &options)
            }
        }
    }
}
