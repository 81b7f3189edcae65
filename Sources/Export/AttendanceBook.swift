import Reports

/// The workbook HR keeps: read me, summary, muster, days, punches, exceptions, corrections, policy.
///
/// Written in one pass over each table, in little memory however many rows there are. The same
/// content gives the same bytes.
package struct AttendanceBook {
    /// What it tells about itself.
    package var properties: Workbook.Properties
    /// The judged days, with the columns of the days file.
    package var days: any RowSource
    /// The punches, with the columns of the punches file.
    package var punches: any RowSource
    /// The punches that belong to nobody's day.
    package var exceptions: any RowSource
    /// The corrections that were made.
    package var corrections: any RowSource
    /// The policy in force.
    package var policy: any RowSource
    /// What the rows are limited to, in the words of the reader; empty when to nothing.
    package var limits: [String]
    /// What a reader should know, a sentence each, in the words of the reader.
    package var notes: [String]

    /// Rows a sheet may have; less than ``Workbook/rowLimit`` only in tests.
    var rowLimit = Workbook.rowLimit
    /// Cells that all formulas of the summary may look at together; beyond it, it has plain values,
    /// since a spreadsheet would be busy for minutes.
    var formulaBudget = 150_000_000

    /// Makes a workbook of its parts.
    package init(
        properties: Workbook.Properties, days: any RowSource, punches: any RowSource,
        exceptions: any RowSource, corrections: any RowSource, policy: any RowSource,
        limits: [String] = [], notes: [String] = []
    ) {
        self.properties = properties
        self.days = days
        self.punches = punches
        self.exceptions = exceptions
        self.corrections = corrections
        self.policy = policy
        self.limits = limits
        self.notes = notes
    }

    /// Writes the workbook beside `path` and puts it in its place.
    ///
    /// - Throws: ``ExportError`` when the file cannot be written; nothing is left behind then.
    package func write(to path: String) throws {
        try Workbook.replace(path) { partial in
            let book = try WorkbookFile(partial, properties: properties)
            try write(to: book)
            try book.close()
        }
    }

    private func write(to book: WorkbookFile) throws {
        // Sheets are added in the order of their tabs, and then written as the rows come.
        let readMe = try book.sheet(properties.words["Read me"])
        let summary = try book.sheet(properties.words["Summary"])
        let muster = try MusterSheet(try book.sheet(properties.words["Muster"]))
        let tables: [(source: any RowSource, name: String)] = [
            (days, "Days"), (punches, "Punches"), (exceptions, "Exceptions"),
            (corrections, "Corrections"), (policy, "Policy"),
        ]
        let parts = try tables.map { table in
            let plan = plan(table.source, named: table.name)
            return (plan: plan, sheets: try plan.map { try book.sheet($0.name) })
        }
        var people = PeopleTotals(days.columns)
        try writeDays(book, parts[0].sheets, parts[0].plan, muster: muster, people: &people)
        for index in 1..<tables.count {
            try write(tables[index].source, book, parts[index].sheets, parts[index].plan)
        }
        for sheet in parts[1].sheets { try book.nameHeader(of: sheet, punches.columns) }
        try SummarySheet(
            sheet: summary, days: days, daySheets: parts[0].sheets,
            isCounted: people.people.count * days.rowCount * SummarySheet.countCost <= formulaBudget
        ).write(people)
        try book.addCharts(to: summary, muster: muster, below: people.people.count + 4)
        try ReadMeSheet(sheet: readMe).write(
            self,
            sheets: zip(tables, parts).map { table, part in
                (part.plan.parts.map(\.name).joined(separator: ", "), table.source.rowCount)
            })
    }

    private func plan(_ source: any RowSource, named name: String) -> SheetPlan {
        func open(_ source: some RowSource) -> SheetPlan {
            SheetPlan(source, named: properties.words[name], limit: rowLimit)
        }
        return open(source)
    }

    private func write(
        _ source: any RowSource, _ book: WorkbookFile, _ sheets: [WorkbookSheet],
        _ plan: SheetPlan
    ) throws {
        func open(_ source: some RowSource) throws {
            try book.write(source, to: sheets, plan: plan)
        }
        try open(source)
    }

    /// Writes the days and takes the numbers of summary and muster on the way.
    private func writeDays(
        _ book: WorkbookFile, _ sheets: [WorkbookSheet], _ plan: SheetPlan, muster: MusterSheet,
        people: inout PeopleTotals
    ) throws {
        for (sheet, part) in zip(sheets, plan.parts) {
            try sheet.begin(days.columns, rowCount: part.rows)
            try sheet.beginKeys(column: days.columns.count)
        }
        var index = 0
        try days.forEachRow { row in
            while index + 1 < sheets.count, sheets[index].rowCount == plan.parts[index].rows {
                index += 1
            }
            try sheets[index].append(row)
            guard let day = people.add(row) else { return }
            try sheets[index].appendKey(PeopleTotals.key(day.person), column: days.columns.count)
            try muster.add(day, people: people.people)
        }
        try muster.end(people: people.people)
    }

    /// The dates of a year each, when the rows of a range make more sheets than a workbook should have.
    ///
    /// - Returns: `nil` when one file will do; else the years, which are to become a file each.
    package static func years(_ sources: [any RowSource], limit: Int = Workbook.rowLimit) -> [Int]?
    {
        let months = Set(sources.flatMap { $0.months.map(\.month) })
        let isLarge = sources.contains { $0.rowCount > limit }
        guard isLarge, months.count > 12 else { return nil }
        return Set(months.compactMap { Int($0.prefix(4)) }).sorted()
    }
}
