import GateModel

/// The gates whose connection was lost while the end of their log was read: the next attempt of the
/// run reads everything.
actor FailedEnds {
    private var serials: Set<GateSerial> = []

    /// Whether it happened to `serial`.
    func contains(_ serial: GateSerial) -> Bool { serials.contains(serial) }

    /// Notes that it happened to `serial`.
    func insert(_ serial: GateSerial) { serials.insert(serial) }
}
