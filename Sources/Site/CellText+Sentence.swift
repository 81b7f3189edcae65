import GateModel

extension CellText {
    /// A sentence of the judge with its ISO dates and times as people write them.
    ///
    /// `read by 2026-11-20T02:00:00` becomes `read by Fri 20 Nov 2026, 02:00`; `Fri 2026-11-20` and
    /// `in at 08:55:10` lose what repeats and what is too exact.
    func sentence(_ text: String) -> String {
        guard text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return text }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if isStart(bytes, index), let (date, time, length) = moment(bytes, index) {
                dropWeekday(of: date, from: &out)
                out += (time.map { moment(LocalDateTime(date, $0)) } ?? medium(date)).utf8
                index += length
            } else if isStart(bytes, index), let time = time(bytes, index, length: 8) {
                out += clock(time).utf8
                index += 8
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Whether no digit, letter or mark of a longer token stands before.
    private func isStart(_ bytes: [UInt8], _ index: Int) -> Bool {
        guard (0x30...0x39).contains(bytes[index]) else { return false }
        guard index > 0 else { return true }
        let before = bytes[index - 1]
        return before == 0x20 || before == UInt8(ascii: "(")
    }

    private func isEnd(_ bytes: [UInt8], _ index: Int) -> Bool {
        guard index < bytes.count else { return true }
        let byte = bytes[index]
        if byte == UInt8(ascii: "."), index + 1 < bytes.count { return bytes[index + 1] == 0x20 }
        return [0x20, 0x2C, 0x2E, 0x3B, 0x29].contains(byte)
    }

    private func piece(_ bytes: [UInt8], _ start: Int, _ length: Int) -> String? {
        guard start + length <= bytes.count else { return nil }
        return String(decoding: bytes[start..<(start + length)], as: UTF8.self)
    }

    private func moment(
        _ bytes: [UInt8], _ index: Int
    ) -> (date: LocalDate, time: LocalTime?, length: Int)? {
        let dash = UInt8(ascii: "-")
        guard index + 10 <= bytes.count, bytes[index + 4] == dash, bytes[index + 7] == dash,
            let date = piece(bytes, index, 10).flatMap({ LocalDate($0) })
        else { return nil }
        if let whole = piece(bytes, index, 19).flatMap({ LocalDateTime($0) }),
            isEnd(bytes, index + 19)
        {
            return (date, whole.time, 19)
        }
        return isEnd(bytes, index + 10) ? (date, nil, 10) : nil
    }

    private func time(_ bytes: [UInt8], _ index: Int, length: Int) -> LocalTime? {
        guard index + length <= bytes.count, bytes[index + 2] == UInt8(ascii: ":"),
            isEnd(bytes, index + length), let text = piece(bytes, index, length)
        else { return nil }
        return LocalTime(text)
    }

    /// Takes back a short day of the week: the date that follows has its own.
    private func dropWeekday(of date: LocalDate, from out: inout [UInt8]) {
        let name = date.weekday.rawValue
        let shown = Array((name.prefix(1).uppercased() + name.dropFirst() + " ").utf8)
        if out.suffix(shown.count).elementsEqual(shown) { out.removeLast(shown.count) }
    }
}
