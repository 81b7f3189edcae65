import GateModel
import Reports

/// People × gates: who can pass where, as far as the gates were read back.
struct EnrollmentPage {
    let report: EnrollmentReport
    let frame: PageFrame
    let path: String

    private var wording: Wording { frame.wording }
    private var text: CellText { CellText(wording) }

    /// The placeholders of the page, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("PLACE", "The branch, or all branches."),
        .text("LEDE", "How much is known, in a sentence."),
        .section("BRANCHES", "Shown when there are several branches.", BranchLinks.placeholders),
        .section("BRANCH_TABLE", "The branches, when there are several.", TablePart.placeholders),
        .section(
            "NOWHERE", "People who may pass and are on no gate.",
            TablePart.placeholders + [.text("NOWHERE_COUNT", "How many.")]),
        .section(
            "STRANGERS", "Users of these gates whom the roster does not know.",
            TablePart.placeholders + [.text("STRANGERS_COUNT", "How many.")]),
        .section(
            "MATRIX", "People × gates.",
            [
                .section(
                    "WAYS_UNREAD",
                    "Shown when a gate was not yet read for cards, passwords and faces."),
                .section(
                    "MATRIX_GATES", "One gate.",
                    [
                        .text("MATRIX_GATE", "Its name."),
                        .section("MATRIX_GATE_UNREAD", "Shown when its users were never read."),
                        .section(
                            "MATRIX_WAYS_UNREAD",
                            "Shown when it was not yet read for cards, passwords and faces."),
                    ]),
                .section(
                    "MATRIX_PEOPLE", "One person.",
                    [
                        .text("MATRIX_NAME", "The name."),
                        .text("MATRIX_FACTS", "The id on the gates."),
                        .text("MATRIX_SAVED", "Number of fingers saved, or a sign."),
                        .text("MATRIX_SAVED_TITLE", "The same in words."),
                        .text("MATRIX_SAVED_STYLE", "`present` or `unknown`."),
                        .section(
                            "MATRIX_LINK", "Shown when the person has a page.",
                            [.text("MATRIX_URL", "That page.")]),
                        .section(
                            "MATRIX_CELLS", "One gate of the person.",
                            [
                                .text("MATRIX_TEXT", "Number of fingers, or a sign."),
                                .text("MATRIX_FINGERS", "The same in words."),
                                .text(
                                    "MATRIX_TITLE",
                                    "The same in words, with every other way to pass."),
                                .text(
                                    "MATRIX_STYLE",
                                    "`present`, `late`, `absent`, `unknown` or `blank`."),
                                .section(
                                    "MATRIX_WAYS", "A way to pass besides fingers.",
                                    [
                                        .text("WAY_KIND", "`card`, `password` or `face`."),
                                        .text("WAY_NAME", "What it is."),
                                        .section(
                                            "WAY_DOUBT", "Shown when it is not known to be there."
                                        ),
                                    ]),
                            ]),
                    ]),
            ]),
        .section("CAPACITY", "How full gates are, when any told.", CapacityGates.placeholders),
        .section(
            "ACTS", "What was done at these gates lately, when anything was.",
            PersonList.placeholders),
        .section(
            "NO_MATRIX", "Shown instead of people × gates.",
            [.text("NO_MATRIX_TEXT", "Why, in a sentence.")]),
    ]

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        frame.fill(
            page, kind: .enrollment, path: path, title: wording("nav_enrollment"),
            asOf: report.asOf)
        page.set(
            "PLACE", report.branch.map { frame.name(of: $0.rawValue) } ?? wording("all_branches"))
        let read = report.gates.count { $0.isRead }
        page.set(
            "LEDE",
            report.gates.isEmpty
                ? wording("no_gates")
                : wording.counted(
                    read == 0 ? "enrollment_unread" : "enrollment_lede", report.gates.count,
                    ["read": wording.number(read)]))
        BranchLinks(frame: frame, path: path).fill(page, current: report.branch) {
            $0.map { frame.paths.enrollment($0) } ?? SitePath.enrollment
        }
        fillTables(page)
        fillStrangers(page)
        CapacityGates(frame: frame, text: text).fill(page, report.capacity)
        fillActs(page)
        guard report.branch != nil || frame.frame.branches.count < 2 else { return }
        guard !report.people.isEmpty, !report.gates.isEmpty else {
            page.add("NO_MATRIX").set("NO_MATRIX_TEXT", wording("people_empty"))
            return
        }
        fillMatrix(page.add("MATRIX"))
    }

    // MARK: - Non public

    private func fillTables(_ page: PageDictionary) {
        let part = TablePart(text: text, page: frame, path: path)
        if report.branches.rows.count > 1 {
            part.fill(
                page.add("BRANCH_TABLE"), report.branches, title: wording("branches_title"),
                keys: [
                    "name", "people", "enrolled", "nowhere", "not_known", "gates", "gates_read",
                ],
                head: "name"
            ) { row in
                let branch = ReportRow(table: report.branches, cells: row).words("branch")
                guard let branch, frame.knows(branch: branch) else { return nil }
                return frame.paths.enrollment(BranchID(branch))
            }
        }
        guard !report.nowhere.rows.isEmpty else { return }
        let section = page.add("NOWHERE")
        section.set("NOWHERE_COUNT", wording.number(report.nowhere.rows.count))
        part.fill(
            section, report.nowhere, title: wording("enrollment_nowhere"),
            keys: ["name", "device_user_id", "branch"], head: "name", rare: ["branch"]
        ) { row in
            guard let id = ReportRow(table: report.nowhere, cells: row).words("member_id"),
                frame.frame.people.contains(id)
            else { return nil }
            return frame.paths.person(id)
        }
    }

    private func fillActs(_ page: PageDictionary) {
        guard !report.acts.rows.isEmpty else { return }
        let acts = ActItem(text: text, frame: frame, path: path)
        PersonList(wording: wording).fill(
            page.add("ACTS"), title: wording("changes_acts"),
            note: report.actsSince.map {
                wording("enrollment_acts_since", ["time": text.moment($0)])
            }
                ?? wording("changes_acts_note"),
            style: "present", empty: "", items: report.acts.reportRows.reversed().map(acts.item))
    }

    private func fillMatrix(_ matrix: PageDictionary) {
        // What no record of a gate is known to carry is said once, above its column.
        let unread = report.gates.indices.map { index in
            let held = report.people.map { $0.cells[index] }.filter { !ways(of: $0).isEmpty }
            return !held.isEmpty && held.allSatisfy(areWaysUnread)
        }
        for (gate, isUnread) in zip(report.gates, unread) {
            let head = matrix.add("MATRIX_GATES")
            head.set("MATRIX_GATE", gate.name)
            head.show("MATRIX_GATE_UNREAD", when: !gate.isRead)
            head.show("MATRIX_WAYS_UNREAD", when: isUnread)
        }
        for person in report.people {
            let row = matrix.add("MATRIX_PEOPLE")
            row.set("MATRIX_NAME", person.name)
            row.set("MATRIX_FACTS", person.deviceUserID)
            row.set(
                "MATRIX_LINK", "MATRIX_URL",
                optional: frame.link(toPerson: person.memberID, on: path))
            fillSaved(row, person)
            for (cell, isUnread) in zip(person.cells, unread) {
                fill(row.add("MATRIX_CELLS"), cell, isUnread: isUnread)
            }
        }
        matrix.show("WAYS_UNREAD", when: unread.contains(true))
    }

    /// Whether nothing is known of card, password and face.
    private func areWaysUnread(_ cell: EnrollmentReport.Cell) -> Bool {
        cell.ways.card == nil && cell.ways.password == nil && cell.ways.face == nil
    }

    private func fillSaved(_ row: PageDictionary, _ person: EnrollmentReport.Person) {
        let count = person.savedFingers
        row.set("MATRIX_SAVED", count.map { $0 == 0 ? "✓" : wording.number($0) } ?? "—")
        row.set("MATRIX_SAVED_STYLE", count == nil ? "unknown" : "present")
        guard let count, let at = person.savedAt else {
            row.set("MATRIX_SAVED_TITLE", wording("saved_nothing"))
            return
        }
        row.set(
            "MATRIX_SAVED_TITLE",
            wording(
                "saved_since",
                ["what": wording.counted("cell_fingers", count), "time": text.moment(at)]))
    }

    private func fillStrangers(_ page: PageDictionary) {
        guard !report.strangers.rows.isEmpty else { return }
        let section = page.add("STRANGERS")
        section.set("STRANGERS_COUNT", wording.number(report.strangers.rows.count))
        TablePart(text: text, page: frame, path: path).fill(
            section, report.strangers, title: wording("enrollment_strangers"),
            keys: ["device_user_id", "name", "gate"] + (report.branch == nil ? ["branch"] : []),
            head: "device_user_id")
    }

    private func fill(
        _ place: PageDictionary, _ cell: EnrollmentReport.Cell, isUnread: Bool
    ) {
        let (sign, title, style): (String, String, String)
        switch cell {
        case .notTheirs: (sign, title, style) = ("", wording("cell_not_theirs"), "blank")
        case .unknown: (sign, title, style) = ("—", wording("cell_unknown"), "unknown")
        case .absent: (sign, title, style) = ("✕", wording("cell_absent"), "absent")
        case .partly: (sign, title, style) = ("◐", wording("cell_partly"), "late")
        case .enrolled(let fingers, _):
            sign = fingers.isEmpty ? "✓" : wording.number(fingers.count)
            title = wording.counted("cell_fingers", fingers.count)
            style = "present"
        }
        place.set("MATRIX_TEXT", sign)
        place.set("MATRIX_FINGERS", title)
        place.set("MATRIX_TITLE", ([title] + waysInWords(of: cell)).joined(separator: " · "))
        place.set("MATRIX_STYLE", style)
        for way in ways(of: cell) where way.isThere != false && !isUnread {
            let line = place.add("MATRIX_WAYS")
            line.set("WAY_KIND", way.kind)
            line.set("WAY_NAME", wording("way_\(way.kind)"))
            line.show("WAY_DOUBT", when: way.isThere == nil)
        }
    }

    /// The ways to pass besides fingers, where there is a record that may have them.
    private func ways(
        of cell: EnrollmentReport.Cell
    ) -> [(kind: String, isThere: Bool?)] {
        switch cell {
        case .notTheirs, .unknown, .absent: []
        case .partly, .enrolled:
            [
                ("card", cell.ways.card), ("password", cell.ways.password),
                ("face", cell.ways.face),
            ]
        }
    }

    private func waysInWords(of cell: EnrollmentReport.Cell) -> [String] {
        ways(of: cell).map { kind, isThere in
            let answer = isThere.map { $0 ? "yes" : "no" } ?? "not_known"
            return wording(
                "way_answer", ["way": wording("way_\(kind)"), "answer": wording(answer)])
        }
    }
}
