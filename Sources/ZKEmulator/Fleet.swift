import Foundation

/// The gates of a fleet file (`FLEET.json`).
package struct Fleet: Sendable {
    /// The gates, in the order of the file.
    package var devices: [FleetDevice]
    /// IANA name of the zone in which an as-of time is meant; also that of gates without their own.
    package var timeZone: String?

    /// Makes a fleet of `devices`.
    package init(devices: [FleetDevice]) {
        self.devices = devices
    }

    /// Reads the fleet file at `path`.
    ///
    /// - Parameter path: Path of a JSON file.
    /// - Returns: The gates, checked: serials, ids, sizes and plans fit together.
    /// - Throws: ``FleetError`` with the file, the place in it, what was found and expected.
    package static func load(_ path: String) throws -> Fleet {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FleetError(path: "", problem: "the fleet file cannot be read", file: path)
        }
        do {
            return try Fleet(json: Array(data))
        } catch var error as FleetError {
            error.file = path
            throw error
        }
    }

    /// Reads a fleet from JSON text.
    ///
    /// - Throws: ``FleetError``.
    package init(json: [UInt8]) throws {
        do {
            self = try JSONDecoder().decode(Fleet.self, from: Data(json))
        } catch let error as DecodingError {
            throw JSONSyntax.error(in: json) ?? FleetError(error)
        }
    }
}

extension Fleet: Decodable {
    /// Reads the object with the key `devices`.
    package init(from decoder: any Decoder) throws {
        let object = try FleetObject(decoder, known: ["time_zone", "devices"])
        timeZone = try FleetDevice.zone(in: object)
        devices = try object.required("devices")
        var serials: [String: Int] = [:]
        for (index, device) in devices.enumerated() {
            if let other = serials.updateValue(index, forKey: device.serial) {
                throw FleetError(
                    path: "devices[\(index)].serial",
                    problem: "\"\(device.serial)\" is already the serial of devices[\(other)]")
            }
        }
        for (index, device) in devices.enumerated() {
            try checkPlan(of: device, at: "devices[\(index)].generate")
        }
    }

    /// Checks that the shared gate is there, and that the gate knows everybody who comes.
    private func checkPlan(of device: FleetDevice, at path: String) throws {
        guard let plan = device.plan else { return }
        if let other = plan.sharedWith {
            guard let origin = devices.first(where: { $0.serial == other }) else {
                let serials = devices.map(\.serial)
                let hint = NearestName.of(other, in: serials).map { "; did you mean \"\($0)\"?" }
                throw FleetError(
                    path: path + ".shared_with",
                    problem: "no gate has the serial \"\(other)\"\(hint ?? "")")
            }
            guard other != device.serial, origin.plan != nil, origin.plan?.sharedWith == nil else {
                throw FleetError(
                    path: path + ".shared_with",
                    problem: "the gate \"\(other)\" has no people of its own to share")
            }
            return
        }
        let known = Set(device.users.map(\.userID))
        for (index, person) in plan.people.enumerated() where !known.contains(person.userID) {
            throw FleetError(
                path: path + ".people[\(index)].user_id",
                problem: "the gate \"\(device.serial)\" has no user \"\(person.userID)\"")
        }
    }
}
