import GateModel
import ZKProtocol

/// Requests that change people, fingers or logs.
extension EmulatedGate {
    /// Answers a request that writes or deletes records; `nil` for other requests.
    mutating func writeAnswer(
        _ request: Frame, _ session: inout GateSession, _ now: LocalDateTime
    ) -> GateAnswer? {
        switch request.command {
        case .writeUser: return writeUser(request, session, now)
        case .deleteUser: return deleteUser(request, session, now)
        case .deleteTemplate: return deleteTemplate(request, session, now)
        case .deleteTemplateByID: return deleteTemplateByID(request, session, now)
        case .clearAdministrators: return clearAdministrators(request, session, now)
        case .clearData: return clearData(request, session, now)
        case .clearAttendance: return clear(.attendance, request, session, now)
        case .clearOperations: return clear(.operations, request, session, now)
        case .prepareData: return announce(request, &session)
        case .data: return receive(request, &session)
        case .bufferChecksum: return sum(request, session)
        case .storeTemplate: return storeTemplate(request, &session, now)
        case .saveTemplates: return saveTemplates(request, &session, now)
        default: return nil
        }
    }

    // MARK: - People

    private mutating func writeUser(
        _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        guard let user = try? UserRecord(decoding: request.data[...], as: userLayout),
            put(user)
        else { return reply(.ackError, to: request, session) }
        log(30, [user.slot], at: now)
        return reply(.ackOK, to: request, session, detail: "uid \(user.slot)", isChange: true)
    }

    /// Stores a record over the one in its slot, or behind all others; `false` when the slot or the
    /// id cannot be used.
    mutating func put(_ user: UserRecord) -> Bool {
        guard (1...65_534).contains(user.slot), let userID = user.userID,
            !state.users.contains(where: { $0.slot != user.slot && $0.userID == userID })
        else { return false }
        if let index = state.users.firstIndex(where: { $0.slot == user.slot }) {
            state.users[index] = user
        } else {
            state.users.append(user)
        }
        return true
    }

    private mutating func deleteUser(
        _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        var reader = ByteReader(request.data)
        guard let slot = try? reader.u16() else {
            return reply(.ackError, to: request, session)
        }
        guard let index = state.users.firstIndex(where: { $0.slot == slot }) else {
            return reply(.ackError, to: request, session, detail: "uid \(slot)")
        }
        state.users.remove(at: index)
        state.templates.removeAll { $0.slot == slot }
        log(9, [slot], at: now)
        return reply(.ackOK, to: request, session, detail: "uid \(slot)", isChange: true)
    }

    private mutating func clearAdministrators(
        _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        for index in state.users.indices {
            let disabled = state.users[index].privilege.rawValue & 1
            state.users[index].privilege = Privilege(rawValue: disabled)
        }
        log(24, at: now)
        return reply(.ackOK, to: request, session, isChange: true)
    }

    // MARK: - Fingers

    private mutating func deleteTemplate(
        _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        var reader = ByteReader(request.data)
        guard let slot = try? reader.u16(), let finger = try? reader.u8() else {
            return reply(.ackError, to: request, session)
        }
        return removeTemplate(slot: slot, finger: finger, request, session, now)
    }

    private mutating func deleteTemplateByID(
        _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        guard request.data.count == 25, let finger = request.data.last else {
            return reply(.ackError, to: request, session)
        }
        let userID = String(
            decoding: request.data.prefix(24).prefix { $0 != 0 }, as: UTF8.self)
        guard let user = state.users.first(where: { $0.userID == userID }) else {
            return reply(.ackError, to: request, session)
        }
        return removeTemplate(slot: user.slot, finger: finger, request, session, now)
    }

    private mutating func removeTemplate(
        slot: UInt16, finger: UInt8, _ request: Frame, _ session: GateSession,
        _ now: LocalDateTime
    ) -> GateAnswer {
        let detail = "uid \(slot) finger \(finger)"
        guard
            let index = state.templates.firstIndex(where: {
                $0.slot == slot && $0.finger == finger
            })
        else { return reply(.ackError, to: request, session, detail: detail) }
        state.templates.remove(at: index)
        log(10, [slot, UInt16(finger)], at: now)
        return reply(.ackOK, to: request, session, detail: detail, isChange: true)
    }

    /// Stores a finger over the one in its place, or behind all others.
    mutating func put(
        _ template: TemplateRecord, at now: LocalDateTime, by administratorSlot: UInt16 = 0
    ) {
        if let index = state.templates.firstIndex(where: {
            $0.slot == template.slot && $0.finger == template.finger
        }) {
            state.templates[index] = template
        } else {
            state.templates.append(template)
        }
        log(
            6, [template.slot, UInt16(template.finger), UInt16(clamping: template.bytes.count)],
            at: now, by: administratorSlot)
    }

    // MARK: - Erasing

    private enum Table {
        case attendance, templates, operations, users
    }

    private mutating func clearData(
        _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        switch request.data.first {
        case 1: return clear(.attendance, request, session, now)
        case 2: return clear(.templates, request, session, now)
        case 3: return reply(.ackOK, to: request, session)
        case 4: return clear(.operations, request, session, now)
        case 5: return clear(.users, request, session, now)
        case .none:
            state.attendance = []
            return clear(.users, request, session, now)
        default: return reply(.ackError, to: request, session)
        }
    }

    private mutating func clear(
        _ table: Table, _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        switch table {
        case .attendance: state.attendance = []
        case .templates: state.templates = []
        case .operations: state.operations = []
        case .users:
            state.users = []
            state.templates = []
        }
        if table != .operations { log(table == .attendance ? 23 : 13, at: now) }
        return reply(.ackOK, to: request, session, detail: "\(table)", isChange: true)
    }
}
