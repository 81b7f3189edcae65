import Foundation

/// One enrolled finger.
package struct FleetTemplate: Hashable, Sendable {
    /// The finger, 0 to 9.
    package var finger: Int
    /// 0 invalid, 1 valid, 3 duress.
    package var valid: UInt8
    /// The template, as the gate keeps it.
    package var bytes: [UInt8]

    /// Makes a finger.
    package init(finger: Int, valid: UInt8, bytes: [UInt8]) {
        self.finger = finger
        self.valid = valid
        self.bytes = bytes
    }
}

extension FleetTemplate: Decodable {
    /// Reads one entry of `templates`.
    package init(from decoder: any Decoder) throws {
        let object = try FleetObject(decoder, known: ["fid", "valid", "base64"])
        finger = try object.requiredNumber("fid", in: 0...9)
        valid = UInt8(try object.number("valid", in: 0...255) ?? 1)
        let text: String = try object.required("base64")
        guard let data = Data(base64Encoded: text), (1...60_000).contains(data.count) else {
            throw FleetError(
                at: object.path("base64"), "expected 1 to 60000 bytes as base64 text")
        }
        bytes = Array(data)
    }
}
