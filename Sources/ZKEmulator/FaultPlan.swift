import ZKProtocol

/// The faults of a gate, and how often each has been met.
struct FaultPlan: Sendable {
    private struct Entry {
        let fault: FleetFault
        /// Requests or connections that the fault applied to so far.
        var count = 0

        /// Whether the next one meets the fault.
        var isDue: Bool {
            let number = count + 1
            guard number >= fault.from else { return false }
            return fault.times.map { number - fault.from < $0 } ?? true
        }
    }

    private var entries: [Entry]

    /// Starts all counts at 0.
    init(_ faults: [FleetFault]) {
        entries = faults.map { Entry(fault: $0) }
    }

    /// The effects that the next request, one of `command`, meets, in the order of the file.
    mutating func effects(on command: Command) -> [FaultEffect] {
        var effects: [FaultEffect] = []
        for index in entries.indices where !entries[index].fault.effect.isOfConnection {
            let fault = entries[index].fault
            if let wanted = fault.command, wanted != command { continue }
            if entries[index].isDue { effects.append(fault.effect) }
            entries[index].count += 1
        }
        return effects
    }

    /// The effects on a connection that is being made.
    mutating func effectsOnConnection() -> [FaultEffect] {
        var effects: [FaultEffect] = []
        for index in entries.indices where entries[index].fault.effect.isOfConnection {
            if entries[index].isDue { effects.append(entries[index].fault.effect) }
            entries[index].count += 1
        }
        return effects
    }
}

extension FaultEffect {
    /// Whether it concerns connections rather than requests.
    fileprivate var isOfConnection: Bool {
        switch self {
        case .refuse, .dropAfterBytes: true
        default: false
        }
    }
}
