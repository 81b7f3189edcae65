import Reports

/// How full a gate is: a line a kind of thing it holds, with a word beside the colour when it is
/// nearly full.
struct CapacityPart {
    let wording: Wording

    /// What a gate holds: the word for it, and the columns of how many and of how many.
    struct Kind {
        let name: String
        let used: String
        let size: String

        /// People.
        static let users = Kind(name: "users", used: "users", size: "user_capacity")
        /// Fingers.
        static let templates = Kind(
            name: "templates", used: "templates", size: "template_capacity")
        /// Punches.
        static let records = Kind(
            name: "records", used: "records_on_gate", size: "record_capacity")
    }

    /// The placeholders of the part.
    static let placeholders: [Placeholder] = [
        .section(
            "CAPACITIES", "How full the gate is.",
            [
                .text("CAPACITY_NAME", "What is held."),
                .text("CAPACITY_TEXT", "How many of how many."),
                .text("CAPACITY_USED", "How many, in plain digits."),
                .text("CAPACITY_SIZE", "Of how many, in plain digits."),
                .text("CAPACITY_HIGH", "Nine tenths of the size, in plain digits."),
                .section("CAPACITY_WARNING", "Shown from nine tenths on."),
            ])
    ]

    /// The largest share that is used of what `gate` told about; `nil` when it told nothing.
    static func fullness(of gate: ReportRow, _ kinds: [Kind]) -> Double? {
        kinds.compactMap { kind in
            guard let used = gate.number(kind.used), let size = gate.number(kind.size), size > 0
            else { return nil }
            return Double(used) / Double(size)
        }.max()
    }

    /// Adds the lines of `kinds` that `gate` told about.
    func fill(_ place: PageDictionary, _ gate: ReportRow, _ kinds: [Kind]) {
        for kind in kinds {
            guard let used = gate.number(kind.used), let size = gate.number(kind.size), size > 0
            else { continue }
            let high = size - size / 10
            let line = place.add("CAPACITIES")
            line.set("CAPACITY_NAME", wording("capacity_\(kind.name)"))
            line.set(
                "CAPACITY_TEXT",
                wording(
                    "capacity", ["used": wording.number(used), "size": wording.number(size)]))
            line.set("CAPACITY_USED", used)
            line.set("CAPACITY_SIZE", size)
            line.set("CAPACITY_HIGH", high)
            line.show("CAPACITY_WARNING", when: used >= high)
        }
    }
}
