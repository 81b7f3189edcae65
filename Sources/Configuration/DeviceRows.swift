import CSV

/// New rows for the end of `devices.csv`, which leave every byte before them as it is.
package struct DeviceRows: Sendable {
    /// A gate that was found.
    package struct Row: Hashable, Sendable {
        /// The serial number; empty when the gate does not tell it.
        package var serial: String
        /// The branch; may be empty where there is only one.
        package var branch: String
        /// Its address.
        package var host: String
        /// Its port.
        package var port: Int
        /// Whether it answers over UDP only.
        package var isOverUDP: Bool
        /// Whether runs shall talk to it.
        package var isEnabled: Bool

        /// Makes a row.
        package init(
            serial: String, branch: String, host: String, port: Int, isOverUDP: Bool = false,
            isEnabled: Bool = true
        ) {
            self.serial = serial
            self.branch = branch
            self.host = host
            self.port = port
            self.isOverUDP = isOverUDP
            self.isEnabled = isEnabled
        }
    }

    private let file: String
    private let isEmpty: Bool
    private let header: [String]
    private let separator: UInt8
    private let lineEnd: [UInt8]
    private let endsInLine: Bool
    private var serials: Set<String> = []
    private var addresses: Set<String> = []

    /// Reads the table `bytes`; an empty one gets a header.
    ///
    /// - Throws: ``ConfigurationError`` when the text is no table of gates.
    package init(after bytes: [UInt8], file: String) throws {
        self.file = file
        isEmpty = bytes.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }
        let isCRLF = bytes.firstIndex(of: 0x0A).map { $0 > 0 && bytes[$0 - 1] == 0x0D } ?? true
        lineEnd = isCRLF ? [0x0D, 0x0A] : [0x0A]
        endsInLine = bytes.last.map { $0 != 0x0A } ?? false
        guard !isEmpty else {
            header =
                ConfigurationTemplate.devices.split(whereSeparator: \.isNewline).first
                .map { $0.split(separator: ",").map(String.init) } ?? []
            separator = UInt8(ascii: ",")
            return
        }
        do throws(CSVError) {
            var reader = try CSVReader(bytes)
            separator = reader.separator
            var row = CSVRow()
            _ = try reader.read(into: &row)
            let names = CSVHeader(row)
            header = names.names
            while try reader.read(into: &row) {
                let serial = Self.cell("serial", names, row)
                if !serial.isEmpty { serials.insert(serial) }
                let port = Self.cell("port", names, row)
                addresses.insert(
                    "\(Self.cell("host", names, row).lowercased()):\(port.isEmpty ? "4370" : port)")
            }
        } catch {
            throw ConfigurationError([
                Problem(
                    file: file, line: error.line, column: error.column, sentence: error.sentence)
            ])
        }
        guard header.contains("host") else {
            throw ConfigurationError([
                Problem(
                    file: file, line: 1, column: 1,
                    sentence: "the header has no column host; nothing was written")
            ])
        }
    }

    private static func cell(_ name: String, _ header: CSVHeader, _ row: CSVRow) -> String {
        guard let index = header.index(of: name) else { return "" }
        let text = row[index].drop { $0 == " " || $0 == "\t" }
        return String(text.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// Whether the table has a gate with the serial number or at the address of `row`.
    package func has(_ row: Row) -> Bool {
        (!row.serial.isEmpty && serials.contains(row.serial))
            || addresses.contains("\(row.host.lowercased()):\(row.port)")
    }

    /// The bytes to append for those of `rows` that the table does not have; none when it has all.
    ///
    /// They are written with the separator, the columns and the line ends of the table.
    ///
    /// - Throws: ``ConfigurationError`` when the table has no column for something that has to be said.
    package func bytes(for rows: [Row]) throws -> [UInt8] {
        let new = rows.filter { !has($0) }
        guard !new.isEmpty else { return [] }
        for row in new { try check(row) }
        var bytes: [UInt8] = endsInLine ? lineEnd : []
        if isEmpty { bytes += line(header) }
        for row in new { bytes += line(header.map { value($0, of: row) }) }
        return bytes
    }

    private func check(_ row: Row) throws {
        for (name, isNeeded) in [
            ("port", row.port != 4370), ("enabled", !row.isEnabled),
            ("transport", row.isOverUDP),
            ("branch", !row.branch.isEmpty),
        ] where isNeeded && !header.contains(name) {
            throw ConfigurationError([
                Problem(
                    file: file, line: 1, column: 1,
                    sentence: "the header has no column \(name), which the gate at "
                        + "\(row.host):\(row.port) needs; add it, nothing was written")
            ])
        }
    }

    private func value(_ column: String, of row: Row) -> String {
        switch column {
        case "serial": row.serial
        case "branch": row.branch
        case "host": row.host
        case "port": row.port == 4370 ? "" : "\(row.port)"
        case "transport": row.isOverUDP ? "udp" : ""
        case "enabled": row.isEnabled ? "" : "no"
        default: ""
        }
    }

    private func line(_ cells: [String]) -> [UInt8] {
        var writer = CSVWriter(CSVProfile(separator: separator, hasByteOrderMark: false))
        writer.writeRow(cells)
        // The writer ends rows with CR and LF.
        return writer.take().dropLast(2) + lineEnd
    }
}
