/// The users of a gate as read, in the gate's own order.
public struct UserList: Hashable, Sendable {
    /// The layout its records have, needed for writing; `nil` for an empty list.
    public let layout: UserLayout?
    /// Every user that could be decoded.
    public let records: [UserRecord]
    /// Every record that could not, with its bytes and the reason.
    public let undecodable: [UndecodedRecord]
    /// The number of users the gate counted just before; `nil` when it does not count.
    public let announcedCount: Int?

    /// Puts a list together.
    public init(
        layout: UserLayout?, records: [UserRecord], undecodable: [UndecodedRecord] = [],
        announcedCount: Int? = nil
    ) {
        self.layout = layout
        self.records = records
        self.undecodable = undecodable
        self.announcedCount = announcedCount
    }

    /// Reads the records of a list.
    ///
    /// - Parameters:
    ///   - bytes: The records, without the size in front of a dataset.
    ///   - known: The layout, where it is known; otherwise it is detected.
    ///   - announcedCount: The gate's own count of users; may be stale or 0.
    /// - Throws: ``WireError/unknownLayout(of:byteCount:announcedRecords:sample:)``,
    ///   ``WireError/recordCount(of:found:limit:)``.
    public init(
        decoding bytes: ArraySlice<UInt8>, layout known: UserLayout? = nil,
        announcedCount: Int? = nil
    ) throws(WireError) {
        self.announcedCount = announcedCount
        guard !bytes.isEmpty else {
            (layout, records, undecodable) = (known, [], [])
            return
        }
        let layout =
            if let known { known } else {
                try UserLayout.detect(bytes, announcedCount: announcedCount)
            }
        let count = bytes.count / layout.size
        guard count <= WireLimits.userCount else {
            throw .recordCount(of: .users, found: count, limit: WireLimits.userCount)
        }
        var records: [UserRecord] = []
        var undecodable: [UndecodedRecord] = []
        records.reserveCapacity(count)
        for position in 0..<count {
            let start = bytes.startIndex + position * layout.size
            let recordBytes = bytes[start..<start + layout.size]
            let record = try UserRecord(decoding: recordBytes, as: layout)
            if let reason = record.undecodableReason {
                undecodable.append(
                    UndecodedRecord(position: position, bytes: Array(recordBytes), reason: reason))
            } else {
                records.append(record)
            }
        }
        let remainder = bytes[(bytes.startIndex + count * layout.size)...]
        if !remainder.isEmpty {
            undecodable.append(
                UndecodedRecord(position: count, bytes: Array(remainder), reason: .incomplete))
        }
        self.layout = layout
        self.records = records
        self.undecodable = undecodable
    }
}

extension UserRecord {
    /// Why the record names nobody; `nil` when it does.
    fileprivate var undecodableReason: UndecodedRecord.Reason? {
        if slot == 0 { return .noUserSlot }
        if TextField.content(of: userIDField[...]).isEmpty { return .noUserID }
        return userID == nil ? .unreadableUserID : nil
    }
}

extension UserLayout {
    /// Finds the layout of a list by reading a sample of it in each; see ``LayoutVote``.
    ///
    /// - Throws: ``WireError/unknownLayout(of:byteCount:announcedRecords:sample:)``.
    static func detect(
        _ bytes: ArraySlice<UInt8>, announcedCount: Int?
    ) throws(WireError) -> UserLayout {
        let vote = LayoutVote<UserLayout>(
            bytes: bytes, candidates: allCases, announcedCount: announcedCount
        ) { record, layout in
            layout.fit(of: record)
        }
        guard let layout = vote.winner() else {
            throw .unknownLayout(
                of: .users, byteCount: bytes.count, announcedRecords: announcedCount,
                sample: Array(bytes.prefix(128)))
        }
        return layout
    }

    /// How well `bytes` read in this layout.
    private func fit(of bytes: ArraySlice<UInt8>) -> LayoutVote<UserLayout>.Fit {
        guard let record = try? UserRecord(decoding: bytes, as: self),
            Privilege.known.contains(record.privilege.rawValue),
            record.nameBytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            TextField.isPrintable(record.passwordBytes)
        else { return .wrong }
        switch self {
        case .bytes28:
            // Ids have at most nine digits; four bytes of text make a larger number.
            guard record.userIDField.count <= 9 else { return .wrong }
        case .bytes72:
            guard record.userID != nil, TextField.isZeroPadded(record.userIDField[...]) else {
                return .wrong
            }
        }
        return record.slot != 0 && !record.userIDField.isEmpty ? .right : .shapeOnly
    }
}
