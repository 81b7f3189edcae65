/// The attendance log of a gate as read: in the gate's own order, which need not be that of time.
public struct AttendanceLog: Hashable, Sendable {
    /// The layout its records have; `nil` for an empty log.
    public let layout: AttendanceLayout?
    /// Every record that could be decoded.
    public let records: [AttendanceRecord]
    /// Every record that could not, with its bytes and the reason.
    public let undecodable: [UndecodedRecord]
    /// The number of records the gate counted just before; `nil` when it does not count.
    public let announcedCount: Int?
    /// Whether the verify code stands before the state: only 16-byte records differ in that.
    public let isVerifyFirst: Bool

    /// Puts a log together.
    public init(
        layout: AttendanceLayout?, records: [AttendanceRecord],
        undecodable: [UndecodedRecord] = [], announcedCount: Int? = nil
    ) {
        self.layout = layout
        self.records = records
        self.undecodable = undecodable
        self.announcedCount = announcedCount
        isVerifyFirst = false
    }

    /// Reads the records of a log.
    ///
    /// - Parameters:
    ///   - bytes: The records, without the size in front of a dataset.
    ///   - known: The layout, where it is known; otherwise it is detected.
    ///   - announcedCount: The gate's own count of records; may be stale or 0.
    ///   - latest: The latest time that is believed when a layout is detected.
    ///   - firstPosition: The place of the first record, where `bytes` are the end of a log.
    ///   - verifyFirst: Whether the verify code of 16-byte records stands before the state, where the
    ///     whole log has told; otherwise `bytes` tell.
    /// - Throws: ``WireError/unknownLayout(of:byteCount:announcedRecords:sample:)``,
    ///   ``WireError/shortAttendanceRecord(position:)``,
    ///   ``WireError/recordCount(of:found:limit:)``.
    public init(
        decoding bytes: ArraySlice<UInt8>, layout known: AttendanceLayout? = nil,
        announcedCount: Int? = nil, latest: DeviceTime? = nil, firstPosition: Int = 0,
        verifyFirst: Bool? = nil
    ) throws(WireError) {
        self.announcedCount = announcedCount
        guard !bytes.isEmpty else {
            (layout, records, undecodable, isVerifyFirst) = (known, [], [], verifyFirst ?? false)
            return
        }
        let layout =
            if let known { known } else {
                try AttendanceLayout.detect(bytes, announcedCount: announcedCount, latest: latest)
            }
        let count = bytes.count / layout.size
        guard count <= WireLimits.recordCount else {
            throw .recordCount(of: .attendance, found: count, limit: WireLimits.recordCount)
        }
        isVerifyFirst = layout == .bytes16 && (verifyFirst ?? Self.isVerifyFirst(bytes))
        var records: [AttendanceRecord] = []
        var undecodable: [UndecodedRecord] = []
        records.reserveCapacity(count)
        for index in 0..<count {
            let position = firstPosition + index
            let start = bytes.startIndex + index * layout.size
            let recordBytes = bytes[start..<start + layout.size]
            switch try AttendanceRecord.read(
                recordBytes, as: layout, position: position, isVerifyFirst: isVerifyFirst)
            {
            case .record(let record): records.append(record)
            case .undecodable(let reason):
                undecodable.append(
                    UndecodedRecord(
                        position: position, bytes: Array(recordBytes), reason: reason))
            }
        }
        let remainder = bytes[(bytes.startIndex + count * layout.size)...]
        if !remainder.isEmpty {
            undecodable.append(
                UndecodedRecord(
                    position: firstPosition + count, bytes: Array(remainder), reason: .incomplete))
        }
        self.layout = layout
        self.records = records
        self.undecodable = undecodable
    }

    /// Whether the bytes 8 and 9 of 16-byte records contradict the usual order (state, verify): some
    /// byte 8 is no state, while every byte 9 is one.
    private static func isVerifyFirst(_ bytes: ArraySlice<UInt8>) -> Bool {
        func isState(_ value: UInt8) -> Bool { value <= 5 || value == 255 }
        var contradicts = false
        var start = bytes.startIndex
        while bytes.endIndex - start >= 16 {
            guard isState(bytes[start + 9]) else { return false }
            contradicts = contradicts || !isState(bytes[start + 8])
            start += 16
        }
        return contradicts
    }
}
