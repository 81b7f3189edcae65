import Testing
import ZKClient
import ZKEmulator
import ZKProtocol

/// Events and enrolling, against emulated gates.
@Suite(.timeLimit(.minutes(1)))
struct LiveTests {
    private func withGate(
        enroll: String = "", udp: Bool = false,
        body: @Sendable (EmulatedFleet, GateAddress) async throws -> Void
    ) async throws {
        let json = """
            {"devices":[{"serial":"TEST0001","udp":\(udp),\(enroll)
            "users":[{"uid":1,"user_id":"501","name":"N"}]}]}
            """
        let fleet = try await EmulatedFleet.start(fleet: Fleet(json: Array(json.utf8)))
        do {
            let gate = try #require(fleet.gates.first)
            try await body(fleet, GateAddress(host: gate.host, port: gate.port))
        } catch {
            await fleet.stop()
            throw error
        }
        await fleet.stop()
    }

    // MARK: - Events

    @Test(arguments: [false, true])
    func `people who pass are heard of while somebody listens`(isOverUDP: Bool) async throws {
        try await withGate(udp: isOverUDP) { fleet, address in
            let options = ClientOptions(carrier: isOverUDP ? .udp : .tcp, timeout: .seconds(30))
            try await DeviceClient.withConnection(to: address, options: options) { client in
                try await client.register()
                try await fleet.perform(
                    .punch(userID: "501", state: 1, verify: 15, count: 1), at: "TEST0001")
                let events = try await client.events(within: .seconds(20))
                guard case .attendance(let people)? = events.last else {
                    Issue.record("heard \(events)")
                    return
                }
                #expect(people.map(\.userID) == ["501"])
                #expect(people.map(\.state) == [1])
                // Nothing more happens, and the client can be asked all the same.
                let quiet = try await client.events(within: .milliseconds(1))
                #expect(quiet == [])
                let serial = try await client.serial()
                #expect(serial == "TEST0001")
            }
        }
    }

    @Test func `an event of unknown length is handed on, and the connection stays`() async throws {
        try await ScriptedPeer.run { frame, link in
            guard frame.command == .event else { return nil }
            try await link.reply(.ackOK, to: frame)
            for data in [[UInt8](repeating: 9, count: 11), [5, 0, 1, 0, 26, 1, 31, 8, 59, 58]] {
                try await link.write(
                    Frame(command: .event, session: 1, replyID: 0, data: data).streamBytes)
            }
            return .goOn
        } body: { peer in
            try await DeviceClient.withConnection(to: peer.address, options: .patient) { client in
                try await client.register()
                var heard: [LiveEvent] = []
                while heard.count < 2 { heard += try await client.events(within: .seconds(20)) }
                #expect(
                    heard.first == .unknown(code: 1, data: [UInt8](repeating: 9, count: 11)))
                guard case .attendance = heard[1] else {
                    Issue.record("heard \(heard)")
                    return
                }
            }
            #expect(peer.commands == [.connect, .event, .ackOK, .ackOK, .exit])
        }
    }

    @Test func `listening that is cancelled leaves a session that says goodbye`() async throws {
        try await ScriptedPeer.run { peer in
            let task = Task {
                try await DeviceClient.withConnection(to: peer.address, options: .patient) {
                    try await $0.register()
                    _ = try await $0.events(within: .seconds(600))
                }
            }
            while !peer.commands.contains(.event) { await Task.yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            // The farewell is sent and not waited for; the time limit of the suite ends a wait in vain.
            while peer.commands.count < 3 { await Task.yield() }
            #expect(peer.commands == [.connect, .event, .exit])
        }
    }

    @Test func `a feed connects and registers again when the connection is lost`() async throws {
        try await ScriptedPeer.run { frame, link in
            guard frame.command == .event else { return nil }
            try await link.reply(.ackOK, to: frame)
            try await link.write(
                Frame(command: .event, session: 2, replyID: 0).streamBytes)
            return .hangUp
        } body: { peer in
            let feed = LiveFeed(peer.address, options: .patient, pauses: [.milliseconds(1)])
            var heard: [String] = []
            for try await message in feed {
                switch message {
                case .connected: heard.append("connected")
                case .event(let event): heard.append("\(event)")
                case .lost(let error): heard.append(error.code.rawValue)
                }
                if heard.count == 6 { break }
            }
            let once = ["connected", "fingerPlaced", "disconnected"]
            #expect(heard == once + once)
        }
    }

    @Test func `a feed from a gate with another key ends`() async throws {
        try await ScriptedPeer.run { frame, link in
            try await link.reply(.ackUnauthorised, to: frame)
            return .goOn
        } body: { peer in
            let error = await #expect(throws: DeviceError.self) {
                for try await _ in LiveFeed(peer.address, options: .patient) {}
            }
            #expect(error?.code == .wrongKey)
        }
    }

    // MARK: - Enrolling

    @Test(
        arguments: [
            (#""done""#, [.done(templateLength: nil)]),
            (#"{"result":"done","bad_samples":2}"#, [.done(templateLength: nil)]),
            (#""failed""#, [.failed]), (#""duplicate""#, [.duplicate]),
            (#""timeout""#, [.timedOutOrCancelled]), (#""cancelled""#, [.timedOutOrCancelled]),
        ] as [(String, [Enrollment.Step])])
    func `enrolling ends as it ends at the gate`(script: String, end: [Enrollment.Step])
        async throws
    {
        try await withGate(enroll: #""enroll":[\#(script)],"#) { fleet, address in
            try await DeviceClient.withConnection(to: address, options: .patient) { client in
                var steps: [Enrollment.Step] = []
                for try await step in client.enroll(finger: 6, of: "501") { steps.append(step) }
                #expect(steps.first == .started)
                let badCount = steps.count { $0 == .sample(isGood: false) }
                #expect(badCount == (script.contains("bad_samples") ? 2 : 0))
                let isStored = try await client.template(slot: 1, finger: 6) != nil
                if case .done(let length)? = steps.last {
                    #expect(end == [.done(templateLength: nil)])
                    #expect(length ?? 0 > 0)
                    #expect(steps.count { $0 == .sample(isGood: true) } == 3)
                    #expect(isStored)
                } else {
                    #expect(steps.suffix(1) == end)
                    #expect(!isStored)
                }
            }
        }
    }

    @Test func `a gate that does not take the request says so`() async throws {
        try await withGate(enroll: #""enroll":["refused"],"#) { _, address in
            let error = await #expect(throws: DeviceError.self) {
                try await DeviceClient.withConnection(to: address, options: .patient) { client in
                    for try await _ in client.enroll(finger: 6, of: "501") {}
                }
            }
            #expect(error?.code == .refused)
        }
    }

    @Test func `a gate that tells nothing is silent`() async throws {
        try await withGate(enroll: #""enroll":["silent"],"#) { _, address in
            try await DeviceClient.withConnection(to: address, options: .patient) { client in
                var steps: [Enrollment.Step] = []
                let enrolling = client.enroll(
                    finger: 6, of: "501", patience: .milliseconds(100))
                for try await step in enrolling { steps.append(step) }
                #expect(steps == [.started, .silent])
            }
        }
    }

    @Test func `enrolling that is left early leaves no gate waiting`() async throws {
        try await ScriptedPeer.run { peer in
            try await DeviceClient.withConnection(to: peer.address, options: .patient) { client in
                for try await step in client.enroll(finger: 6, of: "501") where step == .started {
                    break
                }
            }
            #expect(
                peer.commands == [
                    .connect, .event, .cancelCapture, .startEnroll, .event, .cancelCapture,
                    .startVerify, .exit,
                ])
            let id = Array("501".utf8) + .init(repeating: 0, count: 21)
            #expect(peer.data(of: .startEnroll) == [id + [6, 1]])
            #expect(peer.data(of: .event) == [[0xFF, 0xFF, 0, 0], [0, 0, 0, 0]])
        }
    }
}
