import GateModel
import OrderedJSON
import Reports

extension SiteJSON {
    /// `data/months/YYYY-MM.json`.
    static func month(_ report: MusterReport) -> JSONValue {
        .object([
            .init("month", .string(report.month.monthText)),
            .init("branch", .optional(report.branch?.rawValue)),
            .init("as_of", .optional(report.asOf?.description)),
            .init("dates", .array(report.dates.map { .string($0.description) })),
            .init("people", .array(report.people.map(muster))),
            .init("days", report.days.json),
            .init("branches", report.branches.json),
            .init("gaps", report.gaps.json),
        ])
    }

    private static func muster(_ person: MusterReport.Person) -> JSONValue {
        .object([
            .init("member_id", .string(person.memberID)),
            .init("name", .string(person.name)),
            .init("branch", .string(person.branch)),
            .init("department", .string(person.department)),
            .init("joined", .optional(person.joined?.description)),
            .init("left", .optional(person.left?.description)),
            .init("codes", .array(person.cells.map { .optional($0?.code) })),
            .init(
                "totals",
                .object(
                    zip(MusterReport.totalColumns, person.totals).map {
                        JSONValue.Member($0.key, $1.json)
                    })),
        ])
    }

    /// `data/months/index.json`.
    static func months(
        _ frame: SiteFrame, _ months: [LocalDate], sizes: [String: Int]
    ) -> JSONValue {
        let files = sizes.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return .object([
            .init("as_of", .string(frame.asOf.description)),
            .init("months", .array(months.map { .string($0.monthText) })),
            .init(
                "files",
                .array(files.map { ["path": .string($0), "bytes": .integer($1)] as JSONValue })),
        ])
    }

    /// `data/people/KEY.json`.
    static func person(_ report: PersonReport, since: LocalDate?) -> JSONValue {
        let member = report.member
        return .object([
            .init("as_of", .string(report.asOf.description)),
            .init("member_id", .string(member.memberID.rawValue)),
            .init("name", .string(member.name)),
            .init("branch", .optional(member.branch?.rawValue)),
            .init("department", .string(member.department)),
            .init("shift", .optional(member.shift?.rawValue)),
            .init("entitled", .bool(report.isEntitled)),
            .init("since", .optional(since?.description)),
            .init("counts", counts(report.counts)),
            .init("days", people(report.days, report.details, gates: report.gates)),
            .init("time_cards", .array(report.timeCards.map(timeCard))),
            .init("identities", report.identities.json),
            .init("access", report.access.json),
            .init("entitlement", report.entitlement.json),
            .init("corrections", report.corrections.json),
            .init("timeline", report.timeline.json),
            .init("timeline_older", .integer(report.olderEvents)),
            .init("backups", report.backups.json),
        ])
    }

    /// `data/people/index.json`.
    static func people(_ table: ReportTable, asOf: LocalDateTime) -> JSONValue {
        .object([.init("as_of", .string(asOf.description)), .init("people", table.json)])
    }

    /// `data/denied/YYYY-MM-DD.json` and `data/denied/index.json`.
    static func denied(_ report: DeniedReport) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("date", .optional(report.date?.description)),
            .init("as_of", .optional(report.asOf?.description)),
            .init("gates", .integer(report.gateCount)),
            .init("gates_read", .integer(report.gatesRead)),
            .init("devices", report.gates.json),
        ]
        for list in report.lists {
            members.append(.init(list.kind.rawValue, list.table?.json ?? .null))
        }
        members.append(
            .init(
                "cannot_know",
                .object(
                    report.lists.compactMap { list in
                        list.cannotKnow.map {
                            JSONValue.Member(list.kind.rawValue, .string($0.sentence))
                        }
                    })))
        return .object(members)
    }

    /// `data/enrollment/index.json` and `data/enrollment/BRANCH.json`.
    static func enrollment(_ report: EnrollmentReport) -> JSONValue {
        .object([
            .init("as_of", .string(report.asOf.description)),
            .init("branch", .optional(report.branch?.rawValue)),
            .init(
                "gates",
                .array(
                    report.gates.map {
                        [
                            "serial": .string($0.serial), "name": .string($0.name),
                            "branch": .string($0.branch), "read_back": .bool($0.isRead),
                        ]
                    })),
            .init("branches", report.branches.json),
            .init("nowhere", report.nowhere.json),
            .init("people", .array(report.people.map { enrolled($0, report.gates) })),
            .init("strangers", report.strangers.json),
            .init("capacity", report.capacity.json),
            .init("acts_since", .optional(report.actsSince?.description)),
            .init("acts", report.acts.json),
        ])
    }

    private static func enrolled(
        _ person: EnrollmentReport.Person, _ gates: [EnrollmentReport.Column]
    ) -> JSONValue {
        [
            "member_id": .string(person.memberID), "name": .string(person.name),
            "branch": person.branch.isEmpty ? .null : .string(person.branch),
            "device_user_id": .string(person.deviceUserID),
            "saved_fingers": .optional(person.savedFingers),
            "saved_at": .optional(person.savedAt?.description),
            "gates": .array(
                zip(gates, person.cells).filter { $1 != .notTheirs }.map { gate, cell in
                    [
                        "serial": .string(gate.serial), "state": .optional(cell.state),
                        "fingers": cell.fingers.map { .array($0.map { .integer($0) }) } ?? .null,
                        "card": .optional(cell.ways.card),
                        "password": .optional(cell.ways.password),
                        "face": .optional(cell.ways.face),
                    ]
                }),
        ]
    }
}
