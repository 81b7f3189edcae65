import ZKProtocol

/// Frames, and lists of records.
enum RecordTargets {
    static func frames(_ input: inout FuzzInput) throws(FuzzFinding) {
        let flags = input.byte()
        let rule: ChecksumRule = flags & 1 == 0 ? .ignored : .verified
        let bytes = input.rest
        var whole = FrameDecoder(checksums: rule)
        whole.append(bytes)
        let frames = drain(&whole)
        var parts = FrameDecoder(checksums: rule)
        var partFrames: [Frame] = []
        let step = Int(flags >> 1) % 16 + 1
        for start in stride(from: 0, to: bytes.count, by: step) {
            parts.append(bytes[start..<min(start + step, bytes.count)])
            partFrames += drain(&parts)
        }
        try FuzzFinding.unless(frames == partFrames, "frames depend on how the stream is cut")
        try FuzzFinding.unless(
            whole.bufferedCount <= bytes.count, "more bytes wait than have come")
        for frame in frames {
            var decoder = FrameDecoder()
            decoder.append(frame.streamBytes)
            try FuzzFinding.unless(drain(&decoder) == [frame], "a frame is not what was written")
        }
        _ = try? Frame(packet: bytes[...], checksums: rule)
    }

    private static func drain(_ decoder: inout FrameDecoder) -> [Frame] {
        var frames: [Frame] = []
        while let frame = try? decoder.next() { frames.append(frame) }
        return frames
    }

    static func users(_ input: inout FuzzInput) throws(FuzzFinding) {
        let announced = Int(input.byte())
        let bytes = input.rest
        let layouts: [UserLayout?] = [nil] + UserLayout.allCases
        for known in layouts {
            let list: UserList
            do throws(WireError) {
                list = try UserList(
                    decoding: bytes[...], layout: known,
                    announcedCount: announced == 0 ? nil : announced)
            } catch {
                _ = error.description
                continue
            }
            guard let layout = list.layout else { continue }
            let count = list.undecodable.reduce(list.records.count * layout.size) {
                $0 + $1.bytes.count
            }
            try FuzzFinding.unless(count == bytes.count, "bytes of the user list were lost")
            for record in list.records {
                _ = (record.name, record.userID, record.privilege.isMoreThanUser)
                guard let written = try? record.encoded(as: layout) else {
                    throw FuzzFinding(description: "a user that was read cannot be written back")
                }
                try FuzzFinding.unless(
                    (try? UserRecord(decoding: written[...], as: layout)) == record,
                    "a user that was written back reads otherwise")
            }
        }
    }

    static func attendance(_ input: inout FuzzInput) throws(FuzzFinding) {
        let announced = Int(input.byte())
        let flags = input.byte()
        let latest = DeviceTime(year: 2030, month: 1, day: 1)
        let bytes = input.rest
        let layouts: [AttendanceLayout?] = [nil] + AttendanceLayout.allCases
        for known in layouts {
            let log: AttendanceLog
            do throws(WireError) {
                log = try AttendanceLog(
                    decoding: bytes[...], layout: known,
                    announcedCount: announced == 0 ? nil : announced,
                    latest: flags & 1 == 0 ? nil : latest,
                    firstPosition: Int(flags >> 4), verifyFirst: flags & 2 == 0 ? nil : true)
            } catch {
                _ = error.description
                continue
            }
            guard let layout = log.layout else { continue }
            let count = log.undecodable.reduce(log.records.count * layout.size) {
                $0 + $1.bytes.count
            }
            try FuzzFinding.unless(count == bytes.count, "bytes of the log were lost")
            for record in log.records {
                try FuzzFinding.unless(record.time.wallSeconds != nil, "a punch without a time")
                guard (try? record.encoded(as: layout))?.count == layout.size else {
                    throw FuzzFinding(description: "a punch that was read cannot be written")
                }
            }
        }
    }

    static func templates(_ input: inout FuzzInput) throws(FuzzFinding) {
        let listedLength = Int(input.word())
        let bytes = input.rest
        if let answer = TemplateAnswer(
            decoding: bytes, listedLength: listedLength == 0 ? nil : listedLength)
        {
            try FuzzFinding.unless(
                !answer.template.isEmpty && answer.template.count <= bytes.count,
                "a template of impossible length")
        }
        guard let records = try? Dataset(bytes[...]).records else { return }
        guard let list = try? TemplateList(decoding: records, announcedCount: 1) else { return }
        var written: [UInt8] = []
        for record in list.records { written += (try? record.encoded()) ?? [] }
        try FuzzFinding.unless(
            written + list.remainder == Array(records), "bytes of the templates were lost")
    }

    static func operations(_ input: inout FuzzInput) throws(FuzzFinding) {
        let bytes = input.rest
        guard let records = try? OperationRecord.list(decoding: bytes[...]) else { return }
        for record in records { _ = (record.time.description, record.time.wallSeconds) }
        try FuzzFinding.unless(
            records.flatMap(\.encoded) == bytes, "an operation is not what was written")
    }
}
