import GateModel
import GateSync
import Reports
import Store

/// Gathers steps of the journal into acts: those for the same person, gate and reason are one.
struct StepActs: Sendable {
    /// The acts, in the order of their first steps.
    private(set) var acts: [ChangesBuilder.Act] = []
    /// Steps further apart, in seconds, are two acts; `nil` makes them one whatever lies between.
    var longestPause: Int?
    private var last: [Key: Place] = [:]

    private struct Key: Hashable {
        var serial: GateSerial
        var memberID: MemberID
        var reason: String
    }

    private struct Place {
        var index: Int
        var at: LocalDateTime
    }

    init(longestPause: Int? = nil) {
        self.longestPause = longestPause
    }

    /// Adds a step; steps that are for nobody are passed over.
    mutating func add(_ step: GateStep) {
        guard let memberID = step.memberID else { return }
        let key = Key(serial: step.serial, memberID: memberID, reason: step.reason)
        let index: Int
        if let place = last[key],
            longestPause.map({ step.intendedAt.seconds(since: place.at) <= $0 }) ?? true
        {
            index = place.index
        } else {
            index = acts.count
            acts.append(act(step, for: memberID))
        }
        last[key] = Place(index: index, at: step.intendedAt)
        let outcome = step.outcome ?? .unknown
        if outcome != .done, acts[index].outcome == GateStepOutcome.done.rawValue {
            acts[index].outcome = outcome.rawValue
            acts[index].failure = step.failure
        }
        if let finger = step.finger, !acts[index].fingers.contains(finger) {
            acts[index].fingers.append(finger)
            acts[index].fingers.sort()
        }
    }

    /// Forgets the oldest acts but the last `count`; steps that follow begin new ones for those.
    ///
    /// - Returns: How many were forgotten.
    mutating func forget(allBut count: Int) -> Int {
        let old = max(0, acts.count - count)
        acts.removeFirst(old)
        last = last.filter { $0.value.index >= old }
        for key in last.keys { last[key]?.index -= old }
        return old
    }

    private func act(_ step: GateStep, for memberID: MemberID) -> ChangesBuilder.Act {
        let parts = SyncAction.parts(ofText: step.reason)
        return .init(
            at: step.intendedAt,
            change: step.kind == .enroll
                ? GateStepKind.enroll.rawValue : parts?.kind.rawValue ?? step.kind.rawValue,
            outcome: GateStepOutcome.done.rawValue, memberID: memberID, serial: step.serial,
            reason: parts?.reason ?? "")
    }
}
