/// A gate of the fleet: one row of `devices.csv`.
public struct Gate: Hashable, Sendable {
    /// The serial number; `nil` until the first contact has told it.
    public var serial: GateSerial?
    /// The branch the gate stands in.
    public var branch: BranchID
    /// What people call the gate, such as "Main door".
    public var name: String
    /// Name or address of the gate on the network.
    public var host: String
    /// TCP or UDP port, 1 to 65535; 4370 by default.
    public var port: Int
    /// How the gate is talked to.
    public var transport: GateTransport
    /// Where the comm key of the gate is found.
    public var commKey: CommKeySource
    /// Which way people pass this gate.
    public var role: GateRole
    /// Whether the state keys of this gate are believed when directions are told apart.
    public var isStateTrusted: Bool
    /// IANA name of the gate's own zone; `nil` means that of its branch.
    public var timeZone: String?
    /// Whether runs talk to this gate.
    public var isEnabled: Bool
    /// How the gate writes names; `nil` when nobody has said.
    public var nameEncoding: NameEncoding?

    /// Makes a gate; everything but branch, name and host has the default of `devices.csv`.
    public init(
        serial: GateSerial? = nil, branch: BranchID, name: String, host: String, port: Int = 4370,
        transport: GateTransport = .tcp, commKey: CommKeySource = .none, role: GateRole = .both,
        isStateTrusted: Bool = false, timeZone: String? = nil, isEnabled: Bool = true
    ) {
        self.serial = serial
        self.branch = branch
        self.name = name
        self.host = host
        self.port = port
        self.transport = transport
        self.commKey = commKey
        self.role = role
        self.isStateTrusted = isStateTrusted
        self.timeZone = timeZone
        self.isEnabled = isEnabled
    }
}

/// How a gate is talked to.
public enum GateTransport: String, Sendable, CaseIterable {
    case tcp
    case udp
    /// TCP first, UDP when TCP is refused or silent.
    case auto
}

/// Which way people pass a gate.
public enum GateRole: String, Sendable, CaseIterable {
    case both
    case `in`
    case out
}

/// Where the comm key of a gate is found, so that no secret has to sit in a spreadsheet.
public enum CommKeySource: Hashable, Sendable {
    /// The gate has no key.
    case none
    /// The key itself, 0 to 999999.
    case literal(UInt32)
    /// The environment variable of this name holds it (`@env:NAME`).
    case environment(String)
    /// The file at this path holds it (`@file:PATH`).
    case file(String)
}
