import GateModel
import Store
import ZKProtocol

extension Vault {
    /// What a plan sees of the contents of a gate.
    func view(
        of contents: GateContents, gate: Gate, serial: GateSerial, date: LocalDate
    ) -> GateView {
        var view = GateView(gate: gate, serial: serial, date: date)
        view.layout = contents.layout
        view.algorithm = contents.algorithm
        view.userCapacity = contents.userCapacity
        view.templateCapacity = contents.templateCapacity
        view.userIDWidth = contents.userIDWidth
        view.holdsFaces = contents.holdsFaces
        view.unreadableSlots = contents.unreadableSlots
        view.users = contents.users.map { record in
            GateUser(record, mark: mark(record.savedContent(contents.layout)))
        }
        for template in contents.templates {
            view.fingers[template.slot, default: []].append(
                GateFinger(finger: template.finger, mark: mark(template.savedContent)))
        }
        for slot in view.fingers.keys {
            view.fingers[slot]?.sort { $0.finger < $1.finger }
        }
        return view
    }

    /// The records and templates of people of the roster that are to be saved.
    /// What `index` says the vault has already need not be saved; without an index everything is given.
    /// `isMeant` tells whose.
    func items(
        _ reading: GateWorker.Reading, policy: AccessPolicy, index: VaultIndex?,
        isMeant: (MemberID) -> Bool = { _ in true }
    ) -> [Item] {
        let view = reading.view
        let records = Dictionary(
            reading.contents.users.map { ($0.slot, $0) }, uniquingKeysWith: { first, _ in first })
        let templates = Dictionary(grouping: reading.contents.templates, by: \.slot)
        var items: [Item] = []
        for match in PeopleOnGate(view, people: reading.people).recognised {
            let memberID = policy.members[match.person.index].memberID
            guard isMeant(memberID) else { continue }
            let id = match.person.deviceUserID
            let held = index?.held(id, of: memberID, at: view.serial)
            if let record = records[match.user.slot], held?.user?.mark != match.user.mark,
                !match.isStripped(comparedTo: held)
            {
                items.append(
                    Item(
                        entry: VaultEntry(
                            serial: view.serial, memberID: memberID, deviceUserID: id, part: .user,
                            form: String(view.layout.size), userSlot: Int(record.slot)),
                        content: record.savedContent(view.layout)))
            }
            let marks = Dictionary(
                match.fingers.map { ($0.finger, $0.mark) }, uniquingKeysWith: { first, _ in first })
            for template in templates[match.user.slot] ?? []
            where held?.template(template.finger)?.mark != marks[template.finger] || held == nil {
                items.append(
                    Item(
                        entry: VaultEntry(
                            serial: view.serial, memberID: memberID, deviceUserID: id,
                            part: .finger(template.finger), form: view.algorithm),
                        content: template.savedContent))
            }
        }
        return items
    }
}

extension UserRecord {
    /// What is saved of a user: the whole record as it came.
    func savedContent(_ layout: UserLayout) -> [UInt8] { (try? encoded(as: layout)) ?? [] }
}
