import GateModel
import Reports

/// The gates as cards, those that need attention first.
struct DevicesPage {
    let report: DevicesReport
    let frame: PageFrame

    private var wording: Wording { frame.wording }
    private var text: CellText { CellText(wording) }

    /// The placeholders of the page, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("LEDE", "How many gates answered, in a sentence."),
        .section(
            "NO_GATES", "Shown when the fleet is empty.",
            [.text("NO_GATES_TEXT", "What to do, in a sentence.")]),
        .section(
            "BRANCH_TABLE",
            "The branches, the one with the worst gate first, when there are several.",
            TablePart.placeholders),
        .section(
            "GATES", "One gate, those that need attention first.",
            [
                .text("GATE_STYLE", "`ok`, `failed`, `stale`, `never` or `off`."),
                .text(
                    "GATE_ANCHOR",
                    "Its name in the page, told by the serial number, for links to it."),
                .text("GATE_STATUS", "Its state in a word or two."),
                .text("GATE_NAME", "Its name."),
                .text("GATE_BRANCH", "Its branch."),
                .section(
                    "GATE_FAILURE", "Shown when the last attempt failed.",
                    [
                        .text("GATE_FAILURE_TEXT", "Why, in a sentence."),
                        .text("GATE_FAILURE_RAW", "Why, as the program saw it."),
                    ]),
                .section(
                    "FACTS", "One fact about the gate.",
                    [
                        .text("FACT_NAME", "What is told."), .text("FACT", "What is known."),
                        .text("FACT_STYLE", "`given`, `warning` or `missing`."),
                    ]),
                .section(
                    "READINGS", "Shown when it was ever read or tried.",
                    [
                        .text("READINGS_TEXT", "On how many of the last dates it was read."),
                        .section(
                            "READING_DAYS", "One date, oldest first.",
                            [
                                .text("READING_STYLE", "`read`, `failed` or `none`."),
                                .text("READING_TITLE", "The date and what came of it."),
                            ]),
                    ]),
            ] + CapacityPart.placeholders),
    ]

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        frame.fill(
            page, kind: .devices, path: SitePath.devices, title: wording("nav_devices"),
            asOf: report.asOf)
        let gates = report.gates.reportRows
        let isGood = gates.count { $0.words("status") == "ok" }
        page.set(
            "LEDE",
            gates.isEmpty
                ? ""
                : wording.counted("devices_lede", gates.count, ["ok": wording.number(isGood)]))
        if gates.isEmpty { page.add("NO_GATES").set("NO_GATES_TEXT", wording("no_gates")) }
        for gate in gates { fill(page.add("GATES"), gate) }
        guard report.branches.rows.count > 1 else { return }
        TablePart(text: text, page: frame, path: SitePath.devices).fill(
            page.add("BRANCH_TABLE"), report.branches, title: wording("branches_title"),
            keys: ["name", "gates", "in_order", "worst", "worst_gate", "oldest"], head: "name",
            rare: ["worst_gate"])
    }

    /// The name by which a gate is linked to.
    static func anchor(_ serial: String) -> String {
        "g-" + DayPage.anchor(serial).dropFirst("p-".count)
    }

    // MARK: - Non public

    private func fill(_ card: PageDictionary, _ gate: ReportRow) {
        let status = gate.words("status") ?? "never"
        card.set("GATE_STYLE", status)
        card.set("GATE_ANCHOR", Self.anchor(gate.words("serial") ?? gate.words("host") ?? ""))
        card.set("GATE_STATUS", wording("gate_\(status)"))
        card.set("GATE_NAME", gate.words("name") ?? gate.words("serial") ?? "")
        card.set("GATE_BRANCH", gate.words("branch").map { frame.name(of: $0) } ?? "")
        if let failure = gate.words("failure"), status != "ok" {
            let section = card.add("GATE_FAILURE")
            section.set("GATE_FAILURE_TEXT", FailureWords(wording: wording).sentence(failure))
            section.set("GATE_FAILURE_RAW", failure)
        }
        add(card, "last_success", gate)
        if gate.words("last_attempt") != gate.words("last_success") {
            add(card, "last_attempt", gate)
        }
        addClock(card, gate)
        addRecords(card, gate)
        addForecast(card, gate)
        addDoor(card, gate)
        let device = [gate.words("model"), gate.words("firmware")].compactMap { $0 }
        if !device.isEmpty {
            add(card, wording("fact_model"), device.joined(separator: " · "), "given")
        }
        if let version = gate.words("finger_algorithm") {
            add(card, wording("fact_finger_algorithm"), version, "given")
        }
        for key in ["serial", "host"] { add(card, key, gate) }
        if let mac = gate.words("mac") { add(card, wording("fact_mac"), mac, "given") }
        addChanges(card, gate)
        addReadings(card, gate)
        CapacityPart(wording: wording).fill(card, gate, [.users, .templates, .records])
    }

    private func add(_ card: PageDictionary, _ key: String, _ gate: ReportRow) {
        let shown = text.shown(gate.cell(key), gate.column(key))
        let isNever = shown.isMissing && key == "last_success"
        add(
            card, text.title(gate.column(key)), isNever ? wording("never_read") : shown.text,
            isNever ? "warning" : shown.isMissing ? "missing" : "given")
    }

    private func add(_ card: PageDictionary, _ name: String, _ value: String, _ style: String) {
        let fact = card.add("FACTS")
        fact.set("FACT_NAME", name)
        fact.set("FACT", value)
        fact.set("FACT_STYLE", style)
    }

    private func addClock(_ card: PageDictionary, _ gate: ReportRow) {
        let name = text.title(gate.column("clock_offset_seconds"))
        guard let offset = gate.number("clock_offset_seconds") else {
            add(card, name, wording("clock_unknown"), "missing")
            return
        }
        add(card, name, clockText(offset), abs(offset) > 60 ? "warning" : "given")
        addTrend(card, gate)
    }

    /// How the clock went over the last dates, and a jump that summer time would make.
    private func addTrend(_ card: PageDictionary, _ gate: ReportRow) {
        let days = gate.words("serial").flatMap { report.readings[$0] } ?? []
        let known = days.compactMap { day in day.clockOffsetSeconds.map { (day.date, $0) } }
        guard let first = known.first, let last = known.last, first.0 < last.0 else { return }
        addJumps(card, known)
        guard first.1 != last.1 else { return }
        add(
            card, wording("fact_clock_trend"),
            wording(
                "clock_trend",
                [
                    "from": clockText(first.1), "date": text.nearby(first.0),
                    "to": clockText(last.1),
                ]), "given")
    }

    private func addJumps(_ card: PageDictionary, _ known: [(LocalDate, Int)]) {
        for (before, after) in zip(known, known.dropFirst())
        where Self.summerTime.contains(abs(after.1 - before.1)) {
            add(
                card, wording("fact_clock_jump"),
                wording(
                    "clock_jump",
                    ["from": text.nearby(before.0), "to": text.nearby(after.0)]), "warning")
        }
    }

    /// Seconds of a jump between two readings that look like the beginning or end of summer time.
    private static let summerTime = 3540...3660

    private func clockText(_ offset: Int) -> String {
        let span = text.coarseSpan(abs(offset))
        let word = offset == 0 ? "clock_exact" : offset > 0 ? "clock_ahead" : "clock_behind"
        return wording(word, ["span": span])
    }

    private func addRecords(_ card: PageDictionary, _ gate: ReportRow) {
        let name = wording("fact_records")
        guard let stored = gate.number("records_stored") else { return }
        guard let held = gate.number("records_on_gate") else {
            add(
                card, name, wording("records_stored_only", ["stored": wording.number(stored)]),
                "given")
            return
        }
        let values: KeyValuePairs = [
            "held": wording.number(held), "stored": wording.number(stored),
        ]
        add(
            card, name, wording(held > stored ? "records_short" : "records_held", values),
            held > stored ? "warning" : "given")
    }

    /// When the log will be full, if that is not years away.
    private func addForecast(_ card: PageDictionary, _ gate: ReportRow) {
        guard let days = gate.number("log_full_in_days"), days <= Self.mostForecastDays,
            let seen = gate.number("log_growth_days")
        else { return }
        add(
            card, wording("fact_forecast"),
            wording.counted("forecast", days, ["seen": wording.counted("days", seen)]),
            days < Self.fewDaysLeft ? "warning" : "given")
    }

    private static let mostForecastDays = 730
    private static let fewDaysLeft = 30

    /// What the gate told otherwise before, or which gate was there.
    private func addChanges(_ card: PageDictionary, _ gate: ReportRow) {
        let serial = gate.words("serial")
        let found = report.changes.reportRows.filter { $0.words("serial") == serial }
        for change in found.prefix(Self.mostChanges) {
            guard case .dateTime(let from) = change.cell("seen_before"),
                case .dateTime(let to) = change.cell("seen_after")
            else { continue }
            let fact = wording("fact_\(change.words("fact") ?? "")")
            add(
                card, wording("fact_change", ["fact": fact]),
                wording(
                    "fact_changed",
                    [
                        "before": change.words("before") ?? "",
                        "after": change.words("after") ?? "",
                        "from": text.moment(from), "to": text.moment(to),
                    ]), "warning")
        }
    }

    /// Changes shown of a gate; all of them are in the JSON.
    private static let mostChanges = 5

    /// A strip of the last dates: read, tried in vain, or neither.
    private func addReadings(_ card: PageDictionary, _ gate: ReportRow) {
        guard let days = gate.words("serial").flatMap({ report.readings[$0] }), !days.isEmpty else {
            return
        }
        let section = card.add("READINGS")
        let read = days.count { $0.state == .read }
        section.set(
            "READINGS_TEXT",
            wording.counted("readings", days.count, ["read": wording.number(read)]))
        for day in days {
            let cell = section.add("READING_DAYS")
            cell.set("READING_STYLE", day.state.rawValue)
            let clock = day.clockOffsetSeconds.map(clockText)
            cell.set(
                "READING_TITLE",
                [text.medium(day.date), wording("reading_\(day.state.rawValue)"), clock]
                    .compactMap(\.self).joined(separator: " · "))
        }
    }

    /// Whether a gate that was paused for writing is known to go on.
    private func addDoor(_ card: PageDictionary, _ gate: ReportRow) {
        guard let door = gate.words("door"), case .dateTime(let at) = gate.cell("door_at") else {
            return
        }
        add(
            card, wording("fact_door"), wording("door_\(door)", ["time": text.moment(at)]),
            door == "open" ? "given" : "warning")
    }
}
