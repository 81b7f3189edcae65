/// What the columns of tables of Frappe HR and Odoo are called: by the names of fields, which imports
/// take, or by the labels that their own exports have.
struct PersonColumnNames {
    /// The names of each column, the preferred one first; all in lower case.
    let byKey: [String: [String]]
    /// The columns without which a table is not understood.
    let required: [String]

    /// What we call the columns.
    static let keys = ["person", "gate", "at", "until"]

    /// The names of a type; none for types that are no such tables.
    init(_ type: LogType) {
        switch type {
        case .frappe:
            byKey = [
                "person": ["employee"], "at": ["time"],
                "gate": ["device_id", "location / device id", "device id"],
            ]
            required = ["person", "at"]
        case .odoo:
            byKey = [
                "person": [
                    "employee_id", "employee", "employee_id/name", "employee/name",
                    "employee/employee name", "employee/display name",
                ],
                "at": ["check_in", "check in"], "until": ["check_out", "check out"],
            ]
            required = ["person", "at", "until"]
        case .gatebook, .jsonl, .attlog, .push, .biotime, .att2000, .xlsx:
            byKey = [:]
            required = []
        }
    }

    /// Columns of Frappe of which one must stand beside employee and time, which many tables have.
    private static let marksOfFrappe = [
        "log_type", "log type", "device_id", "location / device id", "skip_auto_attendance",
        "skip auto attendance",
    ]

    /// Finds out from the names of a header which program a table is for; `nil` when for neither.
    static func type(ofHeader names: [String]) -> LogType? {
        [LogType.frappe, .odoo].first { type in
            let columns = PersonColumnNames(type)
            guard
                columns.required.allSatisfy({ key in
                    columns.byKey[key, default: []].contains(where: names.contains)
                })
            else { return false }
            return type == .odoo || marksOfFrappe.contains(where: names.contains)
        }
    }
}
