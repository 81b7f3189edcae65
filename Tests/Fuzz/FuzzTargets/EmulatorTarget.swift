import GateModel
import ZKEmulator
import ZKProtocol

/// The emulated gate, asked anything, while things happen to it.
enum EmulatorTarget {
    static let noon = LocalDateTime(secondsSinceEpoch: 1_767_182_400)

    private static let commands: [Command] = [
        .connect, .auth, .prepareBuffer, .readBuffer, .freeData, .prepareData, .data,
        .saveTemplates, .storeTemplate, .bufferChecksum, .writeUser, .deleteUser, .deleteTemplate,
        .deleteTemplateByID, .readTemplate, .readUsers, .readTable, .readAttendance,
        .readOperations, .readOption, .writeOption, .freeSizes, .event, .startEnroll,
        .cancelCapture, .writeTime, .readTime, .disable, .enable, .unlock, .clearData, .restart,
        .refreshData, .state, .exit, .clearAdministrators, .clearAttendance, .clearOperations,
    ]

    /// A gate with three people, two fingers and four punches in these layouts.
    static func gate(users: Int, attendance: Int, commKey: UInt32 = 0) -> EmulatedGate {
        var device = FleetDevice(serial: "FUZZ0001")
        device.userFormat = users
        device.attendanceFormat = attendance
        device.commKey = commKey
        device.users = (1...3).map { FleetUser(slot: $0, userID: "\(1000 + $0)", name: "Ann") }
        device.attendance = (0..<4).map { number in
            FleetPunch(
                slot: number % 3 + 1, userID: "\(1001 + number % 3)",
                at: noon.adding(seconds: number * 60 - 86_400), state: UInt8(number % 2), verify: 1)
        }
        device.operations = [
            OperationRecord(
                administratorSlot: 0, operation: 0, time: DeviceTime(rawValue: 800_000_000),
                parameters: [1])
        ]
        var state = GateState(device: device, in: Fleet(devices: [device]))
        state.templates = [
            TemplateRecord(slot: 1, finger: 0, bytes: [UInt8](repeating: 3, count: 40)),
            TemplateRecord(slot: 2, finger: 6, bytes: [UInt8](repeating: 5, count: 600)),
        ]
        return EmulatedGate(device: device, state: state)
    }

    private static let gates = [
        gate(users: 72, attendance: 40), gate(users: 28, attendance: 8),
        gate(users: 28, attendance: 16), gate(users: 72, attendance: 49, commKey: 12),
    ]

    static func run(_ input: inout FuzzInput) throws(FuzzFinding) {
        let flags = input.byte()
        var gate = gates[Int(flags) % gates.count]
        var session = GateSession()
        session.isOverUDP = flags & 4 != 0
        var now = noon
        let fingers = gate.state.templates.reduce(0) { $0 + $1.bytes.count }
        var received = 0
        if flags & 8 == 0 {
            let greeting = Frame(command: .connect, session: 0, replyID: 0)
            try answer(greeting, by: &gate, &session, now)
        } else {
            var decoder = FrameDecoder(checksums: .ignored)
            decoder.append(input.rest)
            while let frame = try? decoder.next() {
                try answer(frame, by: &gate, &session, now)
            }
            return
        }
        var steps = 0
        while !input.isEmpty, steps < 300 {
            steps += 1
            let kind = input.byte()
            if kind == 0xFF {
                happen(to: &gate, &input, at: now)
                continue
            }
            let isKnown = kind < 0xF0
            let command =
                isKnown ? commands[Int(kind) % commands.count] : Command(rawValue: input.word())
            let length = input.byte()
            let data = input.take(length < 250 ? Int(length) : Int(input.word()))
            received += data.count
            let frame = Frame(
                command: command, session: session.id, replyID: UInt16(steps), data: data)
            try answer(frame, by: &gate, &session, now)
            now = now.adding(seconds: Int(kind & 3))
        }
        let kept = gate.state.templates.reduce(0) { $0 + $1.bytes.count }
        // Enrolling makes up a finger; everything else was sent.
        try FuzzFinding.unless(
            kept <= fingers + received + steps * 2048, "fingers that nobody has sent")
    }

    private static func happen(
        to gate: inout EmulatedGate, _ input: inout FuzzInput, at now: LocalDateTime
    ) {
        let acts: [GateAct] = [
            .punch(userID: nil, state: 0, verify: 1, count: Int(input.byte()) % 4),
            .failedVerification(count: 3), .clearLog, .deleteUser(userID: "1001"),
            .enroll(userID: "1002", finger: 3), .setClock(offsetSeconds: -86_400),
            .clockJump(seconds: 31_536_000), .swapSerial("FUZZ0002"), .alarm(code: 0x37),
            .powerLoss(losing: true),
        ]
        gate.perform(input.choice(acts), at: now)
        _ = gate.enrolmentStep(at: now)
        _ = gate.takeEvents()
    }

    private static func answer(
        _ request: Frame, by gate: inout EmulatedGate, _ session: inout GateSession,
        _ now: LocalDateTime
    ) throws(FuzzFinding) {
        let answer = gate.answer(request, in: &session, at: now)
        try FuzzFinding.unless(
            !answer.frames.isEmpty || request.command == .ackOK, "a request without an answer")
        for frame in answer.frames {
            try FuzzFinding.unless(
                WireLimits.packetLength.contains(frame.data.count + Frame.headerLength),
                "an answer too long for any client")
            try FuzzFinding.unless(
                !session.isOverUDP
                    || WireLimits.datagramLength.contains(frame.data.count + Frame.headerLength),
                "an answer too long for a datagram")
        }
    }
}
