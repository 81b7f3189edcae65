import Testing

@testable import ZKProtocol

/// Events, against the frames 78 to 89 of the reference.
struct LiveEventTests {
    private static func passed(
        slot: UInt16? = nil, id: String? = nil, verify: UInt8, state: UInt8, _ six: [UInt8]
    ) throws -> LiveEvent {
        let time = try #require(DeviceTime(sixBytes: six[...]))
        return .attendance([
            AttendanceEvent(userSlot: slot, userID: id, verify: verify, state: state, time: time)
        ])
    }

    @Test func `people who pass are told in every layout`() throws {
        let expected: [(Int, LiveEvent)] = [
            (78, try Self.passed(id: "999111333", verify: 1, state: 0, [18, 6, 25, 17, 41, 5])),
            (79, try Self.passed(id: "4822257", verify: 0, state: 0, [18, 12, 7, 19, 9, 6])),
            (80, try Self.passed(id: "1140064", verify: 15, state: 0, [18, 11, 29, 12, 55, 3])),
            (81, try Self.passed(slot: 5, verify: 1, state: 0, [26, 1, 31, 8, 59, 58])),
            (82, try Self.passed(id: "1001", verify: 15, state: 255, [26, 1, 31, 8, 59, 58])),
        ]
        for (number, event) in expected {
            let frame = try FrameVector.frame(number)
            #expect(LiveEvent(frame) == event, "frame \(number)")
        }
    }

    @Test(
        arguments: [
            (83, .fingerPlaced), (84, .sample(score: 100)), (85, .verifyAttempt(slot: nil)),
            (86, .fingerEnrolled(.done(templateLength: 1244))), (87, .fingerEnrolled(.duplicate)),
            (88, .alarm(GateAlarm(reason: 0x37))),
            (89, .alarm(GateAlarm(reason: 0x20, userSlot: 13))),
        ] as [(Int, LiveEvent)])
    func `other events are told`(number: Int, event: LiveEvent) throws {
        #expect(LiveEvent(try FrameVector.frame(number)) == event)
    }

    @Test func `several people at once are all told`() throws {
        let one: [UInt8] = [5, 0, 1, 0, 26, 1, 31, 8, 59, 58]
        let two: [UInt8] = [6, 0, 1, 1, 26, 1, 31, 8, 59, 59]
        let wide = Array("1001".utf8) + .init(repeating: 0, count: 20)
        for (data, count) in [
            (one + two, 2), (one + two + one, 3),
            (wide + [15, 0] + one.suffix(6) + wide + [15, 0] + two.suffix(6), 2),
        ] {
            guard case .attendance(let people) = LiveEvent(code: 1, data: data) else {
                Issue.record("\(data.count) bytes are not understood")
                continue
            }
            #expect(people.count == count)
        }
    }

    @Test(arguments: [0, 1, 9, 11, 13, 31, 33, 51])
    func `an event of unknown length is kept as bytes`(count: Int) {
        let data = [UInt8](repeating: 7, count: count)
        #expect(LiveEvent(code: 1, data: data) == .unknown(code: 1, data: data))
        #expect(LiveEvent(code: 0x4000, data: data) == .unknown(code: 0x4000, data: data))
    }

    @Test func `the fields of a long alarm are told apart by what they hold`() {
        let head: [UInt8] = [255, 255, 255, 255]
        #expect(
            LiveEvent(code: 0x200, data: head + [13, 0, 0x22, 0, 1, 0, 0, 0])
                == .alarm(GateAlarm(reason: 0x22, userSlot: 13)))
        #expect(
            LiveEvent(code: 0x200, data: head + [0x22, 0, 13, 0, 1, 0, 0, 0])
                == .alarm(GateAlarm(reason: 0x22, userSlot: 13)))
    }

    @Test func `the length of a template is found where it is told`() throws {
        let old: [UInt8] = Array(1...10)
        #expect(TemplateAnswer(decoding: old + [3])?.template == old)
        #expect(TemplateAnswer(decoding: old + [3])?.validity == 3)
        #expect(TemplateAnswer(decoding: old + [3], listedLength: 9)?.template == Array(1...9))
        // Algorithm 10: the template says that it has 14 bytes; padding and a flag follow.
        let new: [UInt8] = [0x4D, 0x98] + Array("SS21".utf8) + [0, 0, 0, 14, 9, 9, 9, 9]
        let padded = new + [0, 0, 0, 0, 0, 0, 1]
        #expect(TemplateAnswer(decoding: padded)?.template == new)
        #expect(TemplateAnswer(decoding: new + [1])?.template == new)
        #expect(TemplateAnswer(decoding: []) == nil)
        #expect(TemplateAnswer(decoding: [1]) == nil)
    }
}
