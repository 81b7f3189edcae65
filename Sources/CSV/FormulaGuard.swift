/// Keeps text from being taken for a formula by spreadsheets, so that it can be undone exactly.
///
/// Text that starts with `=`, `+`, `-`, `@`, TAB or CR, or with apostrophes and then one of these,
/// gets one more apostrophe in front.
package enum FormulaGuard {
    /// The apostrophe.
    package static let mark = UInt8(ascii: "'")

    /// Whether text needs the apostrophe.
    package static func isNeeded(_ text: some Sequence<UInt8>) -> Bool {
        for byte in text where byte != mark { return isRisky(byte) }
        return false
    }

    /// The text without the apostrophe that it got; other text as it is.
    package static func removed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.first == mark && isNeeded(text) ? text.dropFirst() : text
    }

    private static func isRisky(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09,
            0x0D:
            true
        default: false
        }
    }
}
