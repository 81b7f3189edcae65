import GateModel
import ZKProtocol

/// Requests that meet faults.
extension EmulatedGate {
    /// Answers a request that meets ``effects``.
    mutating func faultyAnswer(
        _ request: Frame, _ session: inout GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        if var answer = unexecutedAnswer(request, &session) {
            answer.faults = effects.map(\.kind)
            answer.sending = effects
            return answer
        }
        let before = state
        var answer = healthyAnswer(request, &session, now)
        if effects.contains(.unapplied), answer.isChange {
            state = before
            answer.isChange = false
        }
        answer.faults = effects.map(\.kind)
        answer.sending = effects
        for effect in effects { apply(effect, to: &answer, now) }
        return answer
    }

    /// The answer to a request that is not executed; `nil` when it is.
    private func unexecutedAnswer(_ request: Frame, _ session: inout GateSession) -> GateAnswer? {
        for effect in effects {
            switch effect {
            case .silence: return GateAnswer(frames: [])
            case .drop: return GateAnswer(frames: [], ending: .drops)
            case .answer(let code): return reply(code, to: request, session)
            case .unauthorised:
                session.isOpen = false
                return reply(.ackUnauthorised, to: request, session)
            default: continue
            }
        }
        return nil
    }

    private mutating func apply(
        _ effect: FaultEffect, to answer: inout GateAnswer, _ now: LocalDateTime
    ) {
        switch effect {
        case .unacknowledged: answer.frames = []
        case .powerLoss(let losing):
            perform(.powerLoss(losing: losing), at: now)
            answer.frames = []
            answer.isChange = true
            answer.ending = .restarts
        case .act(let act):
            perform(act, at: now)
            answer.isChange = true
            if case .powerLoss = act { answer.ending = .restarts }
        case .wrongReplyID: answer.changeFrames { $0.replyID &+= 7 }
        case .wrongSession: answer.changeFrames { $0.session ^= 0x5555 }
        case .truncated:
            answer.changeData { $0.removeLast(min($0.count, max(1, $0.count / 4))) }
        case .oversized: answer.changeData { $0 += [UInt8](repeating: 0xEE, count: 24) }
        case .absurdSize: answer.announceAbsurdSize()
        default: break
        }
    }
}

extension GateAnswer {
    fileprivate mutating func changeFrames(_ change: (inout Frame) -> Void) {
        for index in frames.indices { change(&frames[index]) }
    }

    /// Changes the data of pieces of datasets.
    fileprivate mutating func changeData(_ change: (inout [UInt8]) -> Void) {
        changeFrames { frame in
            if frame.command == .data { change(&frame.data) }
        }
    }

    /// Puts a size that no gate could hold into announcements and answers that something is staged.
    fileprivate mutating func announceAbsurdSize() {
        let size: [UInt8] = [0xFF, 0xFF, 0xFF, 0x7F]
        changeFrames { frame in
            if frame.command == .prepareData, frame.data.count >= 4 {
                frame.data.replaceSubrange(0..<4, with: size)
            } else if frame.command == .ackOK, frame.data.count == StagedAnswer.length {
                frame.data.replaceSubrange(1..<9, with: size + size)
            }
        }
    }
}
