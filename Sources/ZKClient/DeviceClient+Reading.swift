public import ZKProtocol

extension DeviceClient {
    // MARK: - About the gate

    /// Reads an option of the gate; `nil` when it does not know it.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func option(_ name: String) async throws -> String? {
        let task = "read option \(name) of"
        do {
            let data = try await ask(
                .readOption, data: OptionText.request(for: name), task: task)
            return try OptionText(decoding: data).value
        } catch let error as DeviceError where error.code == .refused {
            return nil
        } catch let error as WireError {
            throw unreadable(error, task: task)
        }
    }

    /// Reads the serial number; `nil` when the gate does not tell it.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func serial() async throws -> String? {
        let serial = try await option("~SerialNumber")
        return serial.map { value in
            // Some firmware repeats the sign between name and value.
            let isPadding = { (character: Character) in character == "=" || character == " " }
            let start = value.drop(while: isPadding)
            return String(start.reversed().drop(while: isPadding).reversed())
        }
    }

    /// Reads what the gate tells about itself, in eight questions.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func info() async throws -> DeviceInfo {
        var info = DeviceInfo(serial: try await serial())
        info.name = try await option("~DeviceName")
        info.platform = try await option("~Platform")
        info.firmware = try await firmware()
        info.fingerprintVersion = try await option("~ZKFPVersion")
        info.faceVersion = try await option("ZKFaceVersion")
        info.userIDWidth = try await option("~PIN2Width").flatMap { Int($0) }
        info.mac = try await option("MAC")
        return info
    }

    /// Reads the firmware version; `nil` when the gate does not tell it.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func firmware() async throws -> String? {
        let task = "read the firmware version of"
        do {
            return try OptionText.text(decoding: try await ask(.version, task: task))
        } catch let error as DeviceError where error.code == .refused {
            return nil
        } catch let error as WireError {
            throw unreadable(error, task: task)
        }
    }

    // MARK: - Clock

    /// Reads the clock: wall time of the gate, no zone; may show no valid time.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func time() async throws -> DeviceTime {
        let task = "read the clock of"
        let data = try await ask(.readTime, task: task)
        guard data.count == 4 else {
            throw unreadable(
                .payloadLength(of: .time, expected: 4...4, found: data.count), task: task)
        }
        do throws(WireError) {
            var reader = ByteReader(data)
            return DeviceTime(rawValue: try reader.u32())
        } catch {
            throw unreadable(error, task: task)
        }
    }

    /// Reads the clock and compares it with `wallNow`, at the middle of the round trip.
    ///
    /// - Parameter wallNow: Tells the true wall time where the gate stands, in its zone, as time since
    ///   the wall clocks there showed 1970-01-01 00:00:00.
    /// - Returns: The clock and its offset.
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func clock(against wallNow: @Sendable () -> Duration) async throws -> ClockReading {
        let before = wallNow()
        let start = ContinuousClock.now
        let time = try await time()
        return ClockReading(gateTime: time, before: before, roundTrip: .now - start)
    }

    // MARK: - Lists

    /// Reads the counters and capacities; unknown rather than zero when the gate does not tell.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func storageSizes() async throws -> StorageSizes {
        let task = "read the counters of"
        let data: [UInt8]
        do {
            data = try await ask(.freeSizes, task: task)
        } catch let error as DeviceError where error.code == .refused {
            return StorageSizes(words: [])
        }
        do throws(WireError) {
            return data.isEmpty ? StorageSizes(words: []) : try StorageSizes(decoding: data)
        } catch {
            throw unreadable(error, task: task)
        }
    }

    /// Reads all users, in the gate's own order.
    ///
    /// - Parameters:
    ///   - sizes: The gate's counters, where they have just been read; otherwise they are asked for.
    ///   - layout: The record layout, where it is known; otherwise it is detected.
    /// - Returns: The users; records that name nobody come as bytes with a reason.
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func users(
        sizes: StorageSizes? = nil, layout: UserLayout? = nil
    ) async throws -> UserList {
        let sizes = if let sizes { sizes } else { try await storageSizes() }
        return try await dataset(.users, task: "read the users of") {
            records throws(WireError) in
            try UserList(decoding: records, layout: layout, announcedCount: sizes.users)
        }
    }

    /// Reads the whole attendance log, in the gate's own order, which need not be that of time.
    ///
    /// The gate goes on working; punches made meanwhile may be missing. An empty log is read, too,
    /// whatever the counters say. The log stays on the gate.
    ///
    /// - Parameters:
    ///   - sizes: The gate's counters, where they have just been read; otherwise they are asked for.
    ///   - layout: The record layout, where it is known; otherwise it is detected.
    ///   - latest: The latest time that is believed when the layout is detected, such as two days from
    ///     now; wall time of the gate.
    /// - Returns: The records; those that cannot be decoded come as bytes with a reason. Records of 8
    ///   bytes name only the user slot.
    /// - Throws: ``DeviceError``, `CancellationError`.
    /// - Complexity: One pass; the whole log, up to 49 bytes a punch, is held in memory.
    public func attendance(
        sizes: StorageSizes? = nil, layout: AttendanceLayout? = nil, latest: DeviceTime? = nil
    ) async throws -> AttendanceLog {
        let sizes = if let sizes { sizes } else { try await storageSizes() }
        return try await dataset(.attendance, task: "read the attendance log of") {
            records throws(WireError) in
            try AttendanceLog(
                decoding: records, layout: layout, announcedCount: sizes.attendance,
                latest: latest)
        }
    }

    /// Reads the operation log, oldest first; it stays on the gate.
    ///
    /// - Returns: What was done at the gate itself; `nil` when the gate does not tell.
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func operations() async throws -> [OperationRecord]? {
        do {
            return try await dataset(.operations, task: "read the operation log of") {
                records throws(WireError) in try OperationRecord.list(decoding: records)
            }
        } catch let error as DeviceError where error.code == .refused {
            return nil
        }
    }

    /// Reads all fingerprint templates. They are biometric data: keep them out of logs and errors.
    ///
    /// - Parameter sizes: The gate's counters, where they have just been read; otherwise they are asked
    ///   for.
    /// - Returns: The templates, in the gate's own order.
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func templates(sizes: StorageSizes? = nil) async throws -> TemplateList {
        let sizes = if let sizes { sizes } else { try await storageSizes() }
        return try await dataset(.templates, task: "read the templates of") {
            records throws(WireError) in
            try TemplateList(decoding: records, announcedCount: sizes.templates)
        }
    }

    /// Reads a dataset and decodes its records; a dataset that is cut off is read once more.
    func dataset<List>(
        _ request: BulkRequest, task: String,
        decode: (ArraySlice<UInt8>) throws(WireError) -> List
    ) async throws -> List {
        var isSecondTry = false
        while true {
            let answer = try await session.perform(
                .bulk(request, chunkSize: options.chunkSize), task: task)
            do throws(WireError) {
                switch answer {
                case .dataset(let bytes), .datasetEnd(let bytes, _), .reply(let bytes, _):
                    return try decode(try Dataset(bytes[...]).records)
                }
            } catch {
                guard error.isDamage, !isSecondTry else { throw unreadable(error, task: task) }
                isSecondTry = true
            }
        }
    }
}
