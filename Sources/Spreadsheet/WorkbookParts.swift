/// Reads the relations of a part: which id and kind stands for which other part.
final class RelationParser: XMLHandler {
    private(set) var targetOfID: [String: String] = [:]
    private(set) var targetOfKind: [String: String] = [:]
    private(set) var fault: String?

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        guard name == "Relationship", let target = attributes["Target"],
            attributes["TargetMode"] != "External"
        else { return }
        guard targetOfID.count < 100_000 else { return fault = "it has too many relations" }
        if let id = attributes["Id"] { targetOfID[id] = target }
        // Kinds differ between writers in all but the last word.
        if let kind = attributes["Type"]?.split(separator: "/").last {
            targetOfKind[String(kind)] = target
        }
    }

    func end(_ name: XMLName) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// Reads the list of sheets and the names of cells.
final class WorkbookParser: XMLHandler {
    private(set) var sheets: [(name: String, relation: String, isHidden: Bool)] = []
    private(set) var definedNames: [(name: String, sheet: Int?, text: String)] = []
    private(set) var countsFrom1904 = false
    private(set) var fault: String?
    private var definedName: (name: String, sheet: Int?, text: [UInt8])?

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "sheet" {
            guard sheets.count < 10_000 else { return fault = "it has too many sheets" }
            sheets.append(
                (
                    attributes["name"] ?? "", attributes["id"] ?? "",
                    attributes["state"].map { $0 != "visible" } ?? false
                ))
        } else if name == "workbookPr" {
            countsFrom1904 = ["1", "true", "on"].contains(attributes["date1904"] ?? "")
        } else if name == "definedName" {
            definedName = (
                attributes["name"] ?? "", attributes["localSheetId"].flatMap { Int($0) }, []
            )
        }
    }

    func end(_ name: XMLName) {
        guard name == "definedName", let definedName else { return }
        self.definedName = nil
        guard definedNames.count < 100_000 else { return fault = "it has too many names" }
        definedNames.append(
            (
                definedName.name, definedName.sheet,
                String(decoding: definedName.text, as: UTF8.self)
            ))
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard definedName != nil else { return }
        definedName?.text.append(contentsOf: bytes)
        if let count = definedName?.text.count, count > 1 << 16 { fault = "a name is too long" }
    }
}

/// Reads the texts that cells share.
final class SharedTextParser: XMLHandler {
    private(set) var texts: [String] = []
    private(set) var fault: String?
    private let limit: Int
    private var text: [UInt8] = []
    private var isInText = false
    private var isPhonetic = false
    private var size = 0

    init(limit: Int) { self.limit = limit }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "si" {
            text.removeAll(keepingCapacity: true)
        } else if name == "t" {
            isInText = !isPhonetic
        } else if name == "rPh" {
            isPhonetic = true
        }
    }

    func end(_ name: XMLName) {
        if name == "t" {
            isInText = false
        } else if name == "rPh" {
            isPhonetic = false
        } else if name == "si" {
            // Each text takes room besides its bytes.
            size += 32
            texts.append(EscapedText.decoded(text))
            if size > limit { fault = "it holds more text than any workbook people make" }
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard isInText else { return }
        text.append(contentsOf: bytes)
        size += bytes.count
        if size > limit { fault = "it holds more text than any workbook people make" }
    }
}

/// Reads which number format each style of cells has.
final class StyleParser: XMLHandler {
    /// The formats in the order in which cells count them.
    private(set) var formats: [NumberFormat] = []
    private(set) var fault: String?
    private var own: [Int: NumberFormat] = [:]
    private var isInCells = false

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "numFmt" {
            guard own.count < 100_000 else { return fault = "it has too many formats" }
            if let number = attributes["numFmtId"].flatMap({ Int($0) }) {
                own[number] = NumberFormat(attributes["formatCode"] ?? "")
            }
        } else if name == "cellXfs" {
            isInCells = true
        } else if name == "xf", isInCells {
            guard formats.count < 100_000 else { return fault = "it has too many formats" }
            let number = attributes["numFmtId"].flatMap { Int($0) } ?? 0
            formats.append(own[number] ?? NumberFormat(builtIn: number))
        }
    }

    func end(_ name: XMLName) {
        if name == "cellXfs" { isInCells = false }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
