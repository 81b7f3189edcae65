package import GateModel

/// A template that came with a roster. Never shown, never logged.
package struct ImportedTemplate: Sendable {
    /// The id of the person on the gates.
    package var deviceUserID: DeviceUserID
    /// The finger, 0 to 9.
    package var finger: UInt8
    /// 0 invalid, 1 valid, 3 duress.
    package var validity: UInt8
    /// The template.
    package var bytes: [UInt8]

    /// Makes a template.
    package init(deviceUserID: DeviceUserID, finger: UInt8, validity: UInt8, bytes: [UInt8]) {
        self.deviceUserID = deviceUserID
        self.finger = finger
        self.validity = validity
        self.bytes = bytes
    }

    /// The algorithm version; empty when the template does not show it.
    ///
    /// Version 10 has the letters SS21 behind its first two bytes, as captures show.
    var algorithm: String {
        bytes.dropFirst(2).starts(with: Array("SS21".utf8)) ? "10" : ""
    }
}
