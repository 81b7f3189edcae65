package import GateModel

/// Everything a file of punches says.
package struct ParsedLog: Hashable, Sendable {
    /// What the file is.
    package var type: LogType
    /// The serial number in the first line of the file; `nil` when the file names no gate, or names
    /// one on every row.
    package var serial: GateSerial?
    /// The punches of each gate, gates in the order in which the file first names them.
    package var groups: [PunchGroup]
    /// The lines that could not be read, in the order of the file; their position is the line.
    package var undecodable: [UndecodableRecord]
    /// Lines of the file that are not blank.
    package var lineCount: Int
    /// What is suspicious about the file as a whole: sentences for people.
    package var warnings: [String]

    /// Where lines that could not be read stand in a workbook, by their position: `Punches!B7`.
    package var cells: [Int: String] = [:]

    /// The rows of a file made for Frappe or Odoo, in the order of the file; such a file has no punches.
    package var people: [PersonRow] = []

    /// Where a line stands in `file`: `file:7`, or `file!Punches!B7` in a workbook.
    package func place(_ position: Int, in file: String) -> String {
        cells[position].map { "\(file)!\($0)" } ?? "\(file):\(position)"
    }

    /// The number of punches of all gates.
    package var punchCount: Int { groups.reduce(0) { $0 + $1.punches.count } }
}

/// The punches of one gate in a file, in the order of the file.
package struct PunchGroup: Hashable, Sendable {
    /// The gate; `nil` when the file does not say.
    package var serial: GateSerial?
    /// The punches; `position` counts them from 0.
    package var punches: [Punch]

    /// Makes a group.
    package init(serial: GateSerial?, punches: [Punch]) {
        self.serial = serial
        self.punches = punches
    }
}
