public import ZKProtocol

/// What was read of an attendance log, as bytes: for those who keep what they know of it.
public struct AttendanceBytes: Sendable {
    /// The records read, one behind the other, without a size in front.
    public let records: [UInt8]
    /// Bytes of records in front of the first one read; 0 when the whole log was read.
    public let offset: Int

    /// Makes the bytes of records that start `offset` bytes behind the first record of the log.
    public init(records: [UInt8], offset: Int = 0) {
        self.records = records
        self.offset = offset
    }

    /// Bytes of all records of the log.
    public var logLength: Int { offset + records.count }
}

extension DeviceClient {
    /// Reads the whole attendance log as bytes; see ``attendance(sizes:layout:latest:)``.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func attendanceBytes() async throws -> AttendanceBytes {
        try await dataset(.attendance, task: "read the attendance log of") {
            AttendanceBytes(records: Array($0))
        }
    }

    /// Reads the attendance log from a byte on: only the new end of it goes over the wire.
    ///
    /// A gate that sends a short log at once, or cannot stage one, sends all of it; nothing is read of
    /// a log that is shorter than `offset`.
    ///
    /// - Parameter offset: Bytes of records to leave out.
    /// - Returns: The end of the log; or all of it; `nil` when it is shorter than `offset`, or its size
    ///   makes no sense: then read it whole.
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func attendanceBytes(from offset: Int) async throws -> AttendanceBytes? {
        try await end(of: .attendance, from: offset, task: "read the end of the attendance log of")
    }

    /// Reads the operation log behind its first `count` lines, oldest first.
    ///
    /// - Returns: The lines; `nil` when the log is shorter, or the gate cannot tell its end: then read
    ///   it whole.
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func operations(behind count: Int) async throws -> [OperationRecord]? {
        let offset = max(count, 0) * OperationRecord.length
        let end = try await end(
            of: .operations, from: offset, task: "read the end of the operation log of")
        guard let end, end.logLength >= offset else { return nil }
        return try? OperationRecord.list(decoding: end.records.dropFirst(offset - end.offset))
    }

    /// Reads a log of records from a byte on; see ``attendanceBytes(from:)``.
    private func end(
        of log: BulkRequest, from offset: Int, task: String
    ) async throws -> AttendanceBytes? {
        let prefixLength = Dataset.prefixLength
        let answer = try await session.perform(
            .bulk(log, chunkSize: options.chunkSize, start: prefixLength + max(offset, 0)),
            task: task)
        switch answer {
        case .datasetEnd(let bytes, let total):
            var reader = ByteReader(bytes)
            // Whatever lies behind the announced records is none of them.
            guard let announced = try? reader.u32(), total == prefixLength + Int(announced),
                bytes.count == max(prefixLength, total - max(offset, 0))
            else { return nil }
            return AttendanceBytes(
                records: Array(bytes.dropFirst(prefixLength)), offset: max(offset, 0))
        case .dataset(let bytes), .reply(let bytes, _):
            guard let records = try? Dataset(bytes[...]).records else { return nil }
            return AttendanceBytes(records: Array(records))
        }
    }

    /// Makes the error for a log that was read as bytes and is of no known form.
    public func unreadableLog(_ error: WireError) -> DeviceError {
        unreadable(error, task: "read the attendance log of")
    }
}
