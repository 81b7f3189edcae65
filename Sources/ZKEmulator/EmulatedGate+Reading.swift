import GateModel
import ZKProtocol

/// Requests that change nothing.
extension EmulatedGate {
    /// Datasets up to this size are sent at once instead of being staged.
    private static let inlineLimit = 1016
    /// Bytes of a piece where the gate cuts answers into small ones.
    private static let pieceSize = 1008

    /// Answers a request to read something; `nil` for other requests.
    func readAnswer(_ request: Frame, _ session: inout GateSession, _ now: LocalDateTime)
        -> GateAnswer?
    {
        switch request.command {
        case .version:
            return reply(.ackOK, to: request, session, data: Array(device.firmware.utf8) + [0])
        case .readOption: return readOption(request, session)
        case .freeSizes: return reply(.ackOK, to: request, session, data: sizes.encoded)
        case .readTime:
            var writer = ByteWriter()
            writer.u32(clock(at: now).rawValue)
            return reply(.ackOK, to: request, session, data: writer.bytes)
        case .pinWidth:
            return reply(.ackOK, to: request, session, data: [userLayout == .bytes72 ? 9 : 5])
        case .state:
            var answer = reply(.ackOK, to: request, session)
            answer.frames[0].session = enrolment != nil ? 1 : state.isEnabled ? 2 : 4
            return answer
        case .doorState:
            return reply(.ackOK, to: request, session, data: [unlockedUntil == nil ? 0 : 1])
        case .prepareBuffer: return stage(request, &session)
        case .readBuffer: return readChunk(request, session)
        case .freeData:
            session.staged = []
            session.received = []
            return reply(.ackOK, to: request, session)
        case .readAttendance, .readOperations: return readWhole(request, session)
        case .readTable,
            .readUsers where request.data.count <= 1:
            return readWhole(request, session)
        case .readUsers, .readTemplate: return readTemplate(request, session)
        default: return nil
        }
    }

    // MARK: - Options and counters

    private func readOption(_ request: Frame, _ session: GateSession) -> GateAnswer {
        let name = String(decoding: request.data.prefix { $0 != 0 }, as: UTF8.self)
        // A gate without an address or an algorithm does not know the option.
        let told = initialOptions[name].flatMap { value in
            ["MAC", "~ZKFPVersion"].contains(name) && value.isEmpty ? nil : value
        }
        guard let value = state.options[name] ?? told else {
            return reply(.ackError, to: request, session, detail: name)
        }
        return reply(
            .ackOK, to: request, session, data: OptionText(name: name, value: value).encoded,
            detail: name)
    }

    /// The options of a gate to which nothing was written.
    private var initialOptions: [String: String] {
        [
            "~SerialNumber": device.serial, "~DeviceName": device.name, "~OS": "1",
            "~Platform": userLayout == .bytes72 ? "ZEM760_TFT" : "ZEM500",
            "~ZKFPVersion": device.fingerprintVersion, "~SSR": userLayout == .bytes72 ? "1" : "0",
            "~PIN2Width": userLayout == .bytes72 ? "9" : "5",
            "~ExtendFmt": attendanceLayout == .bytes16 ? "1" : "0", "~UserExtFmt": "0",
            "~OEMVendor": "GATEBOOK EMULATOR", "~ProductTime": "2021-04-20 10:00:00",
            "FaceFunOn": attendanceLayout == .bytes49 ? "1" : "0", "FingerFunOn": "1",
            "ZKFaceVersion": attendanceLayout == .bytes49 ? "7" : "0",
            "CompatOldFirmware": "0", "WorkCode": "0", "Language": "69", "DeviceID": "1",
            "MAC": device.mac, "IPAddress": "192.0.2.10", "NetMask": "255.255.255.0",
            "GATEIPAddress": "192.0.2.1", "DNS": "0.0.0.0", "TCPPort": "4370", "UDPPort": "4370",
            "LockOn": "5", "SDKBuild": "0", "~IsABCPinEnable": userLayout == .bytes72 ? "1" : "0",
        ]
    }

    private var sizes: StorageSizes {
        StorageSizes(
            users: state.users.count, templates: state.templates.count,
            attendance: state.attendance.count, operations: state.operations.count,
            administrators: state.users.count { $0.privilege.isMoreThanUser },
            passwords: state.users.count { !$0.passwordBytes.isEmpty },
            templateCapacity: max(10_000, state.templates.count),
            userCapacity: max(10_000, state.users.count),
            attendanceCapacity: max(200_000, state.attendance.count),
            faces: attendanceLayout == .bytes49 ? (0, 3000) : nil)
    }

    // MARK: - Datasets

    private func stage(_ request: Frame, _ session: inout GateSession) -> GateAnswer {
        guard let bulk = try? BulkRequest(decoding: request.data),
            let records = records(bulk.command, table: bulk.table)
        else { return reply(.ackError, to: request, session) }
        let dataset = Dataset.encoded(records: records)
        if dataset.count <= Self.inlineLimit {
            session.staged = []
            return reply(
                .data, to: request, session, data: dataset, detail: bulk.command.name)
        }
        session.staged = dataset
        let answer = StagedAnswer(size: UInt32(clamping: dataset.count), unknown: 0x0023_EFCD)
        return reply(
            .ackOK, to: request, session, data: answer.encoded, detail: bulk.command.name)
    }

    private func readChunk(_ request: Frame, _ session: GateSession) -> GateAnswer {
        guard let chunk = try? ChunkRequest(decoding: request.data),
            chunk.size > 0, chunk.size <= UInt32(WireLimits.chunkOverTCP),
            !session.isOverUDP || chunk.size <= UInt32(WireLimits.chunkOverUDP),
            Int(chunk.start) + Int(chunk.size) <= session.staged.count
        else { return reply(.ackError, to: request, session) }
        let start = Int(chunk.start)
        return pieces(
            Array(session.staged[start..<start + Int(chunk.size)]), of: request, session,
            pieceSize: effects.contains(.smallPieces)
                ? Self.pieceSize : WireLimits.chunkOverTCP)
    }

    private func readWhole(_ request: Frame, _ session: GateSession) -> GateAnswer {
        let table = UInt32(request.data.first ?? (request.command == .readUsers ? 5 : 0))
        guard let records = records(request.command, table: table) else {
            return reply(.ackError, to: request, session)
        }
        let dataset = Dataset.encoded(records: records)
        guard dataset.count > Self.inlineLimit else {
            return reply(.data, to: request, session, data: dataset)
        }
        return pieces(dataset, of: request, session, pieceSize: 1024)
    }

    /// The record bytes that a bulk request reads; `nil` when there is no such table.
    private func records(_ command: Command, table: UInt32) -> [UInt8]? {
        switch (command, table) {
        case (.readUsers, 5):
            state.users.flatMap { (try? $0.encoded(as: userLayout)) ?? [] }
        case (.readAttendance, _): attendanceBytes
        case (.readTable, 2):
            state.templates.flatMap { (try? $0.encoded()) ?? [] }
        case (.readOperations, _): state.operations.flatMap(\.encoded)
        default: nil
        }
    }

    private var attendanceBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(state.attendance.count * attendanceLayout.size)
        for punch in state.attendance {
            guard let time = DeviceTime(wallSeconds: punch.at.secondsSinceEpoch) else { continue }
            let record = AttendanceRecord(
                userSlot: UInt16(clamping: punch.slot), userID: punch.userID, time: time,
                state: punch.state, verify: punch.verify)
            bytes += (try? record.encoded(as: attendanceLayout)) ?? []
        }
        return bytes
    }

    // MARK: - Pieces

    private func readTemplate(_ request: Frame, _ session: GateSession) -> GateAnswer {
        var reader = ByteReader(request.data)
        guard let slot = try? reader.u16(), let finger = try? reader.u8() else {
            return reply(.ackError, to: request, session)
        }
        let detail = "uid \(slot) finger \(finger)"
        guard
            let template = state.templates.first(where: { $0.slot == slot && $0.finger == finger })
        else { return reply(.ackError, to: request, session, detail: detail) }
        // One byte behind the template says whether it is valid.
        let bytes = template.bytes + [template.validity]
        var answer =
            bytes.count <= Self.inlineLimit
            ? reply(.data, to: request, session, data: bytes)
            : pieces(bytes, of: request, session, pieceSize: WireLimits.chunkOverTCP)
        answer.detail = detail
        return answer
    }

    /// An announcement, the pieces, and the end marker.
    private func pieces(
        _ bytes: [UInt8], of request: Frame, _ session: GateSession, pieceSize: Int
    ) -> GateAnswer {
        let pieceSize = session.isOverUDP ? min(pieceSize, 1024) : pieceSize
        let announcement = DataAnnouncement(
            size: UInt32(clamping: bytes.count),
            pieceSize: UInt32(clamping: min(pieceSize, bytes.count)))
        var answer = reply(.prepareData, to: request, session, data: announcement.encoded)
        let isOnePiece = bytes.count <= pieceSize
        for (index, start) in stride(from: 0, to: bytes.count, by: pieceSize).enumerated() {
            // Pieces carry their number where other frames carry the session.
            answer.frames.append(
                Frame(
                    command: .data,
                    session: isOnePiece ? session.id : UInt16(truncatingIfNeeded: index),
                    replyID: request.replyID,
                    data: Array(bytes[start..<min(start + pieceSize, bytes.count)])))
        }
        answer.frames.append(
            Frame(command: .ackOK, session: session.id, replyID: request.replyID))
        return answer
    }
}
