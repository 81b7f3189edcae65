import GateModel
import Reports

/// Writes rows as bytes: a tag a cell, then eight bytes of number or a length and text.
struct RowEncoder {
    /// Bytes collected before they are worth writing.
    static let blockBytes = 1 << 18

    private(set) var bytes: [UInt8] = []

    /// Adds a row.
    mutating func add(_ row: [ReportCell]) {
        for cell in row {
            switch cell {
            case .missing: bytes.append(CellTag.missing.rawValue)
            case .text(let text): add(text, .text)
            case .identifier(let text): add(text, .identifier)
            case .date(let date): add(date.daysSinceEpoch, .date)
            case .dateTime(let time): add(time.secondsSinceEpoch, .dateTime)
            case .time(let time): add(time.secondOfDay, .time)
            case .duration(let seconds): add(seconds, .duration)
            case .count(let number): add(number, .count)
            case .flag(let value): add(value ? 1 : 0, .flag)
            }
        }
    }

    /// Forgets what has been collected.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    private mutating func add(_ number: Int, _ tag: CellTag) {
        bytes.append(tag.rawValue)
        withUnsafeBytes(of: Int64(number).littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func add(_ text: String, _ tag: CellTag) {
        add(text.utf8.count, tag)
        bytes.append(contentsOf: text.utf8)
    }
}

/// Reads the rows a ``RowEncoder`` wrote, from pieces of any size.
struct RowDecoder {
    private let columnCount: Int
    private var bytes: [UInt8] = []
    private var position = 0

    init(columnCount: Int) { self.columnCount = columnCount }

    /// Whether nothing is left that has not been read.
    var isAtEnd: Bool { position == bytes.count }

    /// Adds the next bytes.
    mutating func feed(_ more: ArraySlice<UInt8>) {
        bytes.removeFirst(position)
        position = 0
        bytes.append(contentsOf: more)
    }

    /// Reads the next row into `row`, whose storage is used again; `false` when the row is not there
    /// completely, and then `row` is of no use.
    mutating func read(into row: inout [ReportCell]) -> Bool {
        var cursor = position
        row.removeAll(keepingCapacity: true)
        while row.count < columnCount {
            guard let cell = cell(at: &cursor) else { return false }
            row.append(cell)
        }
        guard columnCount > 0 else { return false }
        position = cursor
        return true
    }

    private func cell(at cursor: inout Int) -> ReportCell? {
        guard cursor < bytes.count, let tag = CellTag(rawValue: bytes[cursor]) else { return nil }
        if tag == .missing {
            cursor += 1
            return .missing
        }
        guard bytes.count - cursor > 8 else { return nil }
        let number = bytes.withUnsafeBytes {
            Int(Int64(littleEndian: $0.loadUnaligned(fromByteOffset: cursor + 1, as: Int64.self)))
        }
        cursor += 9
        switch tag {
        case .missing: return .missing
        case .date: return .date(LocalDate(daysSinceEpoch: number))
        case .dateTime: return .dateTime(LocalDateTime(secondsSinceEpoch: number))
        case .time: return .time(LocalTime(secondOfDay: number))
        case .duration: return .duration(seconds: number)
        case .count: return .count(number)
        case .flag: return .flag(number != 0)
        case .text, .identifier:
            guard number >= 0, bytes.count - cursor >= number else { return nil }
            let text = String(decoding: bytes[cursor..<(cursor + number)], as: UTF8.self)
            cursor += number
            return tag == .text ? .text(text) : .identifier(text)
        }
    }
}

/// What a cell in a spool is.
enum CellTag: UInt8 {
    case missing
    case text
    case identifier
    case date
    case dateTime
    case time
    case duration
    case count
    case flag
}
