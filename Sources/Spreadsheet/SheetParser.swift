import Foundation

/// Reads the rows of a sheet; whoever feeds it takes them away.
final class SheetParser: XMLHandler {
    /// The rows that are complete and not yet taken.
    private(set) var rows: [SheetRow] = []
    private(set) var fault: String?

    private let texts: [String]
    private let formats: [NumberFormat]
    private let countsFrom1904: Bool

    private var row: SheetRow?
    private var lastRow = 0
    private var column = 0
    private var style = 0
    private var kind = Kind.number
    private var text: [UInt8] = []
    private var isInValue = false
    private var isPhonetic = false

    /// What the type of a cell says its value is.
    private enum Kind {
        case number
        case sharedText
        case text
        case flag
        case error
        case moment
    }

    /// Bytes of text in a cell: far more than the 32,767 characters of spreadsheets.
    private static let textLimit = 1 << 20

    init(texts: [String], formats: [NumberFormat], countsFrom1904: Bool) {
        self.texts = texts
        self.formats = formats
        self.countsFrom1904 = countsFrom1904
    }

    /// Hands the complete rows over and forgets them.
    func take() -> [SheetRow] {
        defer { rows.removeAll(keepingCapacity: true) }
        return rows
    }

    // MARK: - Elements

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "c" {
            startCell(attributes)
        } else if name == "v" || name == "t" {
            isInValue = row != nil && !isPhonetic
        } else if name == "row" {
            let number = attributes.value("r").flatMap { Int(String(cString: $0)) } ?? lastRow + 1
            guard number > lastRow, number <= CellName.rowLimit else {
                return fault = "row \(number) comes after row \(lastRow)"
            }
            lastRow = number
            row = SheetRow(number: number, cells: [])
            column = -1
        } else if name == "rPh" {
            isPhonetic = true
        }
    }

    func end(_ name: XMLName) {
        if name == "v" || name == "t" {
            isInValue = false
        } else if name == "c" {
            endCell()
        } else if name == "row" {
            if let row, !row.cells.isEmpty { rows.append(row) }
            row = nil
        } else if name == "rPh" {
            isPhonetic = false
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard isInValue else { return }
        text.append(contentsOf: bytes)
        if text.count > Self.textLimit { fault = "a cell of row \(lastRow) holds too much text" }
    }

    // MARK: - Cells

    private func startCell(_ attributes: XMLAttributes) {
        text.removeAll(keepingCapacity: true)
        column += 1
        if let place = attributes.value("r") {
            let bytes = UnsafeRawBufferPointer(start: place, count: strlen(place))
            guard let found = CellName.read(bytes) else {
                return fault = "there is no cell \(String(cString: place))"
            }
            column = found.column
        }
        guard column < CellName.columnLimit, (row?.cells.count ?? 0) < CellName.columnLimit else {
            return fault = "row \(lastRow) has too many cells"
        }
        style = attributes.value("s").flatMap { Int(String(cString: $0)) } ?? 0
        kind = attributes.value("t").map(Self.kind) ?? .number
    }

    private static func kind(_ name: UnsafePointer<CChar>) -> Kind {
        switch String(cString: name) {
        case "s": .sharedText
        case "str", "inlineStr": .text
        case "b": .flag
        case "e": .error
        case "d": .moment
        default: .number
        }
    }

    private func endCell() {
        guard row != nil, !text.isEmpty, let value = value() else { return }
        row?.cells.append(SheetRow.Cell(column: column, value: value))
    }

    /// The value of the cell that ends; `nil` when it is empty.
    private func value() -> SheetValue? {
        switch kind {
        case .text, .moment: return .text(EscapedText.decoded(text))
        case .error: return .error(String(decoding: text, as: UTF8.self))
        case .flag: return .flag(text == [UInt8(ascii: "1")] || text.first == UInt8(ascii: "t"))
        case .sharedText:
            guard let index = Int(String(decoding: text, as: UTF8.self)),
                texts.indices.contains(index)
            else {
                fault = "\(place) names a text that is not there"
                return nil
            }
            return texts[index].isEmpty ? nil : .text(texts[index])
        case .number: return number()
        }
    }

    private func number() -> SheetValue? {
        guard let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite else {
            fault = "\(place) holds no number"
            return nil
        }
        let format = formats.indices.contains(style) ? formats[style] : .number
        guard format != .number,
            let moment = SheetMoment(
                serial: number, countsFrom1904: countsFrom1904, hasDate: format == .date)
        else { return .number(number) }
        return .moment(moment)
    }

    private var place: String { CellName.text(column: column, row: lastRow) }
}
