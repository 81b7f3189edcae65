import CSV
import GateModel

/// Reads a CSV file whose columns have names, row by row, and collects everything that is wrong.
struct RowFile {
    /// One column a file may have.
    struct Column {
        var name: String
        var isRequired = false
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

    private var reader: CSVReader?
    private var row = CSVRow()
    private var indexes: [String: Int] = [:]

    /// Reads the file and its header.
    ///
    /// - Throws: ``ConfigurationError`` when the file cannot be read or its header is wrong.
    init(
        _ file: String, columns: [Column], extraColumns: ExtraColumns = .refused,
        whenMissing hint: String
    ) throws {
        self.file = file
        if file.lowercased().hasSuffix(".xlsx") {
            throw ConfigurationError([
                Problem(
                    file: file,
                    sentence: "workbooks are not read yet; save the sheet as “CSV UTF-8”")
            ])
        }
        let text = try InputFile.read(file, whenMissing: hint)
        do {
            reader = try CSVReader(text)
        } catch {
            throw ConfigurationError([Self.problem(file, error)])
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
    }

    /// Goes to the next row that is not empty; `false` at the end of the file, or where it breaks.
    mutating func next() -> Bool {
        while advance() {
            if !(0..<row.count).allSatisfy({ trimmed($0).isEmpty }) { return true }
        }
        return false
    }

    /// Line on which the row starts, 1-based.
    var line: Int { row.line }

    /// The text of a column without the blanks around it; empty when the row or file lacks it.
    func text(_ column: String) -> String {
        indexes[column].map { trimmed($0) } ?? ""
    }

    /// Reports a problem with a column of this row.
    mutating func report(_ column: String, _ sentence: String) {
        problems.append(place(of: column).saying(sentence))
    }

    /// Warns about a column of this row.
    mutating func warn(_ column: String, _ sentence: String) {
        warnings.append(place(of: column).saying(sentence))
    }

    private func place(of column: String) -> Problem {
        let index = indexes[column]
        return Problem(
            file: file, line: index.map { row.line(of: $0) } ?? row.line,
            column: index.map { row.column(of: $0) } ?? 1, sentence: "")
    }

    private mutating func advance() -> Bool {
        guard var reader else { return false }
        self.reader = nil
        do {
            guard try reader.read(into: &row) else { return false }
        } catch {
            problems.append(Self.problem(file, error))
            return false
        }
        self.reader = reader
        return true
    }

    private mutating func readHeader(_ columns: [Column], _ extraColumns: ExtraColumns) {
        let header = CSVHeader(row)
        let known = columns.map(\.name)
        let absent = known.filter { header.index(of: $0) == nil }
        for (index, name) in header.names.enumerated() where !name.isEmpty {
            let place = Problem(
                file: file, line: row.line(of: index), column: row.column(of: index), sentence: "")
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
                Problem(
                    file: file, line: row.line, column: 1,
                    sentence: "column “\(column.name)” is missing"))
        }
    }

    private func trimmed(_ index: Int) -> String {
        let bytes = row.bytes(of: index)
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }

    private static func problem(_ file: String, _ error: CSVError) -> Problem {
        Problem(file: file, line: error.line, column: error.column, sentence: error.sentence)
    }
}

extension Problem {
    /// The same place with another sentence.
    func saying(_ sentence: String) -> Problem {
        Problem(file: file, line: line, column: column, sentence: sentence)
    }
}
