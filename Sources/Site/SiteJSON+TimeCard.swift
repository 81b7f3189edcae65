import Attendance
import GateModel
import OrderedJSON
import Reports

extension SiteJSON {
    /// The time card of a person and month.
    static func timeCard(_ card: TimeCard) -> JSONValue {
        let columns = card.days.columns
        let rows = zip(card.days.rows, card.pairs).map { cells, pairs in
            var members = zip(columns, cells).map { JSONValue.Member($0.key, $1.json) }
            members += [
                .init("basis", .optional(pairs?.basis.rawValue)),
                .init("pairs", .array((pairs?.pairs ?? []).map(pair))),
                .init("unpaired", .integer(pairs?.unpaired ?? 0)),
            ]
            return JSONValue.object(members)
        }
        let sums = zip(columns[TimeCard.figures], card.sums).map {
            JSONValue.Member($0.key, $1.json)
        }
        return .object([
            .init("month", .string(card.month.monthText)),
            .init("rows", .array(rows)),
            .init("sums", .object(sums)),
            .init("open_days", .integer(card.openDays)),
        ])
    }

    private static func pair(_ pair: DayPairs.Pair) -> JSONValue {
        [
            "in": .optional(pair.entry?.at.description),
            "in_from": .optional(pair.entry?.source.rawValue),
            "out": .optional(pair.exit?.at.description),
            "out_from": .optional(pair.exit?.source.rawValue),
            "seconds": .optional(pair.seconds),
            "break_seconds": .optional(pair.breakSeconds),
        ]
    }

    /// A punch with the gate it was made at and what tells its direction.
    static func punch(_ judged: JudgedPunch, gates: [GateSerial: Gate]) -> JSONValue {
        let stored = judged.stored
        let gate = gates[stored.serial]
        let direction: String? =
            switch judged.direction {
            case .entry: "in"
            case .exit: "out"
            case .unknown: nil
            }
        return [
            "at": .string(stored.punch.at.description), "device": .string(stored.serial.rawValue),
            "gate": .optional(gate?.name), "branch": .optional(gate?.branch.rawValue),
            "state": .integer(Int(stored.punch.state)),
            "verify": .integer(Int(stored.punch.verify)),
            "verify_mode": .optional(VerifyMode(code: stored.punch.verify)?.rawValue),
            "used_as": .string(judged.use.rawValue), "direction": .optional(direction),
            "direction_from": .optional(judged.source?.rawValue),
            "reason": .optional(judged.reason),
        ]
    }
}
