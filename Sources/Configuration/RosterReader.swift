import GateModel

/// Reads the rows of a roster and remembers what must not be there twice.
struct RosterReader {
    private struct Claim: Hashable {
        var branch: BranchID?
        var deviceUserID: DeviceUserID
    }

    private(set) var members: [Member] = []

    private let configuration: Configuration
    private let shiftNames: [String]
    private let gateNames: [String]
    private let knownShifts: Set<String>
    private let knownGates: Set<String>
    private var lineOfMember: [MemberID: Int] = [:]
    private var lineOfClaim: [Claim: Int] = [:]

    init(configuration: Configuration, devices: DeviceTable) {
        self.configuration = configuration
        shiftNames = configuration.shifts.map(\.id.rawValue).withoutRepetition()
        gateNames =
            configuration.branches.map(\.id.rawValue)
            + devices.gates.compactMap { $0.serial?.rawValue }
        knownShifts = Set(shiftNames)
        knownGates = Set(gateNames)
    }

    mutating func readMember(from file: inout RowFile) {
        let memberID = file.filled("member_id")
        let name = file.filled("name")
        var member = Member(memberID: MemberID(memberID ?? ""), name: name ?? "")
        member.department = file.text("department")
        member.branch = file.branch("branch", of: configuration)
        member.shift = readShift(from: &file)
        member.joined = file.date("joined")
        member.left = file.date("left")
        checkOrder(of: member.joined, "joined", and: member.left, "left", in: &file)
        member.accessFrom = file.date("access_from")
        member.accessUntil = file.date("access_until")
        checkOrder(
            of: member.accessFrom, "access_from", and: member.accessUntil, "access_until",
            in: &file)
        member.status = file.choice("status", default: .active)
        let deviceUserID = file.text("device_user_id")
        if !deviceUserID.isEmpty { member.deviceUserID = DeviceUserID(deviceUserID) }
        member.gates = readGates(from: &file)
        member.card = file.text("card")
        guard memberID != nil else { return }
        checkUniqueness(of: member, in: &file)
        members.append(member)
    }

    private func readShift(from file: inout RowFile) -> ShiftID? {
        let text = file.text("shift")
        guard !text.isEmpty else { return nil }
        guard !knownShifts.contains(text) else { return ShiftID(text) }
        let hint = NearestName.hint(text, in: shiftNames)
        file.report("shift", "unknown shift “\(text)”\(hint)")
        return nil
    }

    private func readGates(from file: inout RowFile) -> [String] {
        var gates: [String] = []
        for part in file.text("gates").split(separator: ";") {
            let name = part.trimmingBlanks()
            if name.isEmpty { continue }
            guard knownGates.contains(name) else {
                let hint = NearestName.hint(name, in: gateNames)
                file.report("gates", "“\(name)” is neither a branch nor a serial\(hint)")
                continue
            }
            gates.append(name)
        }
        return gates
    }

    private func checkOrder(
        of first: LocalDate?, _ firstColumn: String, and last: LocalDate?, _ lastColumn: String,
        in file: inout RowFile
    ) {
        guard let first, let last, last < first else { return }
        file.report(lastColumn, "\(lastColumn) \(last) lies before \(firstColumn) \(first)")
    }

    private mutating func checkUniqueness(of member: Member, in file: inout RowFile) {
        if let line = lineOfMember[member.memberID] {
            file.report(
                "member_id", "member_id “\(member.memberID)” is listed twice, first on line \(line)"
            )
            return
        }
        lineOfMember[member.memberID] = file.line
        let claim = Claim(branch: member.branch, deviceUserID: member.deviceUserID)
        if let line = lineOfClaim[claim] {
            let column = file.text("device_user_id").isEmpty ? "member_id" : "device_user_id"
            let place = member.branch.map { " of branch “\($0)”" } ?? ""
            file.report(
                column,
                "device_user_id “\(member.deviceUserID)”\(place) belongs to the person on line "
                    + "\(line) already; the gates could not tell them apart")
        } else {
            lineOfClaim[claim] = file.line
        }
    }
}

extension Sequence where Element: Hashable {
    /// The elements without those that came before.
    fileprivate func withoutRepetition() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}

extension Substring {
    /// The text without blanks around it.
    fileprivate func trimmingBlanks() -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }),
            let last = lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[first...last])
    }
}
