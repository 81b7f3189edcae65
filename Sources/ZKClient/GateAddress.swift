/// Where a gate is found on the network.
public struct GateAddress: Hashable, Sendable, CustomStringConvertible {
    /// The port gates use unless told otherwise.
    public static let defaultPort = 4370

    /// Name or address.
    public var host: String
    /// Port, 1 to 65535.
    public var port: Int

    /// Makes an address.
    public init(host: String, port: Int = GateAddress.defaultPort) {
        self.host = host
        self.port = port
    }

    /// `host:port`, with brackets around an IPv6 address.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
