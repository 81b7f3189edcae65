import GateModel

extension ExportProfile {
    /// Reads a profile.
    ///
    /// - Parameters:
    ///   - text: The TOML text.
    ///   - name: The name people write after `--format`.
    ///   - file: The path to name in problems.
    ///   - fields: The fields rows have, by the rows.
    /// - Returns: The profile.
    /// - Throws: ``ConfigurationError`` with all problems at once.
    package static func read(
        _ text: [UInt8], name: String, file: String, fields: [Rows: [String]]
    ) throws -> ExportProfile {
        let root = try TomlDocument.read(text, file: file)
        var table = TableReader(root, name: "", file: file)
        var profile = ExportProfile(
            name: name, rows: table.choice("rows", default: Rows.both))
        profile.file = table.node("file").flatMap { $0.kind == .string ? $0.text : nil }
        profile.layout = table.choice("layout", default: Layout.csv)
        profile.hasHeader = table.flag("header", default: true)
        profile.separator = table.separator()
        profile.endsWithCarriageReturn = table.flag("carriage_return", default: true)
        profile.hasByteOrderMark = table.flag("byte_order_mark", default: false)
        profile.hasSeparatorLine = table.flag("separator_line", default: false)
        profile.isFormulaGuarded = table.flag("formula_guard", default: false)
        profile.hasQuotes = table.flag("quotes", default: true)
        let known = fields[profile.rows] ?? []
        profile.required = table.fields("require", known: known)
        profile.table = table.text("table", default: "")
        let names = (table.place.entries ?? []).first { $0.key == "column" }?.node.items ?? []
        profile.key = table.fields(
            "key",
            known: names.compactMap { column in
                column.entries?.first { $0.key == "name" }?.node.text
            })
        if let node = table.node("only") {
            profile.conditions = table.conditions(node, known: known)
        }
        if let node = table.node("column") {
            profile.columns = table.columns(node, file: file, known: known)
        }
        if profile.rows == .both, !profile.columns.isEmpty {
            table.report("rows", "must be “days” or “punches” where columns are named")
        }
        table.finish()
        try table.problems.throwAny()
        return profile
    }
}

extension TableReader {
    fileprivate mutating func separator() -> UInt8 {
        let text = text("separator", default: ",")
        guard text.utf8.count == 1, let byte = text.utf8.first, byte == 9 || byte >= 0x20,
            byte != UInt8(ascii: "\"")
        else {
            report("separator", "must be one character such as “,” or “;” or “\\t”")
            return UInt8(ascii: ",")
        }
        return byte
    }

    /// A list of texts.
    private mutating func texts(_ node: TomlNode) -> [String] {
        guard node.kind == .array, let items = node.items else {
            report(at: node, "must be a list of texts, found \(node.shown)")
            return []
        }
        return items.compactMap { item in
            guard item.kind == .string else {
                report(at: item, "must be text in quotes, found \(item.shown)")
                return nil
            }
            return item.text
        }
    }

    /// Checks that a field exists.
    private mutating func isKnown(_ field: String, _ known: [String], at node: TomlNode) -> Bool {
        if known.contains(field) { return true }
        report(at: node, "there is no field “\(field)”\(NearestName.hint(field, in: known))")
        return false
    }

    fileprivate mutating func fields(_ key: String, known: [String]) -> [String] {
        guard let node = node(key) else { return [] }
        return texts(node).filter { isKnown($0, known, at: node) }
    }

    fileprivate mutating func conditions(
        _ node: TomlNode, known: [String]
    ) -> [String: [String]] {
        guard node.kind == .table, let entries = node.entries else {
            report(at: node, "“only” must be a table of fields and lists of values")
            return [:]
        }
        var conditions: [String: [String]] = [:]
        for entry in entries where isKnown(entry.key, known, at: entry.node) {
            conditions[entry.key] = texts(entry.node)
        }
        return conditions
    }

    fileprivate mutating func columns(
        _ node: TomlNode, file: String, known: [String]
    ) -> [ExportProfile.Column] {
        guard node.kind == .array, let items = node.items else {
            report(at: node, "columns are written as [[column]]")
            return []
        }
        var columns: [ExportProfile.Column] = []
        for item in items {
            var table = TableReader(item, name: "[[column]]", file: file)
            let name = table.text("name", default: "")
            let field = table.node("field").flatMap { $0.kind == .string ? $0.text : nil }
            if let field { _ = isKnown(field, known, at: item) }
            var column = ExportProfile.Column(name: name, field: field)
            column.text = table.text("text", default: "")
            column.format = table.node("format").flatMap { $0.kind == .string ? $0.text : nil }
            column.otherwise = table.node("otherwise").flatMap {
                $0.kind == .string ? $0.text : nil
            }
            column.width = table.integer("width", default: 0, in: 0...200)
            for entry in table.node("values")?.entries ?? [] where entry.node.kind == .string {
                column.values[entry.key] = entry.node.text ?? ""
            }
            table.finish()
            for problem in table.problems { add(problem) }
            columns.append(column)
        }
        return columns
    }
}
