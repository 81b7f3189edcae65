extension Fleet {
    /// The people of a gate with their fingers: those of the file, else those made up by the plan.
    ///
    /// The same person has the same fingers on every gate that shares a plan.
    package func users(of device: FleetDevice) -> [FleetUser] {
        guard let plan = device.plan else { return device.users }
        let seed =
            plan.sharedWith.flatMap { serial in
                devices.first { $0.serial == serial }?.plan?.seed
            } ?? plan.seed
        return device.users.map { user in
            guard !user.hasTemplates else { return user }
            var user = user
            user.templates = Self.templates(of: user.userID, count: plan.fingers, seed: seed)
            return user
        }
    }

    /// Makes up fingers: bytes that look like templates of algorithm 10 and mean nothing.
    private static func templates(of userID: String, count: Int, seed: UInt64) -> [FleetTemplate] {
        [6, 1, 5, 0, 7, 2, 8, 3, 9, 4].prefix(count).map { finger in
            FleetTemplate(
                finger: finger, valid: 1,
                bytes: madeUpTemplate(of: userID, finger: finger, seed: seed))
        }
    }

    /// The bytes of a made-up finger; the same seed, person and finger give the same ones.
    static func madeUpTemplate(of userID: String, finger: Int, seed: UInt64) -> [UInt8] {
        var random = SplitMix64(seed: seed, text: userID, number: 1_000_000 + finger)
        let length = random.number(in: 498...1390)
        var bytes: [UInt8] = [0x4D, 0x98, 0x53, 0x53, 0x32, 0x31, 0x00, 0x00]
        bytes += [UInt8(length >> 8), UInt8(length & 255)]
        while bytes.count < length { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
        // Some readers take a tail of zeros for padding.
        bytes[length - 1] = 0x5A
        return bytes
    }
}
