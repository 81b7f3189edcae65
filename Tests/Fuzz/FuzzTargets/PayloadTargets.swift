import ZKClient
import ZKProtocol

/// The smaller payloads.
enum PayloadTargets {
    static func events(_ input: inout FuzzInput) throws(FuzzFinding) {
        let code = input.word()
        let data = input.rest
        let event = LiveEvent(Frame(command: .event, session: code, replyID: 0, data: data))
        switch event {
        case .attendance(let passages):
            try FuzzFinding.unless(!passages.isEmpty, "an event of nobody")
            for passage in passages {
                try FuzzFinding.unless(passage.time.wallSeconds != nil, "a passage without a time")
            }
        case .unknown(let keptCode, let keptData):
            try FuzzFinding.unless(
                keptCode == code && keptData == data, "an unknown event was changed")
        default: break
        }
        _ = (Enrollment.Step(event)?.isEnd, "\(event)")
    }

    static func options(_ input: inout FuzzInput) throws(FuzzFinding) {
        let bytes = input.rest
        _ = try? OptionText.text(decoding: bytes)
        guard let option = try? OptionText(decoding: bytes) else { return }
        // Bytes that are no UTF-8 come back as three bytes each.
        let again = try? OptionText(decoding: option.encoded)
        try FuzzFinding.unless(
            again == option || option.encoded.count > WireLimits.optionLength,
            "an option is not what was written")
    }

    static func sizes(_ input: inout FuzzInput) throws(FuzzFinding) {
        let bytes = input.rest
        guard let sizes = try? StorageSizes(decoding: bytes) else { return }
        _ = (sizes.users, sizes.templates, sizes.attendance, sizes.operations)
        _ = (sizes.administrators, sizes.passwords, sizes.faces, sizes.faceCapacity)
        _ = (sizes.templateCapacity, sizes.userCapacity, sizes.attendanceCapacity)
        _ = (sizes.templatesFree, sizes.usersFree, sizes.attendanceFree)
        try FuzzFinding.unless(
            bytes.starts(with: sizes.encoded), "counters are not what was written")
    }

    static func times(_ input: inout FuzzInput) throws(FuzzFinding) {
        let time = DeviceTime(rawValue: UInt32(input.word()) | UInt32(input.word()) << 16)
        _ = (time.description, time.sixBytes, time.validity)
        if let seconds = time.wallSeconds {
            try FuzzFinding.unless(
                DeviceTime(wallSeconds: seconds) == time, "a time does not come back")
            try FuzzFinding.unless(
                DeviceTime(sixBytes: time.sixBytes[...]) == time, "six bytes are another time")
        }
        _ = DeviceTime(sixBytes: input.take(6)[...])?.wallSeconds
        var number = 0
        for byte in input.take(8) { number = number << 8 | Int(byte) }
        _ = DeviceTime(wallSeconds: number)
    }

    static func payloads(_ input: inout FuzzInput) throws(FuzzFinding) {
        let key = UInt32(input.word()) | UInt32(input.word()) << 16
        try FuzzFinding.unless(
            CommKey.scrambled(key: key, session: input.word()).count == 4, "a key of other length")
        let bytes = input.rest
        if let request = try? BulkRequest(decoding: bytes) {
            try FuzzFinding.unless(
                request.encoded.dropFirst().elementsEqual(bytes.dropFirst()),
                "a bulk request is not what was written")
        }
        if let chunk = try? ChunkRequest(decoding: bytes) {
            try FuzzFinding.unless(chunk.encoded == bytes, "a chunk is not what was written")
        }
        _ = try? StagedAnswer(decoding: bytes).encoded
        _ = try? DataAnnouncement(decoding: bytes).encoded
        _ = try? Dataset(bytes[...]).records.count
    }
}
