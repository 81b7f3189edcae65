/// What a gate tells about itself. A field is `nil` when the gate does not know the option, and empty
/// when it knows it and says nothing.
public struct DeviceInfo: Hashable, Sendable {
    /// Serial number, without the `=` signs some firmware puts around it.
    public var serial: String?
    /// Model name, such as `F18`.
    public var name: String?
    /// Hardware platform, such as `ZMM220_TFT`.
    public var platform: String?
    /// Firmware version, such as `Ver 6.60 Apr 13 2020`.
    public var firmware: String?
    /// Version of the fingerprint algorithm; templates of different versions are incompatible.
    public var fingerprintVersion: String?
    /// Version of the face algorithm.
    public var faceVersion: String?
    /// Longest user id, in characters.
    public var userIDWidth: Int?
    /// MAC address.
    public var mac: String?

    /// Makes a description; everything is unknown unless given.
    public init(
        serial: String? = nil, name: String? = nil, platform: String? = nil,
        firmware: String? = nil, fingerprintVersion: String? = nil, faceVersion: String? = nil,
        userIDWidth: Int? = nil, mac: String? = nil
    ) {
        self.serial = serial
        self.name = name
        self.platform = platform
        self.firmware = firmware
        self.fingerprintVersion = fingerprintVersion
        self.faceVersion = faceVersion
        self.userIDWidth = userIDWidth
        self.mac = mac
    }
}
