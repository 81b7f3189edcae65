import GateModel
import OrderedJSON
import Reports

extension SiteJSON {
    /// `data/changes/index.json`.
    static func changes(_ report: ChangesReport) -> JSONValue {
        .object([
            .init("as_of", .string(report.asOf.description)),
            .init("since", .optional(report.since?.description)),
            .init("new_days", .array(report.newDays.map { .string($0.description) })),
            .init("changed_person_days", .integer(report.changedDayCount)),
            .init("person_days", .array(report.days.map(personDay))),
            .init("exceptions", report.exceptions.json),
            .init("people", report.people.json),
            .init("acts", report.acts.json),
            .init("gates", report.gates.json),
            .init("corrections", report.corrections.json),
            .init("operations", report.operations.json),
            .init("pages", .array(report.pages.map { .string($0.description) })),
        ])
    }

    private static func personDay(_ day: ChangesReport.PersonDay) -> JSONValue {
        [
            "date": .string(day.date.description), "member_id": .string(day.memberID),
            "name": day.name.isEmpty ? .null : .string(day.name),
            "shift": day.shift.isEmpty ? .null : .string(day.shift),
            "fields": .array(
                day.fields.map { field in
                    [
                        "column": .string(field.column.key), "before": field.before.json,
                        "after": field.after.json,
                    ]
                }),
        ]
    }
}
