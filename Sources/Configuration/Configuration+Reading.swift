import GateModel

extension Configuration {
    /// Reads `gatebook.toml` and the holidays and leave of its branches.
    ///
    /// - Parameter path: The path of the file; everything relative in it starts at its folder.
    /// - Returns: The policy, with a default for every key the file does not have.
    /// - Throws: ``ConfigurationError`` with all problems at once: unknown keys, wrong types, bad
    ///   values, and whatever is wrong in the files of the branches.
    package static func load(path: String) throws -> Configuration {
        let text = try InputFile.read(path, whenMissing: "`gatebook init` writes one")
        return try read(text, path: path)
    }

    /// Reads the text of a `gatebook.toml` that lies at `path`.
    ///
    /// - Throws: ``ConfigurationError`` with all problems at once.
    package static func read(_ text: [UInt8], path: String) throws -> Configuration {
        let root = try TomlDocument.read(text, file: path)
        var reader = ConfigurationReader(root, path: path)
        return try reader.read()
    }
}

/// Walks over the sections of `gatebook.toml` and collects problems on the way.
struct ConfigurationReader {
    private var root: TableReader
    private var problems: [Problem] = []
    private var result: Configuration
    private let path: String

    init(_ root: TomlNode, path: String) {
        self.root = TableReader(root, name: "", file: path)
        self.path = path
        result = Configuration(path: path)
    }

    mutating func read() throws -> Configuration {
        readSite()
        readBranding()
        readStore()
        readFleet()
        readRoster()
        readGateGuards()
        readAttendance()
        readShifts()
        readBranches()
        readAgent()
        root.finish()
        try (root.problems + problems).throwAny()
        return result
    }

    private mutating func readSite() {
        var table = section("site")
        let standard = Configuration.Site()
        result.site.title = table.filledText("title", default: standard.title)
        result.site.timeZone = table.zone("time_zone", default: standard.timeZone)
        result.site.language = table.language("language", default: standard.language)
        result.site.output = result.resolve(table.filledText("output", default: standard.output))
        result.site.templates = result.resolve(
            table.filledText("templates", default: standard.templates))
        close(&table)
    }

    private mutating func readBranding() {
        var table = section("branding")
        let configuration = result
        result.branding = .read(&table) { configuration.resolve($0) }
        close(&table)
    }

    private mutating func readStore() {
        var table = section("store")
        let standard = Configuration.Store()
        result.store.path = result.resolve(table.filledText("path", default: standard.path))
        result.store.vaultKey = result.resolve(
            table.filledText("vault_key", default: standard.vaultKey))
        close(&table)
    }

    private mutating func readFleet() {
        var table = section("fleet")
        let standard = Configuration.Fleet()
        result.fleet.devices = result.resolve(
            table.filledText("devices", default: standard.devices))
        result.fleet.workers = table.integer("workers", default: standard.workers, in: 1...1024)
        result.fleet.timeoutSeconds = table.integer(
            "timeout_seconds", default: standard.timeoutSeconds, in: 1...600)
        result.fleet.retries = table.integer("retries", default: standard.retries, in: 0...20)
        result.fleet.fullReadEveryDays = table.integer(
            "full_read_every_days", default: standard.fullReadEveryDays, in: 0...3650)
        result.fleet.nameEncoding = table.nameEncoding("name_encoding")
        result.fleet.nameEncodings = readNameEncodings(in: &table)
        close(&table)
    }

    private mutating func readNameEncodings(
        in table: inout TableReader
    ) -> [Configuration.Fleet.GateNames] {
        guard let node = table.node("name_encodings") else { return [] }
        guard let entries = node.entries, node.kind == .table else {
            table.report("name_encodings", "must be a table, found \(node.shown)")
            return []
        }
        var gates = TableReader(node, name: "[fleet.name_encodings]", file: path)
        let names = entries.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
            .compactMap { entry in
                gates.nameEncoding(entry.key).map {
                    Configuration.Fleet.GateNames(
                        gate: entry.key, encoding: $0, line: entry.line, column: entry.column)
                }
            }
        close(&gates)
        return names
    }

    private mutating func readRoster() {
        var table = section("roster")
        let standard = Configuration.RosterSource()
        result.roster.source = table.filledText("source", default: standard.source)
        if !result.roster.isURL { result.roster.source = result.resolve(result.roster.source) }
        result.roster.tokenFile = optionalPath("token_file", in: &table)
        result.roster.maxAgeHours = table.integer(
            "max_age_hours", default: standard.maxAgeHours, in: 1...87_600)
        result.roster.identities = optionalPath("identities", in: &table)
        result.roster.shifts = optionalPath("shifts", in: &table)
        close(&table)
    }

    private mutating func readGateGuards() {
        var table = section("gate")
        let standard = Configuration.GateGuards()
        result.gate.isSynced = table.flag("sync", default: standard.isSynced)
        result.gate.maxBlockCount = table.integer(
            "max_block_count", default: standard.maxBlockCount, in: 0...1_000_000)
        result.gate.maxBlockFraction = table.fraction(
            "max_block_fraction", default: standard.maxBlockFraction)
        close(&table)
    }

    private mutating func readAttendance() {
        var table = section("attendance")
        let standard = AttendancePolicy()
        var policy = standard
        policy.dayStartsAt =
            table.time("day_starts_at", default: standard.dayStartsAt) ?? standard.dayStartsAt
        policy.duplicateSeconds = table.integer(
            "duplicate_seconds", default: standard.duplicateSeconds, in: 0...86_400)
        policy.settleMinutes = table.integer(
            "settle_minutes", default: standard.settleMinutes, in: 0...10_080)
        policy.mode = table.choice("mode", default: standard.mode)
        policy.clock = table.choice("clock", default: standard.clock)
        policy.visitGapMinutes = table.integer(
            "visit_gap_minutes", default: standard.visitGapMinutes, in: 0...1440)
        result.attendance = policy
        close(&table)
    }

    private mutating func readAgent() {
        var forward = section("forward")
        result.forward.connection = forward.text("connection", default: "")
        result.forward.layout = forward.filledText("layout", default: "plain")
        result.forward.table = forward.text("table", default: "")
        close(&forward)
        var table = section("agent")
        let standard = Configuration.Agent()
        result.agent.enrollListen = table.listenAddress(
            "enroll_listen", default: standard.enrollListen)
        result.agent.pushListen = table.listenAddress("push_listen", default: standard.pushListen)
        result.agent.pollIntervalSeconds = table.integer(
            "poll_interval_seconds", default: standard.pollIntervalSeconds, in: 1...86_400)
        close(&table)
    }

    // MARK: - Shifts and branches

    private mutating func readShifts() {
        var seen: [String: Int] = [:]
        for var table in list("shift") {
            let id = table.requiredText("id")
            let from = table.date("from", default: LocalDate(daysSinceEpoch: 0))
            let start = table.time("start", default: nil)
            let end = table.time("end", default: nil)
            var shift = Shift(
                id: ShiftID(id ?? ""), from: from, start: start ?? LocalTime(secondOfDay: 0),
                end: end ?? LocalTime(secondOfDay: 0))
            readRules(of: &shift, from: &table)
            if let id {
                let version = "\(id)\u{0}\(from)"
                if let line = seen[version] {
                    let again = "“\(id)” from \(from) is defined twice, first at line \(line)"
                    table.report(at: table.place, "shift \(again); give it another id or `from`")
                } else {
                    seen[version] = table.place.line
                    result.shifts.append(shift)
                }
            }
            close(&table)
        }
    }

    private func readRules(of shift: inout Shift, from table: inout TableReader) {
        let day = 0...1440
        shift.windowBeforeMinutes = table.integer(
            "window_before_minutes", default: shift.windowBeforeMinutes, in: day)
        shift.windowAfterMinutes = table.integer(
            "window_after_minutes", default: shift.windowAfterMinutes, in: day)
        shift.graceInMinutes = table.integer(
            "grace_in_minutes", default: shift.graceInMinutes, in: day)
        shift.graceOutMinutes = table.integer(
            "grace_out_minutes", default: shift.graceOutMinutes, in: day)
        shift.minSpanMinutes = table.integer(
            "min_span_minutes", default: shift.minSpanMinutes, in: day)
        shift.halfDayBelowMinutes = table.minutes(
            "half_day_below", default: shift.halfDayBelowMinutes)
        shift.absentBelowMinutes = table.minutes(
            "absent_below", default: shift.absentBelowMinutes)
        shift.overtimeMinimumMinutes = table.integer(
            "overtime_minimum_minutes", default: shift.overtimeMinimumMinutes, in: day)
        // A step of nothing would divide by zero where overtime is rounded.
        shift.overtimeStepMinutes = table.integer(
            "overtime_step_minutes", default: shift.overtimeStepMinutes, in: 1...1440)
        shift.countsOvertimeBeforeShift = table.flag(
            "overtime_before_shift", default: shift.countsOvertimeBeforeShift)
        shift.unpaidBreakMinutes = table.integer(
            "unpaid_break_minutes", default: shift.unpaidBreakMinutes, in: day)
        shift.weeklyOff = table.offDays("weekly_off")
    }

    private mutating func readBranches() {
        var seen: [String: Int] = [:]
        for var table in list("branch") {
            let id = table.requiredText("id")
            var branch = Branch(
                id: BranchID(id ?? ""), name: table.filledText("name", default: id ?? "Branch"),
                timeZone: table.zone("time_zone", default: result.site.timeZone))
            branch.weeklyOff = table.offDays("weekly_off") ?? []
            if let file = optionalPath("holidays", in: &table) {
                branch.holidays = collect { try HolidayFile.load(file) } ?? [:]
            }
            if let file = optionalPath("leaves", in: &table) {
                branch.leaves = collect { try LeaveFile.load(file) } ?? []
            }
            if let id {
                if let line = seen[id] {
                    table.report(
                        at: table.place,
                        "branch “\(id)” is defined twice, first at line \(line); "
                            + "give it another id")
                } else {
                    seen[id] = table.place.line
                    result.branches.append(branch)
                }
            }
            close(&table)
        }
        if result.branches.isEmpty {
            result.branches = [
                Branch(
                    id: Configuration.impliedBranch, name: result.site.title,
                    timeZone: result.site.timeZone)
            ]
        }
    }

    // MARK: - Tables

    /// The table of a section; an empty one when it is missing or no table.
    private mutating func section(_ name: String) -> TableReader {
        let node = root.node(name)
        if let node, node.kind != .table {
            root.report(
                at: node,
                "“\(name)” must be a table that starts with [\(name)], "
                    + "found \(node.kind == .array ? "[[\(name)]]" : node.shown)")
        }
        let table = node?.kind == .table ? node : nil
        return TableReader(
            table ?? TomlNode(kind: .table, line: 1, column: 1), name: "[\(name)]", file: path)
    }

    /// The tables of a list; none when it is missing or no list of tables.
    private mutating func list(_ name: String) -> [TableReader] {
        guard let node = root.node(name) else { return [] }
        let items = node.items ?? []
        guard node.kind == .array, items.allSatisfy({ $0.kind == .table }) else {
            root.report(
                at: node,
                "“\(name)” must be tables that each start with [[\(name)]], "
                    + "found \(node.kind == .table ? "[\(name)]" : node.shown)")
            return []
        }
        return items.map { TableReader($0, name: "[[\(name)]]", file: path) }
    }

    /// Reports the unknown keys of `table` and takes over its problems.
    private mutating func close(_ table: inout TableReader) {
        table.finish()
        problems += table.problems
    }

    /// Runs `work` and takes over its problems.
    private mutating func collect<Value>(_ work: () throws -> Value) -> Value? {
        do {
            return try work()
        } catch let error as ConfigurationError {
            problems += error.problems.filter { !problems.contains($0) }
        } catch {
            problems.append(Problem(file: path, sentence: "\(error)"))
        }
        return nil
    }

    private func optionalPath(_ key: String, in table: inout TableReader) -> String? {
        let text = table.text(key, default: "")
        return text.isEmpty ? nil : result.resolve(text)
    }
}
