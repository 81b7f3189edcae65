import GateModel

extension Statement {
    /// A wall time.
    func time(_ column: Int32) -> LocalDateTime { LocalDateTime(secondsSinceEpoch: int(column)) }

    /// A date.
    func date(_ column: Int32) -> LocalDate { LocalDate(daysSinceEpoch: int(column)) }

    /// A wall time; `nil` for NULL.
    func optionalTime(_ column: Int32) -> LocalDateTime? {
        optionalInt(column).map { LocalDateTime(secondsSinceEpoch: $0) }
    }

    /// A kind of source.
    func punchSource(_ column: Int32) throws -> PunchSource {
        guard let source = PunchSource(rawValue: text(column)) else {
            throw damaged("a reading has an unknown kind of source")
        }
        return source
    }

    /// A reading whose columns start at `first` in the order of ``readingColumns``.
    func reading(from first: Int32) throws -> Reading {
        guard let mode = ReadingMode(rawValue: text(first + 4)) else {
            throw damaged("a reading has an unknown mode")
        }
        return Reading(
            serial: GateSerial(text(first)), source: try punchSource(first + 1),
            origin: text(first + 2), readAt: time(first + 3), mode: mode,
            attempts: int(first + 5), clockOffsetSeconds: optionalInt(first + 6),
            recordsOnGate: optionalInt(first + 7), recordsRead: int(first + 8),
            bytesReceived: int(first + 9), seconds: double(first + 10),
            failure: optionalText(first + 11))
    }

    /// The columns of a reading `r` and its gate `g`, for ``reading(from:)``.
    static let readingColumns = """
        g.serial, r.source, r.origin, r.read_at, r.mode, r.attempts, r.clock_offset_seconds,
        r.records_on_gate, r.records_read, r.bytes_received, r.seconds, r.failure
        """
}
