import Testing

@testable import ZKProtocol

struct AttendanceTests {
    private func time(_ text: String) throws -> DeviceTime {
        let numbers = text.split { "- :".contains($0) }.compactMap { Int($0) }
        try #require(numbers.count == 6)
        return try #require(
            DeviceTime(
                year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3],
                minute: numbers[4], second: numbers[5]))
    }

    @Test(
        arguments: [
            ("A", 40, 5, "1001", 15, 0, "2026-01-31 08:59:58"),
            ("B", 40, 13, "999111333", 1, 0, "2018-06-25 17:50:35"),
            ("D", 49, 5, "1001", 15, 0, "2026-01-31 08:59:58"),
            ("E", 16, nil, "1001", 0, 1, "2026-01-31 08:59:58"),
            ("F", 8, 7, nil, 1, 0, "2016-01-01 19:02:00"),
            ("F2", 8, 123, nil, 1, 0, "2016-01-01 19:04:43"),
            ("F2b", 8, 123, nil, 1, 0, "2016-01-01 19:04:46"),
        ] as [(String, Int, UInt16?, String?, UInt8, UInt8, String)])
    func `a record is read and written as its vector says`(
        name: String, size: Int, slot: UInt16?, userID: String?, verify: UInt8, state: UInt8,
        text: String
    ) throws {
        let bytes = try Vectors.record(name)
        let log = try AttendanceLog(decoding: bytes[...])
        #expect(log.layout?.size == size)
        #expect(log.undecodable.isEmpty)
        let record = try #require(log.records.first)
        #expect(log.records.count == 1)
        #expect(record.userSlot == slot)
        #expect(record.userID == userID)
        #expect(record.verify == verify)
        #expect(record.state == state)
        #expect(record.time == (try time(text)))
        #expect(try record.encoded(as: try #require(log.layout)) == bytes)
    }

    @Test(arguments: AttendanceLayout.allCases)
    func `a log in any layout is recognised and survives the way there and back`(
        _ layout: AttendanceLayout
    ) throws {
        // Lengths that several layouts divide: 784, 1960 and 3920 bytes are among them.
        for count in [1, 2, 5, 16, 40, 49, 80, 98, 245, 500] {
            let records = try (0..<count).map { try record($0, layout) }
            let bytes = try records.flatMap { try $0.encoded(as: layout) }
            for announced in [nil, 0, count, count - 1] {
                let log = try AttendanceLog(decoding: bytes[...], announcedCount: announced)
                #expect(log.layout == layout)
                #expect(log.records == records)
                #expect(log.announcedCount == announced)
            }
        }
    }

    private func record(_ index: Int, _ layout: AttendanceLayout) throws -> AttendanceRecord {
        let wallSeconds = 1_700_000_000 + index * 997
        return AttendanceRecord(
            position: index, userSlot: layout == .bytes16 ? nil : UInt16(1 + index % 90),
            userID: layout == .bytes8 ? nil : String(100 + index % 90),
            time: try #require(DeviceTime(wallSeconds: wallSeconds)),
            state: UInt8(index % 6), verify: UInt8(index % 4))
    }

    @Test func `spoiled records are kept as bytes with a reason`() throws {
        let good = try Vectors.record("A")
        func spoiled(_ range: Range<Int>, _ byte: UInt8) -> [UInt8] {
            var copy = good
            for index in range { copy[index] = byte }
            return copy
        }
        let noDate = Array(good[..<27]) + [0x00, 0x2C, 0x4B, 0x2E] + Array(good[31...])
        let log = try AttendanceLog(
            decoding: (good + spoiled(27..<31, 0) + good + spoiled(27..<31, 0xFF) + good + noDate
                + good + spoiled(2..<3, 0) + good + spoiled(2..<3, 0x80) + good + good)[...],
            announcedCount: 12)
        #expect(log.layout == .bytes40)
        #expect(log.records.map(\.position) == [0, 2, 4, 6, 8, 10, 11])
        #expect(log.undecodable.map(\.position) == [1, 3, 5, 7, 9])
        #expect(
            log.undecodable.map(\.reason) == [
                .timeUnset, .timeAfterRange, .notADate, .noUserID, .unreadableUserID,
            ])
        #expect(log.undecodable[2].bytes == noDate)
    }

    @Test func `one spoiled record alone is still known by the counter`() throws {
        var bytes = try Vectors.record("A")
        for index in 27..<31 { bytes[index] = 0 }
        let log = try AttendanceLog(decoding: bytes[...], announcedCount: 1)
        #expect(log.layout == .bytes40)
        #expect(log.undecodable.map(\.reason) == [.timeUnset])
        #expect(throws: WireError.self) { try AttendanceLog(decoding: bytes[...]) }
    }

    @Test func `49-byte records are never read as 40`() throws {
        let record = try Vectors.record("D")
        let log = try AttendanceLog(decoding: (record + record)[...], announcedCount: 2)
        #expect(log.layout == .bytes49)
        #expect(log.records.map(\.userID) == ["1001", "1001"])
        let forty = try AttendanceRecord.read(
            (record + record)[40..<80], as: .bytes40, position: 1)
        guard case .undecodable = forty else {
            Issue.record("the ghost of a 49-byte record was taken for a punch")
            return
        }
    }

    @Test func `a torn last record is kept apart`() throws {
        let record = try Vectors.record("B")
        let log = try AttendanceLog(decoding: (record + record + record.prefix(13))[...])
        #expect(log.layout == .bytes40)
        #expect(log.records.count == 2)
        #expect(
            log.undecodable == [
                UndecodedRecord(position: 2, bytes: Array(record.prefix(13)), reason: .incomplete)
            ])
    }

    @Test func `an empty log has no layout`() throws {
        let log = try AttendanceLog(decoding: [], announcedCount: 58)
        #expect(log.layout == nil)
        #expect(log.records.isEmpty)
        #expect(log.announcedCount == 58)
    }

    @Test func `a size nobody knows is refused with its first bytes`() throws {
        let bytes = [UInt8](repeating: 0xEE, count: 96)
        #expect(
            throws: WireError.unknownLayout(
                of: .attendance, byteCount: 96, announcedRecords: 4, sample: bytes)
        ) {
            try AttendanceLog(decoding: bytes[...], announcedCount: 4)
        }
    }

    @Test func `a log with short records is refused`() throws {
        var bytes = try [UInt8]((0..<20).flatMap { _ in try Vectors.record("F") })
        bytes[8 * 19 + 2] = 0x08
        #expect(throws: WireError.shortAttendanceRecord(position: 19)) {
            try AttendanceLog(decoding: bytes[...])
        }
    }

    @Test func `bytes 8 and 9 are read the other way when they contradict`() throws {
        let verifyFirst = try (0..<6).flatMap { index in
            var record = try Vectors.record("E")
            record[8] = 15
            record[9] = UInt8(index % 2)
            return record
        }
        let log = try AttendanceLog(decoding: verifyFirst[...])
        #expect(log.records.map(\.verify) == [15, 15, 15, 15, 15, 15])
        #expect(log.records.map(\.state) == [0, 1, 0, 1, 0, 1])
    }

    @Test func `a layout refuses what it cannot hold`() throws {
        let time = try time("2026-01-31 08:59:58")
        let face = AttendanceRecord(userSlot: 5, userID: "A1", time: time, state: 0, verify: 15)
        #expect(throws: WireError.self) { try face.encoded(as: .bytes8) }
        #expect(throws: WireError.self) { try face.encoded(as: .bytes16) }
        #expect(try face.encoded(as: .bytes40).count == 40)
        let nobody = AttendanceRecord(time: time, state: 0, verify: 1)
        for layout in AttendanceLayout.allCases {
            #expect(throws: WireError.self) { try nobody.encoded(as: layout) }
        }
    }
}
