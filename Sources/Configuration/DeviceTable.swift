package import GateModel

/// The gates of `devices.csv`, each with the line it stands on.
package struct DeviceTable: Hashable, Sendable {
    /// One gate of the file.
    package struct Row: Hashable, Sendable {
        /// The gate.
        package var gate: Gate
        /// Line of the file, 1-based.
        package var line: Int

        /// Makes a row.
        package init(gate: Gate, line: Int) {
            self.gate = gate
            self.line = line
        }
    }

    /// Path of the file, for sentences.
    package var file: String
    /// The gates in the order of the file.
    package var rows: [Row]

    /// Makes a table.
    package init(file: String, rows: [Row]) {
        self.file = file
        self.rows = rows
    }

    /// The gates in the order of the file, those that are not enabled included.
    package var gates: [Gate] { rows.map(\.gate) }

    /// The gate of this serial.
    package func gate(_ serial: GateSerial) -> Gate? {
        rows.first { $0.gate.serial == serial }?.gate
    }
}

extension DeviceTable {
    private static let columns =
        [
            "serial", "branch", "name", "host", "port", "transport", "comm_key", "role",
            "state_trusted", "time_zone", "enabled",
        ]

    /// Reads the fleet of `configuration`.
    ///
    /// Blank cells have the defaults of the manual; a blank `branch` is the only one when there is
    /// only one, a blank `name` is the serial or the host. A gate that is not enabled may lack a
    /// host and may share an address with the gate that took its place.
    ///
    /// - Throws: ``ConfigurationError`` with all problems at once.
    package static func load(for configuration: Configuration) throws -> DeviceTable {
        var file = try RowFile(
            configuration.fleet.devices,
            columns: columns.map {
                .init(
                    name: $0, isRequired: $0 == "host",
                    isFlag: $0 == "state_trusted" || $0 == "enabled")
            },
            whenMissing: "`gatebook init` writes one, `[fleet] devices` names another")
        var rows: [Row] = []
        var lineOfSerial: [GateSerial: Int] = [:]
        var lineOfAddress: [String: Int] = [:]
        while file.next() {
            let gate = readGate(from: &file, for: configuration)
            if let serial = gate.serial {
                if let line = lineOfSerial[serial] {
                    file.report(
                        "serial", "serial “\(serial)” is listed twice, first on line \(line)")
                } else {
                    lineOfSerial[serial] = file.line
                }
            }
            if gate.isEnabled && !gate.host.isEmpty {
                let address = "\(gate.host.lowercased()):\(gate.port)"
                if let line = lineOfAddress[address] {
                    file.report(
                        "host",
                        "\(gate.host) port \(gate.port) is listed twice, first on line \(line)")
                } else {
                    lineOfAddress[address] = file.line
                }
            }
            rows.append(Row(gate: gate, line: file.line))
        }
        let strangers = unknownGates(in: configuration, rows)
        try (file.problems + strangers).throwAny()
        return DeviceTable(file: file.file, rows: rows)
    }

    /// How a gate writes names: what is said of its serial, of its name, or of all gates.
    private static func nameEncoding(
        of gate: Gate, in configuration: Configuration
    ) -> NameEncoding? {
        let said = configuration.fleet.nameEncodings
        return said.first { $0.gate == gate.serial?.rawValue }?.encoding
            ?? said.first { $0.gate == gate.name }?.encoding ?? configuration.fleet.nameEncoding
    }

    /// Problems with the lines of `[fleet.name_encodings]` that are about no gate.
    private static func unknownGates(in configuration: Configuration, _ rows: [Row]) -> [Problem] {
        let known = rows.flatMap { [$0.gate.serial?.rawValue, $0.gate.name].compactMap(\.self) }
        return configuration.fleet.nameEncodings.filter { !known.contains($0.gate) }.map {
            Problem(
                file: configuration.path, line: $0.line, column: $0.column,
                sentence: "“\($0.gate)” in [fleet.name_encodings] is neither the serial nor the "
                    + "name of a gate\(NearestName.hint($0.gate, in: known))")
        }
    }

    private static func readGate(
        from file: inout RowFile, for configuration: Configuration
    ) -> Gate {
        let serial = file.text("serial")
        let host = file.text("host")
        let branch = file.branch("branch", of: configuration)
        if branch == nil && file.text("branch").isEmpty { _ = file.filled("branch") }
        let name = file.text("name")
        var gate = Gate(
            serial: serial.isEmpty ? nil : GateSerial(serial), branch: branch ?? "",
            name: name.isEmpty ? (serial.isEmpty ? host : serial) : name, host: host)
        gate.port = readPort(from: &file) ?? gate.port
        gate.transport = file.choice("transport", default: gate.transport)
        gate.commKey = readCommKey(from: &file, for: configuration)
        gate.role = file.choice("role", default: gate.role)
        gate.isStateTrusted = file.flag("state_trusted", default: gate.isStateTrusted)
        gate.isEnabled = file.flag("enabled", default: gate.isEnabled)
        gate.nameEncoding = nameEncoding(of: gate, in: configuration)
        let zone = file.text("time_zone")
        if !zone.isEmpty {
            if ZoneName.isKnown(zone) {
                gate.timeZone = zone
            } else {
                file.report("time_zone", "time_zone \(ZoneName.refusal(zone))")
            }
        }
        if host.isEmpty && gate.isEnabled {
            file.report("host", "host is blank; give a name or address, or set enabled to no")
        }
        return gate
    }

    private static func readPort(from file: inout RowFile) -> Int? {
        let text = file.text("port")
        guard !text.isEmpty else { return nil }
        if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text),
            (1...65535).contains(port)
        {
            return port
        }
        file.report("port", "port must be a number from 1 to 65535, found “\(text)”")
        return nil
    }

    /// Reads where the comm key is found; a problem never shows what stands there.
    private static func readCommKey(
        from file: inout RowFile, for configuration: Configuration
    ) -> CommKeySource {
        let text = file.text("comm_key")
        if text.isEmpty { return .none }
        if text.hasPrefix("@env:"), text.utf8.count > 5 {
            return .environment(String(text.dropFirst(5)))
        }
        if text.hasPrefix("@file:"), text.utf8.count > 6 {
            return .file(configuration.resolve(String(text.dropFirst(6))))
        }
        if let key = CommKeySource.key(text) { return key == 0 ? .none : .literal(key) }
        file.report(
            "comm_key",
            "comm_key must be a number from 0 to 999999, @env:NAME or @file:PATH")
        return .none
    }
}
