package import ZKProtocol

/// Enrolling one finger from afar: the person stands at the gate, the sequence tells how it goes.
///
/// Each step is asked for when it is wanted; nothing runs in between. The gate goes back to identifying
/// people at the end, and also when the sequence is left early: then when the connection ends.
public struct Enrollment: AsyncSequence, Sendable {
    private let client: DeviceClient
    private let finger: Finger

    /// How it goes.
    public enum Step: Hashable, Sendable {
        /// The gate asks for the finger.
        case started
        /// The finger was placed.
        case fingerPlaced
        /// The sample was good, or the person has to place the finger again.
        case sample(isGood: Bool)
        /// The finger is stored, as the gate says. Read it back.
        case done(templateLength: Int?)
        /// The samples do not match one another.
        case failed
        /// The finger is enrolled already.
        case duplicate
        /// Nobody came in time, or somebody pressed the cancel key: gates do not tell which.
        case timedOutOrCancelled
        /// The gate took the request and told nothing: enroll at the gate itself.
        case silent

        /// Whether nothing follows.
        public var isEnd: Bool {
            switch self {
            case .started, .fingerPlaced, .sample: false
            case .done, .failed, .duplicate, .timedOutOrCancelled, .silent: true
            }
        }
    }

    struct Finger: Sendable {
        var userID: String
        var finger: UInt8
        var validity: UInt8
        var patience: Duration
    }

    init(client: DeviceClient, finger: Finger) {
        self.client = client
        self.finger = finger
    }

    /// Begins; the gate is asked with the first step.
    public func makeAsyncIterator() -> Iterator {
        Iterator(client: client, finger: finger)
    }

    /// The steps, one after the other.
    public struct Iterator: AsyncIteratorProtocol {
        private let client: DeviceClient
        private let finger: Finger
        private var isStarted = false
        private var isOver = false
        private var waiting: [Step] = []

        init(client: DeviceClient, finger: Finger) {
            self.client = client
            self.finger = finger
        }

        /// The next step; `nil` behind the last one.
        ///
        /// - Throws: ``DeviceError`` when the gate refuses or is lost; `CancellationError`.
        public mutating func next() async throws -> Step? {
            guard !isOver else { return nil }
            guard isStarted else {
                isStarted = true
                try await client.beginEnrolling(finger)
                return .started
            }
            while waiting.isEmpty {
                let events = try await client.events(within: finger.patience)
                waiting = events.isEmpty ? [.silent] : events.compactMap(Step.init)
            }
            let step = waiting.removeFirst()
            if step.isEnd {
                isOver = true
                await client.endEnrolling()
            }
            return step
        }
    }
}

extension Enrollment.Step {
    /// The step that an event stands for; `nil` for events about something else.
    package init?(_ event: LiveEvent) {
        switch event {
        case .fingerPlaced: self = .fingerPlaced
        case .sample(let score): self = .sample(isGood: score == 100)
        case .fingerEnrolled(.done(let length)): self = .done(templateLength: length)
        case .fingerEnrolled(.failed), .fingerEnrolled(.unknown): self = .failed
        case .fingerEnrolled(.duplicate): self = .duplicate
        case .fingerEnrolled(.timedOutOrCancelled): self = .timedOutOrCancelled
        default: return nil
        }
    }
}

extension DeviceClient {
    /// Enrolls a finger of a user who is there; the place of the finger is empty.
    ///
    /// - Parameters:
    ///   - finger: The finger, 0 to 9.
    ///   - userID: The id of the user.
    ///   - isDuress: Whether the finger is one that raises a silent alarm.
    ///   - patience: How long to wait for each step; gates give up earlier by themselves.
    /// - Returns: The steps; nothing happens before the first one is asked for.
    public func enroll(
        finger: UInt8, of userID: String, isDuress: Bool = false,
        patience: Duration = .seconds(60)
    ) -> Enrollment {
        Enrollment(
            client: self,
            finger: Enrollment.Finger(
                userID: userID, finger: finger, validity: isDuress ? 3 : 1, patience: patience))
    }

    /// Registers for events and asks for the finger, in the form of new firmware, then of old.
    func beginEnrolling(_ finger: Enrollment.Finger) async throws {
        let task = "enroll a finger at"
        await session.note(enrolling: true)
        try await register()
        try await forgivingRefusal { _ = try await ask(.cancelCapture, task: task) }
        var wide = ByteWriter()
        wide.field(Array(finger.userID.utf8), width: 24)
        wide.u8(finger.finger)
        wide.u8(finger.validity)
        do {
            _ = try await ask(.startEnroll, data: wide.bytes, task: task)
        } catch let error as DeviceError where error.code == .refused {
            guard let number = UInt32(finger.userID) else {
                await endEnrolling()
                throw error
            }
            var narrow = ByteWriter()
            narrow.u32(number)
            narrow.u8(finger.finger)
            do {
                _ = try await ask(.startEnroll, data: narrow.bytes, task: task)
            } catch {
                await endEnrolling()
                throw error
            }
        }
    }

    /// Lets the gate identify people again; what it says to that does not matter.
    func endEnrolling() async {
        let client = self
        // A task of its own: the cancellation that led here shall not leave the gate waiting.
        await Task {
            try? await client.register(forEvents: 0)
            _ = try? await client.ask(.cancelCapture, task: "end enrolling at")
            _ = try? await client.ask(.startVerify, task: "end enrolling at")
            await client.session.note(enrolling: false)
        }.value
    }

    private func forgivingRefusal(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as DeviceError where error.code == .refused {
            return
        }
    }
}
