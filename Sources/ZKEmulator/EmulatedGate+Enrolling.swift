package import GateModel
import ZKProtocol

/// Enrolling a finger from afar: the person stands at the gate, the client hears how it goes.
extension EmulatedGate {
    /// Answers the request to enroll a finger.
    mutating func startEnrolling(_ request: Frame, _ session: GateSession) -> GateAnswer {
        guard let wanted = enrollRequest(request.data),
            let user = state.users.first(where: { $0.userID == wanted.userID })
        else { return reply(.ackError, to: request, session) }
        let script = nextScript()
        let detail = "uid \(user.slot) finger \(wanted.finger)"
        guard script.ending != .refused, enrolment == nil else {
            return reply(.ackError, to: request, session, detail: detail)
        }
        let isFilled = state.templates.contains {
            $0.slot == user.slot && $0.finger == wanted.finger
        }
        enrolment = Enrolment(
            slot: user.slot, userID: wanted.userID, finger: wanted.finger,
            validity: wanted.validity, session: session.id,
            pauseMilliseconds: script.pauseMilliseconds,
            steps: isFilled ? [.end(result: 5)] : Enrolment.steps(of: script))
        return reply(.ackOK, to: request, session, detail: detail)
    }

    /// The next script of the file; the last one counts for all that follow.
    private mutating func nextScript() -> EnrollScript {
        guard let script = enrollScripts.first else { return EnrollScript() }
        if enrollScripts.count > 1 { enrollScripts.removeFirst() }
        return script
    }

    /// Reads both forms: 24 bytes of id, finger, validity; or a number and a finger.
    private func enrollRequest(
        _ data: [UInt8]
    ) -> (userID: String, finger: UInt8, validity: UInt8)? {
        if data.count == 26, data[24] < 10 {
            let id = String(decoding: data.prefix(24).prefix { $0 != 0 }, as: UTF8.self)
            return (id, data[24], data[25])
        }
        var reader = ByteReader(data)
        guard data.count == 5, let number = try? reader.u32(), let finger = try? reader.u8(),
            finger < 10
        else { return nil }
        return (String(number), finger, 1)
    }

    /// How long it takes until the person at the gate of the enrolment that `session` started does the
    /// next thing; `nil` when there is none.
    package func enrolmentPause(of session: UInt16) -> Duration? {
        guard let enrolment, enrolment.session == session, !enrolment.steps.isEmpty else {
            return nil
        }
        return .milliseconds(enrolment.pauseMilliseconds)
    }

    /// Lets the person at the gate do the next thing; whether something is stored by it.
    package mutating func enrolmentStep(at now: LocalDateTime) -> Bool {
        guard var current = enrolment, !current.steps.isEmpty else { return false }
        let step = current.steps.removeFirst()
        enrolment = current
        let session = current.session
        switch step {
        case .finger: events.append(GateEvent(GateEvent.finger, session: session))
        case .sample(let isGood):
            events.append(GateEvent(GateEvent.sample, [isGood ? 0x64 : 0], session: session))
        case .end(let result): return endEnrolling(current, result: result, at: now)
        }
        return false
    }

    /// Ends an enrolment from outside: cancelled by the client, or its connection has gone.
    mutating func cancelEnrolling(at now: LocalDateTime) {
        guard let enrolment else { return }
        _ = endEnrolling(enrolment, result: 6, at: now)
    }

    private mutating func endEnrolling(
        _ enrolment: Enrolment, result: UInt16, at now: LocalDateTime
    ) -> Bool {
        self.enrolment = nil
        var writer = ByteWriter(capacity: 14)
        writer.u16(result)
        guard result == 0 else {
            events.append(
                GateEvent(GateEvent.enrolled, writer.bytes, session: enrolment.session))
            return false
        }
        let bytes = Fleet.madeUpTemplate(
            of: enrolment.userID, finger: Int(enrolment.finger), seed: 61)
        put(
            TemplateRecord(
                slot: enrolment.slot, finger: enrolment.finger, validity: enrolment.validity,
                bytes: bytes), at: now)
        let id = Array(enrolment.userID.utf8.prefix(9))
        writer.u16(UInt16(clamping: bytes.count))
        writer.append(id + [UInt8](repeating: 0, count: 9 - id.count))
        writer.u8(enrolment.finger)
        events.append(GateEvent(GateEvent.enrolled, writer.bytes, session: enrolment.session))
        return true
    }

    /// Forgets what belonged to a session that is over.
    package mutating func sessionEnded(_ session: UInt16) {
        if enrolment?.session == session { enrolment = nil }
    }
}
