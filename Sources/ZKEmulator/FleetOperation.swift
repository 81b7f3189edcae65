import GateModel
import ZKProtocol

/// One line of the operation log in a fleet file.
struct FleetOperation: Decodable {
    let record: OperationRecord

    /// Reads one entry of `operations`.
    init(from decoder: any Decoder) throws {
        let object = try FleetObject(decoder, known: ["op", "at", "admin", "parameters"])
        let at = try object.parsed("at", "a wall time such as 2026-11-20T08:55:10") {
            LocalDateTime($0).flatMap { DeviceTime(wallSeconds: $0.secondsSinceEpoch) }
        }
        guard let at else {
            throw FleetError(at: object.path("at"), "the key \"at\" is missing")
        }
        record = OperationRecord(
            administratorSlot: UInt16(try object.number("admin", in: 0...65_535) ?? 0),
            operation: UInt8(try object.requiredNumber("op", in: 0...255)), time: at,
            parameters: try object.optional("parameters") ?? [])
    }
}
