import Testing

@testable import ZKProtocol

/// What every decoder makes of bytes that are cut off at any place, and of two lists joined: whole
/// records, and nothing lost or invented. Streams that are split are in ``FrameDecoderTests``.
struct CutTests {
    private static let operation = unhex("0000062AC29B6823030000000700 0205")

    private static func records(_ names: [String]) throws -> [UInt8] {
        try names.flatMap(Vectors.record)
    }

    // MARK: - Lists

    private static let logs: [(AttendanceLayout, [String])] = [
        (.bytes8, ["F", "F2", "F2b"]), (.bytes16, ["E", "E", "E"]), (.bytes40, ["A", "B", "A"]),
        (.bytes49, ["D", "D", "D"]),
    ]

    @Test(arguments: logs)
    func `a log that is cut off keeps its whole punches`(
        _ layout: AttendanceLayout, _ names: [String]
    ) throws {
        let bytes = try Self.records(names)
        let whole = try AttendanceLog(decoding: bytes[...], layout: layout)
        for count in 0...bytes.count {
            let cut = try AttendanceLog(decoding: bytes.prefix(count), layout: layout)
            #expect(cut.records == Array(whole.records.prefix(count / layout.size)))
            #expect(cut.undecodable.map(\.bytes).joined().count == count % layout.size)
            #expect(cut.undecodable.allSatisfy { $0.reason == .incomplete })
        }
    }

    @Test(arguments: logs)
    func `two logs joined are one`(_ layout: AttendanceLayout, _ names: [String]) throws {
        let bytes = try Self.records(names)
        let one = try AttendanceLog(decoding: bytes[...], layout: layout)
        let two = try AttendanceLog(decoding: (bytes + bytes)[...], layout: layout)
        #expect(two.records.map(\.position) == Array(0..<6))
        #expect(two.records.map(\.time) == one.records.map(\.time) + one.records.map(\.time))
        #expect(try AttendanceLog(decoding: (bytes + bytes)[...]).layout == layout)
    }

    @Test(arguments: [(UserLayout.bytes72, ["U1", "U2"]), (.bytes28, ["U3", "U3"])])
    func `a user list that is cut off keeps its whole users`(
        _ layout: UserLayout, _ names: [String]
    ) throws {
        let bytes = try Self.records(names)
        let whole = try UserList(decoding: bytes[...], layout: layout)
        for count in 0...bytes.count {
            let cut = try UserList(decoding: bytes.prefix(count), layout: layout)
            #expect(cut.records == Array(whole.records.prefix(count / layout.size)))
            #expect(cut.undecodable.map(\.bytes).joined().count == count % layout.size)
        }
        let two = try UserList(decoding: (bytes + bytes)[...], layout: layout)
        #expect(two.records == whole.records + whole.records)
    }

    @Test func `a template list that is cut off is refused, or ends between templates`() throws {
        let entry = try Vectors.record("T1")
        let bytes = entry + entry + entry
        let record = try #require(try TemplateList(decoding: entry[...]).records.first)
        for count in 0...bytes.count {
            let rest = count % entry.count
            let cut = try? TemplateList(decoding: bytes.prefix(count))
            if rest >= TemplateRecord.headerLength {
                #expect(cut == nil, "cut at \(count)")
            } else {
                let list = try #require(cut)
                #expect(list.records == Array(repeating: record, count: count / entry.count))
                #expect(list.remainder.count == rest)
            }
        }
    }

    @Test func `an operation log is whole or refused`() throws {
        let bytes = Self.operation + Self.operation + Self.operation
        let record = try OperationRecord(decoding: Self.operation[...])
        for count in 0...bytes.count {
            let cut = try? OperationRecord.list(decoding: bytes.prefix(count))
            let isWhole = count % OperationRecord.length == 0
            #expect(cut == (isWhole ? Array(repeating: record, count: count / 16) : nil))
        }
    }

    @Test func `a dataset that is cut off is never a shorter list`() throws {
        let bytes = Dataset.encoded(records: Self.operation)
        for count in 1..<bytes.count {
            #expect(throws: WireError.self) { try Dataset(bytes.prefix(count)) }
        }
        #expect(try Dataset(bytes[...]).records.elementsEqual(Self.operation))
        // What follows the announced records is none of them.
        #expect(try Dataset((bytes + bytes)[...]).records.elementsEqual(Self.operation))
    }

    // MARK: - Single answers

    @Test(arguments: [10, 12, 14, 32, 36, 37, 52])
    func `a passage that is cut off is no passage`(_ size: Int) throws {
        let idCount = size < 14 ? size - 8 : size == 14 ? 2 : 24
        let id = Array((Array("1001".utf8) + [UInt8](repeating: 0, count: 20))[..<idCount])
        let data = id + [1, 0, 26, 1, 31, 8, 59, 58]
        let event = data + [UInt8](repeating: 0, count: size - data.count)
        for count in 0...event.count {
            let cut = Array(event.prefix(count))
            switch LiveEvent(code: 1, data: cut) {
            case .attendance(let passages):
                // Some shorter forms are whole events of other gates.
                #expect([10, 12, 14, 32, 36, 37, 52].contains(count))
                #expect(passages.allSatisfy { $0.time.wallSeconds != nil })
            case .unknown(_, let kept): #expect(kept == cut)
            default: Issue.record("another event at \(count)")
            }
        }
        #expect(LiveEvent(code: 1, data: event + event + event).passageCount == 3)
    }

    @Test func `the result of enrolling needs its two bytes`() {
        let data = unhex("0000 0002 313030310000000000 06")
        for count in 0...data.count {
            switch LiveEvent(code: 8, data: Array(data.prefix(count))) {
            case .unknown: #expect(count < 2)
            case .fingerEnrolled(.done(let length)): #expect(length == (count < 4 ? nil : 512))
            case let other: Issue.record("\(other) at \(count)")
            }
        }
    }

    @Test func `counters that are cut off are unknown, not zero`() throws {
        let bytes = (0..<92).map { UInt8($0) }
        for count in 0...bytes.count {
            let cut = try? StorageSizes(decoding: Array(bytes.prefix(count)))
            #expect((cut == nil) == (count < 4))
            #expect((cut?.users != nil) == (count >= 80))
            #expect((cut?.faces != nil) == (count >= 84))
            #expect((cut?.faceCapacity != nil) == (count >= 92))
        }
    }

    @Test func `an option that is cut off is the start of itself`() throws {
        let bytes = OptionText(name: "~Platform", value: "ZEM760_TFT").encoded
        for count in 0...bytes.count {
            let cut = try OptionText(decoding: Array(bytes.prefix(count)))
            #expect("~Platform".hasPrefix(cut.name))
            #expect("ZEM760_TFT".hasPrefix(cut.value))
            #expect(cut.value.isEmpty || cut.name == "~Platform")
        }
    }

    @Test func `requests and announcements have their sizes`() {
        let bytes = [UInt8](repeating: 1, count: 20)
        for count in 0...bytes.count {
            let cut = Array(bytes.prefix(count))
            #expect(((try? BulkRequest(decoding: cut)) != nil) == (count == 11))
            #expect(((try? ChunkRequest(decoding: cut)) != nil) == (count == 8))
            #expect(((try? StagedAnswer(decoding: cut)) != nil) == (5...13).contains(count))
            #expect(((try? DataAnnouncement(decoding: cut)) != nil) == (4...16).contains(count))
            #expect((DeviceTime(sixBytes: cut[...]) != nil) == (count == 6))
        }
    }

    @Test func `a single template that is cut off has no byte too many`() throws {
        let bytes = Array(try Vectors.record("T1").dropFirst(6)) + [1]
        for count in 0...bytes.count {
            let cut = Array(bytes.prefix(count))
            let answer = TemplateAnswer(decoding: cut, listedLength: 10)
            #expect((answer == nil) == (count < 2))
            #expect(answer.map { cut.starts(with: $0.template) } ?? true)
        }
    }
}

extension LiveEvent {
    fileprivate var passageCount: Int? {
        if case .attendance(let passages) = self { passages.count } else { nil }
    }
}
