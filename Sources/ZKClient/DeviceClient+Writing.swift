public import ZKProtocol

/// Writing and deleting people and fingers.
///
/// "Done" is what the gate answered, not what it holds: some firmware acknowledges and stores nothing.
/// Read back. When all is written, ``refresh()`` makes it count.
extension DeviceClient {
    // MARK: - Users

    /// Writes a whole user record into its slot, over the one that is there.
    ///
    /// - Parameters:
    ///   - user: The record, as it shall be, byte for byte.
    ///   - layout: The layout of this gate's records, as in ``ZKProtocol/UserList/layout``.
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func write(_ user: UserRecord, layout: UserLayout) async throws {
        let task = "write a user to"
        let record = try encoding(task) { () throws(WireError) in try user.encoded(as: layout) }
        _ = try await ask(.writeUser, data: record, task: task)
    }

    /// Deletes the user in `slot` with all fingers. The log keeps the punches.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func deleteUser(slot: UInt16) async throws {
        var writer = ByteWriter()
        writer.u16(slot)
        _ = try await ask(.deleteUser, data: writer.bytes, task: "delete a user from")
    }

    // MARK: - Templates

    /// Reads one template.
    ///
    /// - Parameters:
    ///   - slot: The slot of the user.
    ///   - finger: The finger, 0 to 9.
    ///   - listedLength: Its length in the list of all templates, where that was read; the answer ends
    ///     in bytes whose number depends on the firmware.
    /// - Returns: The template; `nil` when the gate has none there.
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func template(
        slot: UInt16, finger: UInt8, listedLength: Int? = nil
    ) async throws -> TemplateRecord? {
        let bytes: [UInt8]
        do {
            bytes = try await ask(
                .readTemplate, data: place(slot, finger), task: "read a template of")
        } catch let error as DeviceError where error.code == .refused {
            return nil
        }
        return TemplateAnswer(decoding: bytes, listedLength: listedLength).map { answer in
            TemplateRecord(
                slot: slot, finger: finger, validity: answer.validity, bytes: answer.template)
        }
    }

    /// Writes one template. The user is there, and the place of the finger is empty: some firmware
    /// refuses to write over a template.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func write(_ template: TemplateRecord) async throws {
        let task = "write a template to"
        guard let size = UInt16(exactly: template.bytes.count), size > 0 else {
            throw unreadable(
                .unencodable(
                    field: "template",
                    reason: "expected 1 to 65535 bytes, found \(template.bytes.count)"),
                task: task)
        }
        var target = ByteWriter()
        target.append(place(template.slot, template.finger))
        target.u8(template.validity)
        target.u16(size)
        // Whole over TCP, as the vendor's program does it; a datagram holds less.
        let piece = await session.isOverDatagrams ? BulkSave.pieceLength : WireLimits.chunkOverTCP
        try await upload(template.bytes, pieceLength: piece, task: task)
        // The answer is a sum that nobody knows how to work out; firmware that refuses it goes on.
        try await unlessRefused { _ = try await ask(.bufferChecksum, task: task) }
        try await freeingUpload(task) {
            _ = try await ask(.storeTemplate, data: target.bytes, task: task)
        }
        _ = try await ask(.freeData, task: task)
    }

    /// Writes users and templates at once: users over those in the same slots, templates over those in
    /// the same places. Only for gates whose fingerprint algorithm is that of the templates.
    ///
    /// - Parameters:
    ///   - users: The records; every template belongs to one of them.
    ///   - templates: The templates.
    ///   - layout: The layout of this gate's records.
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func write(
        _ users: [UserRecord], with templates: [TemplateRecord], layout: UserLayout
    ) async throws {
        let task = "write users with templates to"
        let block = try encoding(task) { () throws(WireError) in
            try BulkSave.encoded(users: users, templates: templates, layout: layout)
        }
        try await unlessRefused { _ = try await ask(.freeData, task: task) }
        try await upload(block, pieceLength: BulkSave.pieceLength, task: task)
        try await freeingUpload(task) {
            _ = try await ask(.saveTemplates, data: BulkSave.request, task: task)
        }
    }

    /// Deletes one template.
    ///
    /// Asks by user id first; firmware that cannot do that is asked by slot. By slot, finger 0 stands
    /// for all fingers on some firmware: it is used only where the first request is unknown.
    ///
    /// - Parameters:
    ///   - slot: The slot of the user.
    ///   - userID: The id of the user; `nil` asks by slot alone.
    ///   - finger: The finger, 0 to 9.
    /// - Throws: ``DeviceError``, also when there is no such template; `CancellationError`.
    public func deleteTemplate(slot: UInt16, userID: String?, finger: UInt8) async throws {
        let task = "delete a template from"
        if let userID, userID.utf8.count <= 24 {
            var writer = ByteWriter()
            writer.field(Array(userID.utf8), width: 24)
            writer.u8(finger)
            do {
                _ = try await ask(.deleteTemplateByID, data: writer.bytes, task: task)
                return
            } catch let error as DeviceError where error.code == .refused {
                guard finger != 0 || error.isOfUnknownCommand else { throw error }
            }
        }
        _ = try await ask(.deleteTemplate, data: place(slot, finger), task: task)
    }

    /// Makes written users and templates count.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func refresh() async throws {
        _ = try await ask(.refreshData, task: "refresh")
    }

    // MARK: - Logs

    /// Erases the whole attendance log, for ever; punches since the last read are lost.
    ///
    /// No command of gatebook calls this: logs on gates are never cleared.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func eraseAttendanceLogForEver() async throws {
        _ = try await ask(.clearAttendance, task: "erase the attendance log of")
    }

    /// Erases the whole operation log, for ever. No command of gatebook calls this.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func eraseOperationLogForEver() async throws {
        _ = try await ask(.clearOperations, task: "erase the operation log of")
    }

    // MARK: - Parts

    /// Sends bytes that a later request makes use of.
    private func upload(_ bytes: [UInt8], pieceLength: Int, task: String) async throws {
        var announcement = ByteWriter()
        announcement.u32(UInt32(clamping: bytes.count))
        _ = try await ask(.prepareData, data: announcement.bytes, task: task)
        try await freeingUpload(task) {
            for start in stride(from: 0, to: bytes.count, by: pieceLength) {
                let piece = bytes[start..<min(start + pieceLength, bytes.count)]
                _ = try await ask(.data, data: Array(piece), task: task)
            }
        }
    }

    /// Runs `body`; when the gate refuses, what it has received is freed.
    private func freeingUpload(_ task: String, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as DeviceError where error.code == .refused {
            try await unlessRefused { _ = try await ask(.freeData, task: task) }
            throw error
        }
    }

    /// Runs `body`, whose refusal does not matter.
    private func unlessRefused(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as DeviceError where error.code == .refused {
            return
        }
    }

    private func place(_ slot: UInt16, _ finger: UInt8) -> [UInt8] {
        var writer = ByteWriter()
        writer.u16(slot)
        writer.u8(finger)
        return writer.bytes
    }

    private func encoding(
        _ task: String, _ body: () throws(WireError) -> [UInt8]
    ) throws -> [UInt8] {
        do throws(WireError) {
            return try body()
        } catch {
            throw unreadable(error, task: task)
        }
    }
}

extension DeviceError {
    /// Whether the gate does not know the command at all.
    fileprivate var isOfUnknownCommand: Bool {
        guard case .refused(_, let reply)? = underlying as? SessionFailure else { return false }
        return reply == .ackUnknown || reply == .ackBadCommand
    }
}
