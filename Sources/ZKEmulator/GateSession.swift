/// One connection to an emulated gate, as the gate sees it.
package struct GateSession: Sendable {
    /// The id that the gate gave; 0 before CONNECT.
    package var id: UInt16 = 0
    /// Whether the gate answers more than CONNECT and AUTH.
    package var isOpen = false
    /// Whether the client said goodbye.
    package var isOver = false
    /// Whether it is over UDP, where pieces are small.
    package var isOverUDP = false
    /// The dataset staged for reading in chunks.
    package var staged: [UInt8] = []
    /// How many bytes the client announced to send.
    package var announcedCount = 0
    /// The bytes that the client has sent so far.
    package var received: [UInt8] = []

    /// Which events the client wants to hear of; 0 means none.
    package var eventMask: UInt32 = 0
    /// Events that wait to be sent, oldest first.
    package var pendingEvents: [GateEvent] = []
    /// Whether an event was sent that the client has not acknowledged.
    package var awaitsAcknowledgement = false

    /// More events than this make the gate forget the oldest.
    private static let eventLimit = 1000

    /// Makes a connection on which nothing was said yet.
    package init() {}

    /// Queues `event` if the client of this connection is to hear of it; `false` when not.
    package mutating func queue(_ event: GateEvent) -> Bool {
        guard isOpen, eventMask & UInt32(event.code) != 0 || event.session == id else {
            return false
        }
        if pendingEvents.count == Self.eventLimit { pendingEvents.removeFirst() }
        pendingEvents.append(event)
        return true
    }

    /// Takes the next event to send; one at a time is sent and acknowledged.
    package mutating func nextEvent() -> GateEvent? {
        guard !awaitsAcknowledgement, !pendingEvents.isEmpty else { return nil }
        awaitsAcknowledgement = true
        return pendingEvents.removeFirst()
    }
}
