/// The kinds of files punches are read from; the raw value is the name people write after `--type`.
package enum LogType: String, Sendable, CaseIterable {
    /// `attlog.dat`, as a terminal writes it to a USB stick.
    ///
    /// A line is id, time, device number, state, verify code and work code: the id right-aligned in
    /// nine columns, TABs between. Any run of blanks between columns is taken as well. Some
    /// terminals write their serial number as the first line and a checksum as the last.
    case attlog
    /// CSV with a header: `device_user_id` and `at`, and any of `serial`, `state`, `verify`,
    /// `work_code` and `user_slot`, in any order. Other columns are left alone, so that our own
    /// punches export can be read.
    case gatebook
    /// Lines as a gate pushes them: id, time, state, verify code, work code and up to six more
    /// columns, without a device number.
    case push
    /// JSON Lines: an object a line, with members named as the columns of ``gatebook``.
    case jsonl
    /// CSV with the columns of BioTime's transactions: `emp_code`, `punch_time`, `punch_state`,
    /// `verify_type`, `work_code`, `terminal_sn`; others are left alone.
    case biotime
    /// CSV with the columns of CHECKINOUT of att2000: `USERID` (or `BADGENUMBER`), `CHECKTIME`,
    /// `CHECKTYPE`, `VERIFYCODE`, `WorkCode`, `sn`; others are left alone.
    case att2000
    /// CSV of Employee Checkin of Frappe HR: `employee` (the member id), `time`, `device_id`, or the
    /// labels of Frappe's own export; compared with the store, never stored.
    case frappe
    /// CSV of `hr.attendance` of Odoo: `employee_id` (the name), `check_in`, `check_out`, or their
    /// labels; compared with the judged days, never stored.
    case odoo
    /// A workbook: every sheet our `export` put punches on, or else every sheet whose first row has
    /// the columns of ``gatebook``, ``biotime``, ``att2000``, ``frappe`` or ``odoo``.
    case xlsx

    /// Whether such files name people and not what gates said: see ``PersonRow``.
    package var namesPeople: Bool { self == .frappe || self == .odoo }
}
