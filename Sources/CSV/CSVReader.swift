/// Reads CSV text row by row: RFC 4180, and what spreadsheets make of it.
///
/// - A byte order mark is skipped. Rows end with CRLF, LF or CR. Blank lines are skipped.
/// - The separator is that of a first line `sep=…`, or whichever of `,` `;` and TAB stands most
///   often in the first row (`,` when none does).
/// - A quoted field may hold separators, line breaks and doubled quotes. A quote inside a field
///   that does not start with one is an ordinary character. Blanks belong to their field.
///
/// Any bytes give rows or a ``CSVError``. Each field is a slice of the text; nothing is copied.
package struct CSVReader {
    /// The most fields a row may have: the columns of a spreadsheet.
    package static let fieldLimit = 16_384

    static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The byte between two fields.
    package let separator: UInt8
    /// Whether a first line `sep=…` named the separator, as in files made for spreadsheets.
    package let declaresSeparator: Bool

    private let text: [UInt8]
    private var position = 0
    private var line = 1
    private var lineStart = 0

    /// Starts reading `text`.
    ///
    /// - Parameters:
    ///   - text: The whole text, with or without a byte order mark.
    ///   - separator: The byte between two fields; `nil` finds it out, and then a first line
    ///     `sep=…` is not a row.
    /// - Throws: ``CSVError`` with code `.invalidUTF8` and the position of the first bad byte.
    package init(_ text: [UInt8], separator: UInt8? = nil) throws(CSVError) {
        try Self.checkUTF8(text)
        self.text = text
        let start = text.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        position = start
        lineStart = start
        if let separator {
            self.separator = separator
            declaresSeparator = false
        } else if let declared = Self.declaredSeparator(text[start...]) {
            self.separator = declared
            declaresSeparator = true
            position = start + "sep=,".utf8.count
            skipLineBreak()
        } else {
            self.separator = Self.mostFrequentSeparator(text[start...])
            declaresSeparator = false
        }
    }

    /// Reads the next row that is not blank.
    ///
    /// - Parameter row: Filled with the row; its storage is used again. Unspecified after an error.
    /// - Returns: `false` when the text has no more rows.
    /// - Throws: ``CSVError`` with the position of what is wrong; reading cannot go on after it.
    package mutating func read(into row: inout CSVRow) throws(CSVError) -> Bool {
        while position < text.count, isLineBreak(text[position]) { skipLineBreak() }
        row.fields.removeAll(keepingCapacity: true)
        guard position < text.count else { return false }
        row.text = text
        row.line = line
        while true {
            guard row.fields.count < Self.fieldLimit else {
                throw error(.tooManyFields, at: position)
            }
            let field =
                position < text.count && text[position] == Self.quote
                ? try readQuotedField() : readPlainField()
            row.fields.append(field)
            guard position < text.count, text[position] == separator else { break }
            position += 1
        }
        skipLineBreak()
        return true
    }

    /// Reads up to the next separator or line break.
    private mutating func readPlainField() -> CSVField {
        let start = position
        var end = start
        while end < text.count {
            let byte = text[end]
            if byte == separator || isLineBreak(byte) { break }
            end += 1
        }
        position = end
        return CSVField(
            bytes: start..<end, line: line, lineStart: lineStart, start: start, isQuoted: false,
            hasDoubledQuotes: false)
    }

    /// Reads from an opening quote to behind the closing one.
    private mutating func readQuotedField() throws(CSVError) -> CSVField {
        let opening = position
        let (startLine, startLineStart) = (line, lineStart)
        var hasDoubledQuotes = false
        position += 1
        while position < text.count {
            let byte = text[position]
            if isLineBreak(byte) {
                skipLineBreak()
                continue
            }
            position += 1
            guard byte == Self.quote else { continue }
            if position < text.count, text[position] == Self.quote {
                hasDoubledQuotes = true
                position += 1
                continue
            }
            guard
                position == text.count || text[position] == separator
                    || isLineBreak(text[position])
            else { throw error(.textAfterQuote, at: position) }
            return CSVField(
                bytes: (opening + 1)..<(position - 1), line: startLine, lineStart: startLineStart,
                start: opening, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
        }
        throw CSVError(
            .unterminatedQuote, line: startLine,
            column: scalarCount(text[startLineStart..<opening]) + 1)
    }

    private func isLineBreak(_ byte: UInt8) -> Bool {
        byte == Self.lineFeed || byte == Self.carriageReturn
    }

    /// Skips one line break, when one stands here; CRLF is one.
    private mutating func skipLineBreak() {
        guard position < text.count, isLineBreak(text[position]) else { return }
        let isCarriageReturn = text[position] == Self.carriageReturn
        position += 1
        if isCarriageReturn, position < text.count, text[position] == Self.lineFeed {
            position += 1
        }
        line += 1
        lineStart = position
    }

    private func error(_ code: CSVError.Code, at offset: Int) -> CSVError {
        CSVError(code, line: line, column: scalarCount(text[lineStart..<offset]) + 1)
    }
}

extension CSVReader {
    /// The separator that a first line `sep=…` names.
    private static func declaredSeparator(_ text: ArraySlice<UInt8>) -> UInt8? {
        let marker = Array("sep=".utf8)
        guard text.starts(with: marker) else { return nil }
        let rest = text.dropFirst(marker.count)
        guard let separator = rest.first, separator >= 0x20 || separator == 0x09,
            separator < 0x7F, separator != quote
        else { return nil }
        let next = rest.dropFirst().first
        return next == nil || next == lineFeed || next == carriageReturn ? separator : nil
    }

    /// Whichever of `,` `;` and TAB stands most often in the first row, outside quotes.
    private static func mostFrequentSeparator(_ text: ArraySlice<UInt8>) -> UInt8 {
        var commas = 0
        var semicolons = 0
        var tabs = 0
        var isQuoted = false
        var hasContent = false
        for byte in text {
            switch byte {
            case quote: isQuoted.toggle()
            case _ where isQuoted: break
            case UInt8(ascii: ","): commas += 1
            case UInt8(ascii: ";"): semicolons += 1
            case UInt8(ascii: "\t"): tabs += 1
            default: break
            }
            let isLineBreak = byte == lineFeed || byte == carriageReturn
            if isLineBreak && !isQuoted && hasContent { break }
            if !isLineBreak { hasContent = true }
        }
        if tabs > commas && tabs > semicolons { return UInt8(ascii: "\t") }
        return semicolons > commas ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }

    /// Finds the first byte that is not UTF-8.
    private static func checkUTF8(_ text: [UInt8]) throws(CSVError) {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: text.span)
        } catch {
            let offset = min(max(error.byteOffsets.lowerBound, 0), text.count)
            var line = 1
            var lineStart = 0
            var previous: UInt8 = 0
            for (index, byte) in text[..<offset].enumerated() {
                if byte == carriageReturn || (byte == lineFeed && previous != carriageReturn) {
                    line += 1
                }
                if byte == carriageReturn || byte == lineFeed { lineStart = index + 1 }
                previous = byte
            }
            let isMarked = lineStart == 0 && text.starts(with: byteOrderMark)
            throw CSVError(
                .invalidUTF8, line: line,
                column: scalarCount(text[lineStart..<offset]) + (isMarked ? 0 : 1))
        }
    }
}
