import Testing

@testable import ZKProtocol

struct PayloadTests {
    // MARK: - Templates

    @Test func `a template entry is read and written as its vector says`() throws {
        let bytes = try Vectors.record("T1")
        let list = try TemplateList(decoding: (bytes + bytes)[...], announcedCount: 2)
        let template = try #require(list.records.first)
        #expect(list.records.count == 2)
        #expect(template.slot == 14)
        #expect(template.finger == 4)
        #expect(template.validity == 1)
        #expect(template.bytes == Array(bytes.dropFirst(6)))
        #expect(try template.encoded() == bytes)
    }

    @Test func `template entries of impossible size are refused`() throws {
        let start = try Vectors.record("T2")
        #expect(throws: WireError.templateEntry(offset: 0, size: 1220, available: 16)) {
            try TemplateList(decoding: start[...])
        }
        let good = try Vectors.record("T1")
        #expect(throws: WireError.templateEntry(offset: 16, size: 0, available: 8)) {
            try TemplateList(decoding: (good + [0, 0, 0, 0, 0, 0, 0, 0])[...])
        }
        #expect(throws: WireError.templateEntry(offset: 16, size: 5, available: 6)) {
            try TemplateList(decoding: (good + [5, 0, 0, 0, 0, 0])[...])
        }
        let tail = try TemplateList(decoding: (good + [1, 2, 3, 4, 5])[...])
        #expect(tail.remainder == [1, 2, 3, 4, 5])
        let tooLong = TemplateRecord(slot: 1, finger: 0, bytes: .init(repeating: 0, count: 65_530))
        #expect(throws: WireError.self) { try tooLong.encoded() }
    }

    // MARK: - Counters, options, operations

    @Test func `the counters of the capture are read and written`() throws {
        let frame = try FrameVector.frame(29)
        let sizes = try StorageSizes(decoding: frame.data)
        #expect(sizes.users == 3)
        #expect(sizes.templates == 3)
        #expect(sizes.attendance == 58)
        #expect(sizes.operations == 90)
        #expect(sizes.administrators == 2)
        #expect(sizes.passwords == 2)
        #expect(sizes.templateCapacity == 3000)
        #expect(sizes.userCapacity == 5000)
        #expect(sizes.attendanceCapacity == 100_000)
        #expect(sizes.templatesFree == 2997)
        #expect(sizes.usersFree == 4997)
        #expect(sizes.attendanceFree == 99_942)
        #expect(sizes.faces == 0)
        #expect(sizes.faceCapacity == 0)
        #expect(sizes.encoded == frame.data)
        let made = StorageSizes(
            users: 3, templates: 3, attendance: 58, operations: 90, administrators: 2,
            passwords: 2, templateCapacity: 3000, userCapacity: 5000, attendanceCapacity: 100_000,
            faces: (0, 0))
        #expect(made == sizes)
    }

    @Test func `short counters are unknown, not zero`() throws {
        let sizes = try StorageSizes(decoding: [0, 0, 0, 0])
        #expect(!sizes.areKnown)
        #expect(sizes.users == nil)
        #expect(sizes.attendance == nil)
        let eighty = try StorageSizes(decoding: [UInt8](repeating: 0, count: 80))
        #expect(eighty.attendance == 0)
        #expect(eighty.faces == nil)
        #expect(try StorageSizes(decoding: .init(repeating: 1, count: 512)).words.count == 128)
        for count in [0, 3, 513] {
            #expect(
                throws: WireError.payloadLength(of: .counters, expected: 4...512, found: count)
            ) {
                try StorageSizes(decoding: [UInt8](repeating: 0, count: count))
            }
        }
    }

    @Test(arguments: [
        (17, "~Platform", "ZEM760_TFT"), (20, "WorkCode", "0"), (21, "LockOn", "5"),
        (22, "AntiPassbackOn", "0"), (24, "~SerialNumber", "0123456789012"), (12, "SDKBuild", "1"),
    ])
    func `an option is read and written as its vector says`(
        number: Int, name: String, value: String
    ) throws {
        let data = try FrameVector.frame(number).data
        let option = try OptionText(decoding: data)
        #expect(option == OptionText(name: name, value: value))
        // Frame 21 and 22 are captured without a NUL at the end.
        #expect(option.encoded.starts(with: data))
    }

    @Test(arguments: [
        (16, "~Platform"), (18, "~OS"), (19, "WorkCode"), (23, "~SerialNumber"),
    ])
    func `a request for an option is its name`(number: Int, name: String) throws {
        let data = try FrameVector.frame(number).data
        #expect(OptionText.request(for: name) == data)
        #expect(try OptionText.text(decoding: data) == name)
    }

    @Test func `option text splits at the first sign and stops at the NUL`() throws {
        let option = try OptionText(decoding: Array("a=b=c\u{0}rest".utf8))
        #expect(option == OptionText(name: "a", value: "b=c"))
        #expect(try OptionText(decoding: Array("a".utf8)) == OptionText(name: "a", value: ""))
        #expect(try OptionText(decoding: []) == OptionText(name: "", value: ""))
        #expect(try OptionText(decoding: [0x61, 0x3D, 0xFF]).value == "\u{FFFD}")
        #expect(throws: WireError.payloadLength(of: .option, expected: 0...4096, found: 4097)) {
            try OptionText(decoding: .init(repeating: 0x41, count: 4097))
        }
        #expect(
            try OptionText.text(decoding: FrameVector.frame(25).data) == "Ver 6.81  Apr 28 2015")
    }

    @Test func `an operation is read and written`() throws {
        let sample = unhex("0000062AC29B68230300000007000205")
        let record = try OperationRecord(decoding: sample[...])
        #expect(record.administratorSlot == 0)
        #expect(record.operation == 6)
        #expect(record.unknown == 0x2A)
        #expect(record.time.description == "2018-06-25 16:09:38")
        #expect(record.parameters == [3, 0, 7, 0x0502])
        #expect(record.encoded == sample)
        #expect(try OperationRecord.list(decoding: (sample + sample)[...]) == [record, record])
        #expect(throws: WireError.self) { try OperationRecord.list(decoding: sample[1...]) }
    }

    // MARK: - Bulk

    @Test(arguments: [
        (33, BulkRequest.users), (34, .attendance), (35, .templates), (36, .operations),
    ])
    func `a bulk request is read and written as its vector says`(
        number: Int, request: BulkRequest
    ) throws {
        let data = try FrameVector.frame(number).data
        #expect(request.encoded == data)
        #expect(try BulkRequest(decoding: data) == request)
    }

    @Test func `old firmware gets the table as one byte`() {
        #expect(BulkRequest.users.legacyData == [5])
        #expect(BulkRequest.templates.legacyData == [2])
        #expect(BulkRequest.attendance.legacyData == [])
    }

    @Test func `answers to bulk requests are read and written`() throws {
        let staged = try StagedAnswer(decoding: FrameVector.frame(37).data)
        #expect(staged == StagedAnswer(size: 5044, unknown: 0x0023_EFCD))
        #expect(staged.encoded == (try FrameVector.frame(37).data))
        let first = try ChunkRequest(decoding: FrameVector.frame(38).data)
        #expect(first == ChunkRequest(start: 0, size: 5044))
        #expect(first.encoded == (try FrameVector.frame(38).data))
        let second = try ChunkRequest(decoding: FrameVector.frame(39).data)
        #expect(second == ChunkRequest(start: 65_472, size: 34_528))
        let announced = try DataAnnouncement(decoding: FrameVector.frame(40).data)
        #expect(announced == DataAnnouncement(size: 5044, pieceSize: 1008))
        #expect(announced.encoded == (try FrameVector.frame(40).data))
        #expect(
            try DataAnnouncement(decoding: FrameVector.frame(43).data)
                == DataAnnouncement(size: 1244, pieceSize: 1008))
    }

    @Test func `a dataset is what its size says`() throws {
        let one = try Dataset(FrameVector.frame(45).data[...])
        #expect(Array(one.records) == (try Vectors.record("A")))
        #expect(try Dataset(FrameVector.frame(46).data[...]).records.isEmpty)
        #expect(
            Array(try Dataset(FrameVector.frame(47).data[...]).records)
                == (try Vectors.record("U1")))
        #expect(try Dataset([]).records.isEmpty)
        #expect(Array(try Dataset([1, 0, 0, 0, 7, 8, 9]).records) == [7])
        #expect(Dataset.encoded(records: [7]) == [1, 0, 0, 0, 7])
        #expect(throws: WireError.datasetCutOff(announced: 2, found: 1)) {
            try Dataset([2, 0, 0, 0, 7])
        }
        #expect(throws: WireError.datasetLength(announced: 0x0400_0001, limit: 0x0400_0000)) {
            try Dataset([1, 0, 0, 4, 7])
        }
        #expect(throws: WireError.truncated(offset: 0, needed: 4, found: 3)) {
            try Dataset([0, 0, 0])
        }
    }
}
