import GateModel
import Store
import TestKit

/// A store in a folder of its own, and invented readings to put into it.
struct Fixture {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("gatebook.sqlite")
    }

    /// Opens the store, made when it is not there.
    func open() throws -> GateStore { try GateStore(path: path, access: .create) }

    /// A wall time on 5 October 2026, `seconds` after nine o'clock.
    static func nine(_ seconds: Int = 0) -> LocalDateTime {
        LocalDateTime(secondsSinceEpoch: 20_731 * 86_400 + 9 * 3600 + seconds)
    }

    /// A successful reading of gate "A" at ten o'clock, unless told otherwise.
    static func reading(
        _ serial: GateSerial = "A", source: PunchSource = .pull, minutes: Int = 60,
        failure: String? = nil, mode: ReadingMode = .full, clockOffset: Int? = nil
    ) -> Reading {
        Reading(
            serial: serial, source: source, origin: "192.0.2.7", readAt: nine(minutes * 60),
            mode: mode, attempts: 2, clockOffsetSeconds: clockOffset, recordsOnGate: 40,
            recordsRead: 3, bytesReceived: 1200, seconds: 0.5, failure: failure)
    }

    /// A punch of "7" at nine o'clock, unless told otherwise.
    static func punch(
        _ id: DeviceUserID? = "7", seconds: Int = 0, state: UInt8 = 0, verify: UInt8 = 1,
        slot: Int? = nil, isSlotKeyed: Bool = false, workCode: String = "", position: Int = 0
    ) -> Punch {
        Punch(
            deviceUserID: id, userSlot: slot, isSlotKeyed: isSlotKeyed, at: nine(seconds),
            state: state, verify: verify, workCode: workCode, position: position)
    }

    /// `count` punches of one day's people, one a second.
    static func punches(_ count: Int) -> [Punch] {
        (0..<count).map { punch(DeviceUserID("\($0 % 50)"), seconds: $0, position: $0) }
    }
}
