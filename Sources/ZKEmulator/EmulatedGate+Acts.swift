package import GateModel
import ZKProtocol

/// What happens at the gate, not over its network.
extension EmulatedGate {
    /// The slot that the operation log names for what is done in the menu.
    private var administratorSlot: UInt16 {
        state.users.first { $0.privilege.isMoreThanUser }?.slot ?? 0
    }

    /// Lets something happen at the gate at the true wall time `now`.
    package mutating func perform(_ act: GateAct, at now: LocalDateTime) {
        settle(at: now)
        switch act {
        case .punch(let userID, let key, let verify, let count):
            punch(userID: userID, state: key, verify: verify, count: count, at: now)
        case .failedVerification(let count): failVerification(count: count, at: now)
        case .clearLog:
            state.attendance = []
            log(23, at: now, by: administratorSlot)
        case .deleteUser(let userID):
            guard let user = state.users.first(where: { $0.userID == userID }) else { return }
            state.users.removeAll { $0.slot == user.slot }
            state.templates.removeAll { $0.slot == user.slot }
            log(9, [user.slot], at: now, by: administratorSlot)
        case .enroll(let userID, let finger):
            guard let user = state.users.first(where: { $0.userID == userID }) else { return }
            let template = Fleet.madeUpTemplate(of: userID, finger: finger, seed: 7)
            put(
                TemplateRecord(slot: user.slot, finger: UInt8(finger), bytes: template), at: now,
                by: administratorSlot)
        case .setClock(let seconds):
            state.clockOffsetSeconds = seconds
            log(21, at: now, by: administratorSlot)
        case .clockJump(let seconds): state.clockOffsetSeconds += seconds
        case .swapSerial(let serial): state.options["~SerialNumber"] = serial
        case .alarm(let code):
            log(code == 0x37 ? 3 : 55, [0, UInt16(code)], at: now)
            events.append(GateEvent(GateEvent.alarm, [code, 0, 0, 0]))
        case .powerLoss(let losing): losePower(losing: losing, at: now)
        }
    }

    // MARK: - People at the door

    private mutating func punch(
        userID: String?, state key: UInt8, verify: UInt8, count: Int, at now: LocalDateTime
    ) {
        // A disabled gate lets nobody in, and who is not let in leaves no punch.
        guard state.isEnabled,
            let user = userID.map({ id in state.users.first { $0.userID == id } })
                ?? state.users.first, let id = user.userID
        else { return }
        failureCount = 0
        for number in 0..<count {
            var at = now.adding(seconds: state.clockOffsetSeconds + number)
            // Two touches within a second are one punch; this person touches again a second later.
            while state.attendance.suffix(100).contains(where: { $0.userID == id && $0.at == at }) {
                at = at.adding(seconds: 1)
            }
            let punch = FleetPunch(
                slot: Int(user.slot), userID: id, at: at, state: key, verify: verify)
            state.attendance.append(punch)
            events.append(GateEvent(GateEvent.attendance, eventData(of: punch)))
        }
    }

    private mutating func failVerification(count: Int, at now: LocalDateTime) {
        for _ in 0..<count {
            failureCount += 1
            events.append(GateEvent(GateEvent.verification, [0xFF, 0xFF, 0xFF, 0xFF, 1]))
            if failureCount % 3 == 0 { log(2, at: now) }
        }
    }

    /// The data of the event of a punch, in the form that gates with these records send.
    private func eventData(of punch: FleetPunch) -> [UInt8] {
        let time =
            (DeviceTime(wallSeconds: punch.at.secondsSinceEpoch)
            ?? DeviceTime(rawValue: 0)).sixBytes
        var writer = ByteWriter(capacity: 52)
        switch device.eventFormat {
        case 10, 14: writer.u16(UInt16(clamping: punch.slot))
        case 12: writer.u32(UInt32(punch.userID) ?? 0)
        default:
            let id = Array(punch.userID.utf8.prefix(24))
            writer.append(id + [UInt8](repeating: 0, count: 24 - id.count))
        }
        writer.append([punch.verify, punch.state] + time)
        writer.append([UInt8](repeating: 0, count: max(0, device.eventFormat - writer.bytes.count)))
        return writer.bytes
    }

    // MARK: - Power

    /// Lets the gate lose its power and come up again, and what was not flushed with `losing`.
    private mutating func losePower(losing: Bool, at now: LocalDateTime) {
        if losing {
            state.users = flushed.users
            state.templates = flushed.templates
            state.options = flushed.options
            state.operations = flushed.operations
        }
        startAgain(at: now)
    }

    /// Comes up: everything that only lives while the gate runs is gone.
    mutating func startAgain(at now: LocalDateTime) {
        state.isEnabled = true
        disabledUntil = nil
        unlockedUntil = nil
        enrolment = nil
        failureCount = 0
        events = []
        log(0, at: now)
        flush()
    }

    /// Makes what was written outlast a loss of power.
    mutating func flush() { flushed = state }

    /// Lets what was to happen until `now` happen: a gate that was disabled for a time works again.
    package mutating func settle(at now: LocalDateTime) {
        if let until = disabledUntil, now >= until {
            disabledUntil = nil
            state.isEnabled = true
        }
        if let until = unlockedUntil, now >= until { unlockedUntil = nil }
    }
}
