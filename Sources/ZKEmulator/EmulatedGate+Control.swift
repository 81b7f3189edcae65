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
            answer.closes = true
            return answer
        case .restart, .powerOff:
            var answer = reply(.ackOK, to: request, session)
            answer.closes = true
            return answer
        case .enable: return setEnabled(true, request, session)
        case .disable: return setEnabled(false, request, session)
        case .writeTime: return writeTime(request, session, now)
        case .writeOption: return writeOption(request, session)
        case .unlock:
            log(29, at: now)
            return reply(.ackOK, to: request, session, isChange: true)
        case .refreshData, .refreshOptions, .testVoice, .startVerify, .cancelCapture, .blinkClock,
            .writeDisplay, .clearDisplay, .sleep, .resume, .event:
            return reply(.ackOK, to: request, session)
        case .startEnroll, .captureFinger, .captureImage, .testTemplate:
            return reply(.ackError, to: request, session)
        default: return nil
        }
    }

    private mutating func setEnabled(_ isEnabled: Bool, _ request: Frame, _ session: GateSession)
        -> GateAnswer
    {
        let isChange = state.isEnabled != isEnabled
        state.isEnabled = isEnabled
        return reply(.ackOK, to: request, session, isChange: isChange)
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
