package import ZKProtocol

/// Something that a gate tells to clients that have registered for it.
package struct GateEvent: Hashable, Sendable {
    /// The code of the event: one bit of a registration mask.
    package var code: UInt16
    /// What the event carries.
    package var data: [UInt8]
    /// The session that started what the event is about, which hears of it without registration.
    package var session: UInt16?

    /// Makes an event.
    package init(_ code: UInt16, _ data: [UInt8] = [], session: UInt16? = nil) {
        self.code = code
        self.data = data
        self.session = session
    }

    /// A punch was stored.
    static let attendance: UInt16 = 0x0001
    /// A finger was placed.
    static let finger: UInt16 = 0x0002
    /// Enrolling a finger has ended.
    static let enrolled: UInt16 = 0x0008
    /// The door was unlocked.
    static let unlocked: UInt16 = 0x0020
    /// Somebody tried to pass.
    static let verification: UInt16 = 0x0080
    /// A sample of a finger was good or bad.
    static let sample: UInt16 = 0x0100
    /// An alarm, or the state of the door.
    static let alarm: UInt16 = 0x0200

    /// The frame of the event: its code stands where others carry the session.
    package var frame: Frame { Frame(command: .event, session: code, replyID: 0, data: data) }
}
