import GateModel
import ZKProtocol

/// Requests about the gate itself: clock, options, readers, door.
extension EmulatedGate {
    /// Answers a request that controls the gate; `nil` for other requests.
    mutating func controlAnswer(
        _ request: Frame, _ session: inout GateSession, _ now: LocalDateTime
    ) -> GateAnswer? {
        switch request.command {
        case .exit:
            session.isOpen = false
            session.isOver = true
            var answer = reply(.ackOK, to: request, session)
            answer.ending = .closes
            flush()
            return answer
        case .restart, .powerOff: return restart(request, session, now)
        case .enable: return enable(request, session)
        case .disable: return disable(request, session, now)
        case .writeTime: return writeTime(request, session, now)
        case .writeOption: return writeOption(request, session)
        case .unlock: return unlock(request, session, now)
        case .event: return register(request, &session)
        case .startEnroll: return startEnrolling(request, session)
        case .cancelCapture, .startVerify:
            cancelEnrolling(at: now)
            return reply(.ackOK, to: request, session)
        case .refreshData, .refreshOptions:
            flush()
            return reply(.ackOK, to: request, session)
        case .testVoice, .blinkClock, .writeDisplay, .clearDisplay, .sleep, .resume:
            return reply(.ackOK, to: request, session)
        case .captureFinger, .captureImage, .testTemplate:
            return reply(.ackError, to: request, session)
        default: return nil
        }
    }

    private mutating func restart(
        _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        let isOff = request.command == .powerOff
        log(1, at: now)
        startAgain(at: now)
        var answer = reply(.ackOK, to: request, session, isChange: true)
        answer.ending = isOff ? .switchesOff : .restarts
        return answer
    }

    // MARK: - Readers and door

    private mutating func enable(_ request: Frame, _ session: GateSession) -> GateAnswer {
        let isChange = !state.isEnabled
        state.isEnabled = true
        disabledUntil = nil
        return reply(.ackOK, to: request, session, isChange: isChange)
    }

    /// Blocks the readers; for so many seconds when the request says how long.
    private mutating func disable(
        _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        var reader = ByteReader(request.data)
        let seconds = try? reader.u32()
        let isChange = state.isEnabled
        state.isEnabled = false
        disabledUntil = seconds.map { now.adding(seconds: Int($0)) }
        return reply(
            .ackOK, to: request, session, detail: seconds.map { "for \($0) s" } ?? "",
            isChange: isChange)
    }

    /// Opens the lock; the time is in tenths of a second.
    private mutating func unlock(
        _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        var reader = ByteReader(request.data)
        guard let tenths = try? reader.u32() else { return reply(.ackError, to: request, session) }
        unlockedUntil = now.adding(seconds: (Int(tenths) + 9) / 10)
        log(29, at: now)
        events.append(GateEvent(GateEvent.unlocked))
        return reply(.ackOK, to: request, session, detail: "\(tenths) tenths", isChange: true)
    }

    /// Notes which events the client wants to hear of.
    private func register(_ request: Frame, _ session: inout GateSession) -> GateAnswer {
        var reader = ByteReader(request.data)
        guard let mask = try? reader.u32() else { return reply(.ackError, to: request, session) }
        session.eventMask = mask
        if mask == 0 { session.pendingEvents = [] }
        return reply(.ackOK, to: request, session, detail: "mask \(mask)")
    }

    private mutating func writeTime(
        _ request: Frame, _ session: GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        var reader = ByteReader(request.data)
        guard let number = try? reader.u32(),
            let seconds = DeviceTime(rawValue: number).wallSeconds
        else { return reply(.ackError, to: request, session) }
        state.clockOffsetSeconds = seconds - now.secondsSinceEpoch
        log(21, at: now)
        return reply(
            .ackOK, to: request, session, detail: "\(DeviceTime(rawValue: number))", isChange: true)
    }

    private mutating func writeOption(_ request: Frame, _ session: GateSession) -> GateAnswer {
        guard let option = try? OptionText(decoding: request.data), !option.name.isEmpty,
            request.data.contains(0x3D), option.name != "~SerialNumber"
        else { return reply(.ackError, to: request, session) }
        let isChange = state.options.updateValue(option.value, forKey: option.name) != option.value
        return reply(.ackOK, to: request, session, detail: option.name, isChange: isChange)
    }
}
