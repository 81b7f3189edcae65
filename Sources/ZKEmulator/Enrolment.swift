/// An enrolment that is under way at an emulated gate.
struct Enrolment: Sendable {
    /// One event of it, or its end.
    enum Step: Hashable, Sendable {
        case finger
        case sample(isGood: Bool)
        case end(result: UInt16)
    }

    /// Samples that make a finger.
    static let sampleCount = 3

    let slot: UInt16
    let userID: String
    let finger: UInt8
    let validity: UInt8
    /// The session that started it.
    let session: UInt16
    let pauseMilliseconds: Int
    /// What is still to come, in order; empty when the gate will not tell anything.
    var steps: [Step]

    /// The steps of an enrolment that goes as `script` says.
    static func steps(of script: EnrollScript) -> [Step] {
        let bad: [Step] = (0..<script.badSamples).flatMap { _ in
            [Step.finger, .sample(isGood: false)]
        }
        let good: [Step] = (0..<sampleCount).flatMap { _ in [Step.finger, .sample(isGood: true)] }
        switch script.ending {
        case .done: return bad + good + [.end(result: 0)]
        case .failed: return bad + good + [.end(result: 4)]
        case .duplicate: return bad + good + [.end(result: 5)]
        case .timeout: return bad + [.end(result: 6)]
        case .cancelled: return bad + good.prefix(2) + [.end(result: 6)]
        case .refused, .silent: return []
        }
    }
}
