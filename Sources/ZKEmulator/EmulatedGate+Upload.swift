import GateModel
import ZKProtocol

/// Bytes that a client sends in pieces, and what is made of them.
extension EmulatedGate {
    /// More than this is never taken.
    static let uploadLimit = 4 * 1024 * 1024

    /// Answers the announcement of an upload.
    func announce(_ request: Frame, _ session: inout GateSession) -> GateAnswer {
        var reader = ByteReader(request.data)
        guard let size = try? reader.u32(), size <= UInt32(Self.uploadLimit) else {
            return reply(.ackError, to: request, session)
        }
        session.announcedCount = Int(size)
        session.received = []
        return reply(.ackOK, to: request, session, detail: "\(size) bytes")
    }

    /// Takes a piece of an upload.
    func receive(_ request: Frame, _ session: inout GateSession) -> GateAnswer {
        guard session.received.count + request.data.count <= session.announcedCount else {
            return reply(.ackError, to: request, session)
        }
        session.received += request.data
        return reply(.ackOK, to: request, session, detail: "\(request.data.count) bytes")
    }

    /// Answers with a sum over what was received; what real gates compute is unknown.
    func sum(_ request: Frame, _ session: GateSession) -> GateAnswer {
        var writer = ByteWriter()
        writer.u32(session.received.reduce(0) { $0 &+ UInt32($1) })
        return reply(.ackOK, to: request, session, data: writer.bytes)
    }

    /// Stores what was received as one finger.
    mutating func storeTemplate(
        _ request: Frame, _ session: inout GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        var reader = ByteReader(request.data)
        guard let slot = try? reader.u16(), let finger = try? reader.u8(),
            let validity = try? reader.u8(), let size = try? reader.u16(),
            Int(size) == session.received.count, size > 0, finger < 10,
            state.users.contains(where: { $0.slot == slot })
        else { return reply(.ackError, to: request, session) }
        put(
            TemplateRecord(
                slot: slot, finger: finger, validity: validity, bytes: session.received),
            at: now)
        session.received = []
        return reply(
            .ackOK, to: request, session, detail: "uid \(slot) finger \(finger)", isChange: true)
    }

    /// Stores what was received as people with their fingers.
    mutating func saveTemplates(
        _ request: Frame, _ session: inout GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        guard session.received.count == session.announcedCount,
            let upload = try? TemplateUpload(decoding: session.received, as: userLayout),
            upload.users.allSatisfy({ $0.slot > 0 && $0.userID != nil }),
            upload.templates.allSatisfy({ $0.finger < 10 && !$0.bytes.isEmpty })
        else { return reply(.ackError, to: request, session) }
        session.received = []
        for user in upload.users {
            guard put(user) else {
                return reply(.ackError, to: request, session, detail: "uid \(user.slot)")
            }
            log(30, [user.slot], at: now)
        }
        let slots = Set(state.users.map(\.slot))
        for template in upload.templates where slots.contains(template.slot) {
            put(template, at: now)
        }
        let names = upload.templates.map { "uid \($0.slot) finger \($0.finger)" }
        return reply(
            .ackOK, to: request, session, detail: names.joined(separator: ", "), isChange: true)
    }
}
