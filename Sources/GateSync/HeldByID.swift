import GateModel

/// What one gate held of people, by their ids on it; of several people under one id only where the id
/// was given to somebody else.
struct HeldByID: Sendable {
    private var people: [DeviceUserID: VaultIndex.Held] = [:]
    private var rivals: [DeviceUserID: [VaultIndex.Held]] = [:]

    /// The slots of all records.
    var slots: Set<UInt16> {
        Set(people.values.compactMap { $0.user?.userSlot })
            .union(rivals.values.joined().compactMap { $0.user?.userSlot })
    }

    /// What was held of this person under this id.
    func held(_ id: DeviceUserID, of memberID: MemberID) -> VaultIndex.Held? {
        guard let held = people[id], held.memberID != memberID else { return people[id] }
        return rivals[id]?.first { $0.memberID == memberID }
    }

    /// What was held of everybody else under this id.
    func others(_ id: DeviceUserID, than memberID: MemberID) -> [VaultIndex.Held] {
        ([people[id]].compactMap(\.self) + (rivals[id] ?? [])).filter { $0.memberID != memberID }
    }

    /// Takes out what was held of this person under this id.
    mutating func remove(_ id: DeviceUserID, of memberID: MemberID) -> VaultIndex.Held? {
        guard let held = people.removeValue(forKey: id) else {
            return removeRival(id, of: memberID)
        }
        if held.memberID == memberID { return held }
        people[id] = held
        return removeRival(id, of: memberID)
    }

    private mutating func removeRival(
        _ id: DeviceUserID, of memberID: MemberID
    ) -> VaultIndex.Held? {
        guard !rivals.isEmpty,
            let place = rivals[id]?.firstIndex(where: { $0.memberID == memberID })
        else { return nil }
        return rivals[id]?.remove(at: place)
    }

    /// Puts in what is held of a person, who was taken out before.
    mutating func insert(_ held: VaultIndex.Held?, as id: DeviceUserID) {
        guard let held else { return }
        if let other = people.updateValue(held, forKey: id) {
            rivals[id, default: []].append(other)
        }
    }
}
