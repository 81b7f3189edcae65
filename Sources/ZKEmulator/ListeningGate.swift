/// A gate that listens.
package struct ListeningGate: Hashable, Sendable {
    /// The serial number.
    package let serial: String
    /// The host on which it listens, as the fleet file names it; `127.0.0.1` by default.
    package let host: String
    /// The port.
    package let port: Int
}
