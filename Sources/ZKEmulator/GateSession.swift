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

    /// Makes a connection on which nothing was said yet.
    package init() {}
}
