import GateModel

extension Quarantine {
    /// The first line of a saved text of this kind.
    private static let mark = "quarantine 2"

    /// What is known so far as text, for the next run: a line a gate and behind it, a line each, its
    /// runs, its doubts and those who wait.
    package var savedText: String {
        var lines = [Self.mark, "last \(lastID)"]
        let sources = Dictionary(grouping: doubts.keys, by: \.serial)
        for (serial, state) in progress.sorted(by: { $0.key < $1.key }) {
            let last = state.lastPossible.map { String($0.secondsSinceEpoch) } ?? "-"
            lines.append(
                "gate \(last) \(state.position) \(state.source.rawValue) "
                    + "\(state.readAt.secondsSinceEpoch) \(state.isImpossible ? 1 : 0) "
                    + Self.escaped(serial.rawValue))
            for run in state.runs {
                lines.append(
                    "run \(run.first) \(run.last) \(run.count) \(run.readOn.daysSinceEpoch) "
                        + run.cause.rawValue)
            }
            lines += (sources[serial] ?? []).flatMap { source in
                (doubts[source]?.ranges ?? []).map { range in
                    "doubt \(range.lowerBound.daysSinceEpoch) \(range.upperBound.daysSinceEpoch) "
                        + Self.text(source)
                }
            }.sorted()
            lines += state.waiting.map { "waits \(Self.text($0))" }.sorted()
        }
        return lines.joined(separator: "\n")
    }

    /// Goes on where a saved text stopped; `nil` when the text is not understood, as that of earlier
    /// versions.
    package init?(savedText text: String) {
        let lines = text.split(separator: "\n")
        guard lines.first == Self.mark[...] else { return nil }
        self.init()
        var serial: GateSerial?
        for line in lines.dropFirst() {
            let words = line.split(
                separator: " ", maxSplits: 6, omittingEmptySubsequences: false)
            let numbers = words.map { Int($0) }
            switch (words.first, words.count, serial) {
            case ("last", 2, _):
                guard let id = numbers[1] else { return nil }
                lastID = Int64(id)
            case ("gate", 7, _):
                guard let state = Self.progress(words, numbers), let own = Self.plain(words[6])
                else { return nil }
                serial = GateSerial(own)
                progress[GateSerial(own)] = state
            case ("run", 6, let serial?):
                guard let run = Self.run(words, numbers) else { return nil }
                progress[serial]?.runs.append(run)
            case ("doubt", 6..., let serial?):
                guard let from = numbers[1], let to = numbers[2], from <= to,
                    let source = Self.source(line, after: 3, at: serial)
                else { return nil }
                doubts[source, default: DateRanges()].insert(
                    LocalDate(daysSinceEpoch: from)...LocalDate(daysSinceEpoch: to))
            case ("waits", 4..., let serial?):
                guard let source = Self.source(line, after: 1, at: serial) else { return nil }
                progress[serial]?.waiting.insert(source)
            default:
                return nil
            }
        }
    }

    // MARK: - Lines

    private static func progress(_ words: [Substring], _ numbers: [Int?]) -> Progress? {
        guard let position = numbers[2], let source = PunchSource(rawValue: String(words[3])),
            let readAt = numbers[4], words[1] == "-" || numbers[1] != nil
        else { return nil }
        var state = Progress(
            lastPossible: numbers[1].map(LocalDateTime.init(secondsSinceEpoch:)),
            position: position, source: source,
            readAt: LocalDateTime(secondsSinceEpoch: readAt))
        state.isImpossible = numbers[5] == 1
        return state
    }

    private static func run(_ words: [Substring], _ numbers: [Int?]) -> Run? {
        guard let first = numbers[1], let last = numbers[2], let count = numbers[3],
            let readOn = numbers[4], let cause = Cause(rawValue: String(words[5])), first <= last
        else { return nil }
        return Run(
            first: Int64(first), last: Int64(last), count: count,
            readOn: LocalDate(daysSinceEpoch: readOn), cause: cause)
    }

    private static func text(_ source: Source) -> String {
        "\(source.readOn.daysSinceEpoch) \(source.cause.rawValue) "
            + escaped(source.deviceUserID.rawValue)
    }

    /// The source of a line behind its first `count` words; the id, which may hold anything, is last.
    private static func source(
        _ line: Substring, after count: Int, at serial: GateSerial
    ) -> Source? {
        let words = line.split(
            separator: " ", maxSplits: count + 2, omittingEmptySubsequences: false)
        guard words.count == count + 3, let readOn = Int(words[count]),
            let cause = Cause(rawValue: String(words[count + 1])),
            let id = plain(words[count + 2])
        else { return nil }
        return Source(
            serial: serial, deviceUserID: DeviceUserID(id),
            readOn: LocalDate(daysSinceEpoch: readOn), cause: cause)
    }

    /// Text on one line: what would end the line is written as `%` and two digits.
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x25 || $0 == 0x0A || $0 == 0x0D }) else {
            return text
        }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x25: bytes += "%25".utf8
            case 0x0A: bytes += "%0A".utf8
            case 0x0D: bytes += "%0D".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func plain(_ text: Substring) -> String? {
        guard text.utf8.contains(0x25) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            let digits = String(Substring(rest.prefix(2)))
            guard digits.utf8.count == 2, let code = UInt8(digits, radix: 16) else { return nil }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
