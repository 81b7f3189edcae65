import GateModel

/// Punches as lines of text: how far they are made up, then `slot,user_id,at,state,verify`.
enum PunchFile {
    static func text(of state: GateState) -> String {
        var text = "made_up_to,\(state.madeUpTo?.description ?? "")\n"
        for punch in state.attendance {
            text += "\(punch.slot),\(punch.userID),\(punch.at),\(punch.state),\(punch.verify)\n"
        }
        return text
    }

    /// Replaces the punches in `state`; `false` when the text is no such file.
    static func restore(_ state: inout GateState, from text: String) -> Bool {
        var lines = text.split(separator: "\n")[...]
        guard let head = lines.popFirst(), head.hasPrefix("made_up_to,") else { return false }
        var punches: [FleetPunch] = []
        punches.reserveCapacity(lines.count)
        for line in lines {
            // A user id may hold a comma: what follows it is counted from the end.
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count >= 5, let slot = Int(cells[0]),
                let at = LocalDateTime(cells[cells.count - 3]),
                let key = UInt8(cells[cells.count - 2]), let verify = UInt8(cells[cells.count - 1])
            else { return false }
            let userID = cells[1..<cells.count - 3].joined(separator: ",")
            punches.append(
                FleetPunch(slot: slot, userID: userID, at: at, state: key, verify: verify))
        }
        state.attendance = punches
        state.madeUpTo = LocalDateTime(head.dropFirst("made_up_to,".count))
        return true
    }
}
