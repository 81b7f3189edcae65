import GateModel
import Spreadsheet

/// Reads a table whose columns have names, CSV or a sheet of a workbook, row by row, and collects
/// everything that is wrong.
struct RowFile {
    /// One column a file may have.
    struct Column {
        var name: String
        var isRequired = false
        /// Whether it holds dates, which a sheet may hold as such.
        var isDate = false
        /// Whether it holds yes or no, for which a sheet has values of its own.
        var isFlag = false
    }

    /// What is done about columns nobody asked for.
    enum ExtraColumns {
        /// They are problems, each with the nearest known name.
        case refused
        /// They are left alone; those that look like a slip are warnings.
        case ignored
    }

    /// Path of the file, for sentences.
    let file: String
    /// What is wrong.
    private(set) var problems: [Problem] = []
    /// What is suspicious and was ignored.
    private(set) var warnings: [Problem] = []

    private var rows: any InputRows
    private var isBroken = false
    private var indexes: [String: Int] = [:]

    /// Reads the file and its header.
    ///
    /// - Throws: ``ConfigurationError`` when the file cannot be read or its header is wrong.
    init(
        _ file: String, columns: [Column], extraColumns: ExtraColumns = .refused,
        whenMissing hint: String
    ) throws {
        self.file = file
        let bytes = try InputFile.read(file, whenMissing: hint)
        if SpreadsheetReader.isLikely(bytes) || file.lowercased().hasSuffix(".xlsx") {
            rows = try SheetRows(
                bytes, file: file, columns: columns.filter(\.isRequired).map(\.name))
        } else {
            rows = try CSVRows(bytes, file: file)
        }
        guard advance() else {
            let names = columns.map(\.name).joined(separator: ",")
            problems.append(
                Problem(
                    file: file, line: 1, column: 1,
                    sentence: "the header is missing; the first line must be \(names)"))
            throw ConfigurationError(problems)
        }
        readHeader(columns, extraColumns)
        try problems.throwAny()
        rows.use(
            dateColumns: Set(columns.filter(\.isDate).compactMap { indexes[$0.name] }),
            flagColumns: Set(columns.filter(\.isFlag).compactMap { indexes[$0.name] }))
    }

    /// Goes to the next row that is not empty; `false` at the end of the file, or where it breaks.
    mutating func next() -> Bool {
        while advance() {
            let fields = 0..<rows.count
            guard fields.contains(where: { !rows.text($0).isEmpty || rows.fault($0) != nil })
            else { continue }
            for index in indexes.values.sorted() {
                guard let fault = rows.fault(index) else { continue }
                problems.append(rows.place(of: index).saying(fault))
            }
            return true
        }
        return false
    }

    /// Line on which the row starts, 1-based, or its number on the sheet.
    var line: Int { rows.line }

    /// The text of a column without the blanks around it; empty when the row or file lacks it.
    func text(_ column: String) -> String {
        indexes[column].map { rows.text($0) } ?? ""
    }

    /// Reports a problem with a column of this row.
    mutating func report(_ column: String, _ sentence: String) {
        let place = rows.place(of: indexes[column])
        // What is wrong with the cell itself has been told.
        let isTold = indexes[column].map { rows.fault($0) != nil } ?? false
        if !isTold { problems.append(place.saying(sentence)) }
    }

    /// Warns about a column of this row.
    mutating func warn(_ column: String, _ sentence: String) {
        warnings.append(rows.place(of: indexes[column]).saying(sentence))
    }

    private mutating func advance() -> Bool {
        guard !isBroken else { return false }
        do {
            return try rows.advance()
        } catch {
            isBroken = true
            problems += error.problems
            return false
        }
    }

    private mutating func readHeader(_ columns: [Column], _ extraColumns: ExtraColumns) {
        let header = rows.header
        let known = columns.map(\.name)
        let absent = known.filter { !header.contains($0) }
        for (index, name) in header.enumerated() where !name.isEmpty {
            let place = rows.place(of: index)
            if known.contains(name) {
                if indexes[name] == nil {
                    indexes[name] = index
                } else {
                    problems.append(place.saying("column “\(name)” stands twice in the header"))
                }
                continue
            }
            switch extraColumns {
            case .refused:
                let hint = NearestName.hint(name, in: known)
                problems.append(place.saying("unknown column “\(name)”\(hint)"))
            case .ignored:
                if let nearest = NearestName.find(name, in: absent) {
                    let hint = "; did you mean “\(nearest)”?"
                    warnings.append(place.saying("column “\(name)” is ignored\(hint)"))
                }
            }
        }
        for column in columns where column.isRequired && indexes[column.name] == nil {
            problems.append(
                rows.place(of: nil).saying("column “\(column.name)” is missing"))
        }
    }
}

extension Problem {
    /// The same place with another sentence.
    func saying(_ sentence: String) -> Problem {
        Problem(file: file, line: line, column: column, cell: cell, sentence: sentence)
    }
}
