/// What the columns of a table of punches are called, by the program that writes it.
struct PunchColumnNames {
    var serial = "serial"
    var deviceUserID = ["device_user_id"]
    var at = "at"
    var state = "state"
    var verify = "verify"
    var workCode = "work_code"
    var userSlot = "user_slot"

    /// The names of a type; our own for those that are no tables.
    init(_ type: LogType) {
        switch type {
        case .biotime:
            serial = "terminal_sn"
            deviceUserID = ["emp_code"]
            at = "punch_time"
            state = "punch_state"
            verify = "verify_type"
        case .att2000:
            serial = "sn"
            // USERID may be a number of the database's own; where the badge stands beside it, that is it.
            deviceUserID = ["badgenumber", "userid"]
            at = "checktime"
            state = "checktype"
            verify = "verifycode"
            workCode = "workcode"
        case .gatebook, .jsonl, .attlog, .push, .xlsx, .frappe, .odoo: break
        }
    }

    /// The names a column may have, by what we call it.
    var byKey: [String: [String]] {
        [
            "serial": [serial], "device_user_id": deviceUserID, "at": [at], "state": [state],
            "verify": [verify], "work_code": [workCode], "user_slot": [userSlot],
        ]
    }

    /// Finds out from the names of a header which program wrote the table; `nil` when none is known.
    static func type(ofHeader names: [String]) -> LogType? {
        [LogType.gatebook, .biotime, .att2000].first { type in
            let wanted = PunchColumnNames(type)
            return names.contains(wanted.at) && names.contains { wanted.deviceUserID.contains($0) }
                || type == .gatebook && names.contains("device_user_id")
        }
    }
}
