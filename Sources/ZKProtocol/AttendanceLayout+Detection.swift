extension AttendanceLayout {
    /// Finds the layout of a log by reading a sample of it in each; see ``LayoutVote``.
    ///
    /// - Throws: ``WireError/unknownLayout(of:byteCount:announcedRecords:sample:)``.
    static func detect(
        _ bytes: ArraySlice<UInt8>, announcedCount: Int?, latest: DeviceTime?
    ) throws(WireError) -> AttendanceLayout {
        let vote = LayoutVote<AttendanceLayout>(
            bytes: bytes, candidates: allCases, announcedCount: announcedCount
        ) { record, layout in
            layout.fit(of: record, latest: latest)
        }
        guard let layout = vote.winner() else {
            throw .unknownLayout(
                of: .attendance, byteCount: bytes.count, announcedRecords: announcedCount,
                sample: Array(bytes.prefix(128)))
        }
        return layout
    }

    /// How well `record` reads in this layout.
    private func fit(
        of record: ArraySlice<UInt8>, latest: DeviceTime?
    ) -> LayoutVote<AttendanceLayout>.Fit {
        let start = record.startIndex
        let hasShape: Bool
        let isNamed: Bool
        let timeOffset: Int
        switch self {
        case .bytes8:
            hasShape = record[start + 2] & 0x20 != 0
            isNamed = record[start] != 0 || record[start + 1] != 0
            timeOffset = 4
        case .bytes16:
            // The reserved bytes tell a pair of 8-byte records from one of 16: the first holds its
            // packed byte there.
            let number = (try? ByteReader(record).peekU32()) ?? 0
            hasShape =
                record[start + 10] == 0 && record[start + 11] == 0 && number <= 999_999_999
            isNamed = number != 0
            timeOffset = 4
        case .bytes40, .bytes49:
            let field = record[start + 2..<start + 26]
            let userID = TextField.content(of: field)
            hasShape =
                !userID.isEmpty && TextField.isPrintable(userID) && TextField.isZeroPadded(field)
                && hasPlausibleReserve(record)
            isNamed = record[start] != 0 || record[start + 1] != 0
            timeOffset = 27
        }
        guard hasShape else { return .wrong }
        return isNamed && isPlausible(record.dropFirst(timeOffset).prefix(4), latest: latest)
            ? .right : .shapeOnly
    }

    /// In both long layouts at most one of the bytes 36–39 is set in captures; text of a following
    /// record would set more.
    private func hasPlausibleReserve(_ record: ArraySlice<UInt8>) -> Bool {
        record.dropFirst(36).prefix(4).count { $0 != 0 && $0 != 0xFF } <= 1
    }

    /// Whether four bytes are a time from 2000-01-02 on, not after `latest`.
    private func isPlausible(_ bytes: ArraySlice<UInt8>, latest: DeviceTime?) -> Bool {
        guard let rawValue = try? ByteReader(bytes).peekU32() else { return false }
        let time = DeviceTime(rawValue: rawValue)
        let last = latest?.rawValue ?? .max
        return time.isValid && rawValue >= 86_400 && rawValue <= last
    }
}
