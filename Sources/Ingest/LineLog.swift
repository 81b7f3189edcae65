import GateModel

/// Reads `attlog.dat` and pushed lines: one punch a line.
struct LineLog {
    private let text: [UInt8]
    private let type: LogType
    private var punches: [Punch] = []
    private var undecodable: [UndecodableRecord] = []
    private var lineCount = 0
    private var lastLine = 0
    private var serial: GateSerial?
    private var hasChecksum = false
    private var deviceNumbers: [Int] = []

    init(_ text: [UInt8], type: LogType) {
        self.text = text
        self.type = type
    }

    /// Reads all lines.
    mutating func read() -> ParsedLog {
        var lines = LineReader(text)
        var line = TimedLine()
        // A punch takes at least 24 bytes; most lines have some 30 to 40.
        punches.reserveCapacity(text.count / 40 + 1)
        while lines.next() {
            lineCount += 1
            lastLine = lines.line
            let fault = line.read(text, lines.range) ?? takePunch(from: line)
            guard let fault else { continue }
            if lineCount == 1, type == .attlog, let name = Self.serial(text, lines.range) {
                serial = name
                continue
            }
            undecodable.append(
                UndecodableRecord(
                    position: lines.line, bytes: Array(text[lines.range]), reason: fault.reason))
        }
        dropChecksum()
        return ParsedLog(
            type: type, serial: serial, groups: [PunchGroup(serial: serial, punches: punches)],
            undecodable: undecodable, lineCount: lineCount, warnings: warnings)
    }

    /// Takes the punch of a line whose id and time have been read.
    private mutating func takePunch(from line: TimedLine) -> LineFault? {
        // The state follows the device number in attlog.dat, and the time in pushed lines.
        let first = type == .attlog ? 1 : 0
        let columns = line.columns
        guard columns.count >= first + 2 else { return .columns(found: columns.count + 2) }
        if first == 1 {
            guard let number = decimal(text, columns[0], upTo: .max) else { return .deviceNumber }
            if deviceNumbers.last != number, !deviceNumbers.contains(number) {
                deviceNumbers.append(number)
            }
        }
        guard let state = decimal(text, columns[first], upTo: 255) else { return .state }
        guard let verify = decimal(text, columns[first + 1], upTo: 255) else { return .verify }
        guard let id = validText(text, line.id) else { return .badID }
        var workCode = ""
        if columns.count > first + 2 {
            let column = columns[first + 2]
            // A gate writes 0 when no work code was keyed in.
            let isNone = column.isEmpty || (column.count == 1 && text[column.lowerBound] == 0x30)
            if !isNone { workCode = String(decoding: text[column], as: UTF8.self) }
        }
        punches.append(
            Punch(
                deviceUserID: DeviceUserID(id), at: line.at, state: UInt8(state),
                verify: UInt8(verify), workCode: workCode, position: punches.count))
        return nil
    }

    /// Takes the last line for the checksum when the first one was the serial number.
    private mutating func dropChecksum() {
        guard serial != nil, let last = undecodable.last, last.position == lastLine,
            let word = Self.word(last.bytes[...]), word.count <= 32,
            word.allSatisfy(Self.isNameByte)
        else { return }
        hasChecksum = true
        undecodable.removeLast()
    }

    private var warnings: [String] {
        var warnings: [String] = []
        if serial != nil && !hasChecksum {
            warnings.append(
                "the file starts with a serial number but does not end with a checksum; "
                    + "it may be cut off")
        }
        if deviceNumbers.count > 1 {
            let numbers = deviceNumbers.sorted().map(String.init).joined(separator: ", ")
            warnings.append(
                "the lines name \(deviceNumbers.count) device numbers (\(numbers)); "
                    + "all are taken for one gate")
        }
        return warnings
    }

    /// The serial number a first line holds: one word of letters and digits, at least one digit.
    private static func serial(_ text: [UInt8], _ range: Range<Int>) -> GateSerial? {
        guard let word = word(text[range]), (4...32).contains(word.count),
            word.allSatisfy(isNameByte), word.contains(where: { (0x30...0x39).contains($0) })
        else { return nil }
        return GateSerial(String(decoding: word, as: UTF8.self))
    }

    /// A line without the blanks around it; `nil` when nothing is left.
    private static func word(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let first = line.firstIndex(where: { !isBlank($0) }),
            let last = line.lastIndex(where: { !isBlank($0) })
        else { return nil }
        return line[first...last]
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
    }
}
