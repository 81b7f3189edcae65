package import GateModel

extension Fleet {
    /// Makes up the punches of one gate from its plan.
    ///
    /// - Parameters:
    ///   - device: A gate of this fleet.
    ///   - asOf: True wall time of the branch; later punches are not made. The plan's own `until`
    ///     wins when it is earlier.
    ///   - after: True wall time; only later punches are made. `nil` makes all.
    /// - Returns: The punches in order of time, as the clock of the gate shows it; people whom the
    ///   gate does not know are left out.
    package func generatedPunches(
        of device: FleetDevice, asOf: LocalDateTime, after: LocalDateTime? = nil
    ) -> [FleetPunch] {
        guard let own = device.plan else { return [] }
        let plan = own.sharedWith.flatMap { self.plan(ofGate: $0) } ?? own
        let end = min(plan.until ?? asOf, asOf)
        let slots = Dictionary(
            device.users.map { ($0.userID, $0.slot) }, uniquingKeysWith: { first, _ in first })
        let maker = PersonDayMaker(plan: plan)
        let sharers = splitters(of: own.sharedWith ?? device.serial)
        let position = sharers.firstIndex(of: device.serial) ?? 0
        var punches: [FleetPunch] = []
        for person in plan.people {
            guard let slot = slots[person.userID] else { continue }
            // A shift that began the day before may end on the first date.
            let first = end.date.adding(days: -plan.days)
            for date in first...end.date {
                for passage in maker.passages(of: person, on: date) {
                    guard passage.at <= end, after.map({ passage.at > $0 }) ?? true,
                        own.sees(passage, position: position, of: sharers.count)
                    else { continue }
                    punches.append(
                        FleetPunch(
                            slot: slot, userID: person.userID,
                            at: passage.at.adding(seconds: device.clockOffsetSeconds),
                            state: own.state(of: passage, size: device.attendanceFormat),
                            verify: device.attendanceFormat == 8 && person.verify > 3
                                ? 1 : person.verify))
                }
            }
        }
        return punches.sorted { ($0.at, $0.slot) < ($1.at, $1.slot) }
    }

    private func plan(ofGate serial: String) -> PunchPlan? {
        devices.first { $0.serial == serial }?.plan
    }

    /// The serials that split the passages of the people of `origin`, in the order of the file.
    private func splitters(of origin: String) -> [String] {
        devices.filter { device in
            guard let plan = device.plan, plan.use == .split else { return false }
            return (plan.sharedWith ?? device.serial) == origin
        }.map(\.serial)
    }
}

extension PunchPlan {
    /// Whether the gate sees a passage.
    fileprivate func sees(_ passage: Passage, position: Int, of count: Int) -> Bool {
        switch use {
        case .all: true
        case .in: passage.isEntry
        case .out: !passage.isEntry
        case .split: count <= 1 || Int(passage.draw % UInt64(count)) == position
        }
    }

    /// What the gate writes as state of a passage into a record of `size` bytes.
    fileprivate func state(of passage: Passage, size: Int) -> UInt8 {
        switch states {
        case .zero: 0
        case .keys: passage.isEntry ? 0 : 1
        case .none: size == 8 ? 0 : 255
        }
    }
}
