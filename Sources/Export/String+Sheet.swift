extension String {
    /// How many lines the text takes in a column of so many characters.
    ///
    /// An estimate, since widths are those of digits and letters are mostly narrower: one line too
    /// many where it is close, which is better than half a line.
    func lines(inWidth width: Int) -> Int {
        let fitting = max(1, width * 6 / 5)
        if utf8.count <= fitting { return 1 }
        var count = 0
        for scalar in unicodeScalars
        where scalar.value < 0x300 || scalar.properties.generalCategory != .nonspacingMark {
            count += 1
        }
        return max(1, (count + fitting - 1) / fitting)
    }

    /// The text as a sheet can hold it: at most 32,767 characters, without those XML has no room for,
    /// and with `_x0041_` written so that it is not read as the character it stands for.
    var fitForCell: String {
        var mayBeUnfit = utf8.count > 32_767
        if !mayBeUnfit {
            var previous: UInt8 = 0
            for byte in utf8 {
                // NUL, the first byte of U+FFFE and U+FFFF, and the start of an escape.
                if byte == 0 || byte == 0xEF || (byte == 0x78 && previous == 0x5F) {
                    mayBeUnfit = true
                }
                previous = byte
            }
        }
        guard mayBeUnfit else { return self }
        var fit = ""
        var units = 0
        let scalars = Array(unicodeScalars)
        for (index, scalar) in scalars.enumerated()
        where scalar.value != 0 && scalar.value != 0xFFFE && scalar.value != 0xFFFF {
            units += scalar.value > 0xFFFF ? 2 : 1
            guard units <= 32_767 else { break }
            if Self.isEscape(scalars[index...]) { fit += "_x005F" }
            fit.unicodeScalars.append(scalar)
        }
        return fit
    }

    /// Whether text starts like `_x0041_`.
    private static func isEscape(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
        guard text.count >= 7 else { return false }
        let seven = Array(text.prefix(7))
        return seven[0] == "_" && seven[1] == "x" && seven[6] == "_"
            && seven[2...5].allSatisfy { $0.properties.isASCIIHexDigit }
    }
}
