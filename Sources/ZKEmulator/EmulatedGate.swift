package import GateModel
package import ZKProtocol

/// A gate in memory: takes requests, gives answers, keeps people, fingers and punches.
///
/// Pure: no socket, file or clock; the true time comes with every request. Layouts and codes are
/// those of `ZKProtocol`; the behaviour is that of the wire map.
package struct EmulatedGate: Sendable {
    /// How the gate was described.
    package let device: FleetDevice
    /// What the gate keeps.
    package internal(set) var state: GateState
    /// How records of people are laid out.
    let userLayout: UserLayout
    /// How punches are laid out.
    package let attendanceLayout: AttendanceLayout
    /// The id that the next connection gets.
    private var nextSession: UInt16
    /// The faults in force.
    private var plan: FaultPlan
    /// The faults that the request met which is being answered.
    var effects: [FaultEffect] = []
    /// What clients have not been told yet, oldest first.
    var events: [GateEvent] = []
    /// The enrolment that is under way.
    var enrolment: Enrolment?
    /// How the next enrolments go.
    package var enrollScripts: [EnrollScript]
    /// What a loss of power leaves.
    var flushed: GateState
    /// The true wall time from which a gate that was disabled for a time works again.
    var disabledUntil: LocalDateTime?
    /// The true wall time at which the lock closes again; `nil` when it is closed.
    var unlockedUntil: LocalDateTime?
    /// Failed verifications in a row.
    var failureCount = 0

    /// Makes the gate that `device` describes, with `state`.
    package init(device: FleetDevice, state: GateState) {
        self.device = device
        self.state = state
        flushed = state
        plan = FaultPlan(device.faults)
        enrollScripts = device.enrollScripts
        userLayout = UserLayout(rawValue: device.userFormat) ?? .bytes72
        attendanceLayout = AttendanceLayout(rawValue: device.attendanceFormat) ?? .bytes40
        var random = SplitMix64(seed: 4370, text: device.serial, number: 0)
        nextSession = UInt16(random.number(in: 1...60_000))
    }

    /// Makes the gate as `fleet` describes it, with the punches made up to `asOf`.
    package init(device: FleetDevice, in fleet: Fleet, asOf: LocalDateTime) {
        var state = GateState(device: device, in: fleet)
        state.addPunches(of: device, in: fleet, asOf: asOf)
        self.init(device: device, state: state)
    }

    /// Puts other faults in force; they count requests from now on.
    package mutating func setFaults(_ faults: [FleetFault]) {
        plan = FaultPlan(faults)
    }

    /// The faults that a connection meets which is being made.
    package mutating func effectsOnConnection() -> [FaultEffect] { plan.effectsOnConnection() }

    /// Takes what clients are to be told, oldest first.
    package mutating func takeEvents() -> [GateEvent] {
        defer { events = [] }
        return events
    }

    /// Answers one request.
    ///
    /// - Parameters:
    ///   - request: A frame from the client.
    ///   - session: The connection it came on; changed as the request demands.
    ///   - now: The true wall time where the gate stands.
    /// - Returns: The frames to send, and what happened.
    package mutating func answer(
        _ request: Frame, in session: inout GateSession, at now: LocalDateTime
    ) -> GateAnswer {
        settle(at: now)
        if request.command == .ackOK {
            session.awaitsAcknowledgement = false
            return GateAnswer(frames: [])
        }
        effects = plan.effects(on: request.command)
        defer { effects = [] }
        return effects.isEmpty
            ? healthyAnswer(request, &session, now) : faultyAnswer(request, &session, now)
    }

    /// Answers a request as a gate without faults does.
    mutating func healthyAnswer(
        _ request: Frame, _ session: inout GateSession, _ now: LocalDateTime
    ) -> GateAnswer {
        switch request.command {
        case .connect: return connect(request, &session)
        case .auth: return authorise(request, &session)
        default: break
        }
        guard session.isOpen, request.session == session.id else {
            return reply(.ackUnauthorised, to: request, session)
        }
        return readAnswer(request, &session, now) ?? writeAnswer(request, &session, now)
            ?? controlAnswer(request, &session, now)
            ?? reply(.ackUnknown, to: request, session)
    }

    // MARK: - Session

    private mutating func connect(_ request: Frame, _ session: inout GateSession) -> GateAnswer {
        let isOverUDP = session.isOverUDP
        session = GateSession()
        session.isOverUDP = isOverUDP
        session.id = nextSession
        nextSession = nextSession == 65_534 ? 1 : nextSession + 1
        session.isOpen = device.commKey == 0
        return reply(session.isOpen ? .ackOK : .ackUnauthorised, to: request, session)
    }

    private func authorise(_ request: Frame, _ session: inout GateSession) -> GateAnswer {
        let expected = CommKey.scrambled(key: device.commKey, session: session.id)
        guard session.id != 0, request.session == session.id, request.data == expected else {
            return reply(.ackUnauthorised, to: request, session)
        }
        session.isOpen = true
        return reply(.ackOK, to: request, session)
    }

    // MARK: - Answers

    /// One frame that answers `request`.
    func reply(
        _ code: Command, to request: Frame, _ session: GateSession, data: [UInt8] = [],
        detail: String = "", isChange: Bool = false
    ) -> GateAnswer {
        let frame = Frame(
            command: code, session: session.id, replyID: request.replyID, data: data)
        return GateAnswer(frames: [frame], isChange: isChange, detail: detail)
    }

    /// The time that the clock of the gate shows when the true time is `now`.
    func clock(at now: LocalDateTime) -> DeviceTime {
        DeviceTime(wallSeconds: now.secondsSinceEpoch + state.clockOffsetSeconds)
            ?? DeviceTime(rawValue: 0)
    }

    /// Writes a line into the operation log.
    mutating func log(
        _ operation: UInt8, _ parameters: [UInt16] = [], at now: LocalDateTime,
        by administratorSlot: UInt16 = 0
    ) {
        state.operations.append(
            OperationRecord(
                administratorSlot: administratorSlot, operation: operation, time: clock(at: now),
                parameters: parameters))
    }
}
