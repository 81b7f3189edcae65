package import GateModel

/// A row of a file made for a payroll program: who was there when, without what the gate said.
///
/// No punch can be made of it: id, state and verify code of the gate are gone, people edit such
/// records by hand, and those for Odoo are days that were judged. It can be compared with the store.
package struct PersonRow: Hashable, Sendable {
    /// Line of the file it starts on, 1-based.
    package var line: Int
    /// Whom it names: by member id in files for Frappe, by name in those for Odoo.
    package var person: String
    /// The gate as the file names it; empty when it names none.
    package var gate: String
    /// The moment, or the first entry of a day; wall time as it stands.
    package var at: LocalDateTime
    /// The last exit of a day; `nil` for single moments and records that are still open.
    package var until: LocalDateTime?

    /// Makes a row.
    package init(
        line: Int, person: String, gate: String = "", at: LocalDateTime,
        until: LocalDateTime? = nil
    ) {
        self.line = line
        self.person = person
        self.gate = gate
        self.at = at
        self.until = until
    }
}
