import Foundation
import GateModel
import OrderedJSON
import ZKProtocol

/// One line of control of a running fleet: what to change at one gate, or at all of them.
struct GateOrder: Decodable {
    /// The gate; `nil` means all.
    var serial: String?
    var faults: [FleetFault]?
    var act: GateAct?
    var enroll: [EnrollScript]?
    var link: LinkSpeed?
    var isSwitchedOn: Bool
    /// Whether the answer tells what the gates keep.
    var tells: Bool

    private static let keys = ["serial", "faults", "act", "enroll", "link", "power", "tell"]

    init(from decoder: any Decoder) throws {
        let object = try FleetObject(decoder, known: Self.keys)
        serial = try object.optional("serial")
        faults = try object.optional("faults")
        act = try object.optional("act")
        enroll = try object.optional("enroll")
        link = try object.optional("link")
        let power = try object.parsed("power", "\"on\"") { $0 == "on" ? $0 : nil }
        isSwitchedOn = power != nil
        tells = try object.optional("tell") ?? false
    }
}

extension LinkSpeed: Decodable {
    /// Reads the object `link` of an order.
    package init(from decoder: any Decoder) throws {
        let object = try FleetObject(decoder, known: ["round_trip_ms", "bytes_per_second"])
        roundTripMilliseconds = try object.number("round_trip_ms", in: 0...60_000) ?? 0
        bytesPerSecond = try object.number("bytes_per_second", in: 1...1_000_000_000)
    }
}

extension EmulatedFleet {
    /// Carries out one line of control and returns the line that answers it.
    ///
    /// A line is a JSON object; samples/README.md has its keys. A line that cannot be understood
    /// changes nothing and is answered with the reason.
    package func obey(_ line: String) async -> String {
        do {
            let order = try Self.order(line)
            let servers = try servers(of: order.serial)
            for server in servers { try await Self.carryOut(order, at: server) }
            guard order.tells else { return (["ok": true] as JSONValue).text }
            var told: [JSONValue] = []
            for server in servers { told.append(await server.told) }
            return (["ok": true, "gates": .array(told)] as JSONValue).text
        } catch {
            return (["ok": false, "error": .string("\(error)")] as JSONValue).text
        }
    }

    private static func order(_ line: String) throws -> GateOrder {
        do {
            return try JSONDecoder().decode(GateOrder.self, from: Data(line.utf8))
        } catch let error as DecodingError {
            throw JSONSyntax.error(in: Array(line.utf8)) ?? FleetError(error)
        }
    }

    private static func carryOut(_ order: GateOrder, at server: GateServer) async throws {
        if let link = order.link { await server.setLink(link) }
        if let scripts = order.enroll { await server.setEnrollScripts(scripts) }
        if let faults = order.faults { await server.setFaults(faults) }
        if order.isSwitchedOn { await server.switchOn() }
        if let act = order.act { try await server.perform(act) }
    }
}

extension GateServer {
    /// What the gate keeps, as an answer to an order tells it.
    var told: JSONValue {
        let state = state
        let punches = state.attendance.map { punch -> JSONValue in
            [
                "uid": .integer(punch.slot), "user_id": .string(punch.userID),
                "at": .string(punch.at.description), "state": .integer(Int(punch.state)),
                "verify": .integer(Int(punch.verify)),
            ]
        }
        return [
            "serial": .string(address.serial), "enabled": .bool(state.isEnabled),
            "clients": .integer(clientCount), "users": .integer(state.users.count),
            "templates": .integer(state.templates.count),
            "operations": .array(state.operations.map { .integer(Int($0.operation)) }),
            "attendance": .array(punches),
        ]
    }
}
