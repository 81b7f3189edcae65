/// An option of a gate on the wire: `name=value`, ended by a NUL.
///
/// Vectors: frames 12, 16 to 24.
public struct OptionText: Hashable, Sendable {
    /// The name, such as `~SerialNumber`.
    public var name: String
    /// The value; may be empty.
    public var value: String

    /// Makes an option.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// Reads `name=value`, split at the first `=`; what follows a NUL is passed over.
    ///
    /// Bytes that are not UTF-8 become U+FFFD. Without a `=` everything is the name, and the value is
    /// empty.
    ///
    /// - Throws: ``WireError/payloadLength(of:expected:found:)`` beyond 4096 bytes.
    public init(decoding data: [UInt8]) throws(WireError) {
        let content = try Self.content(of: data)
        let end = content.firstIndex(of: 0x3D) ?? content.endIndex
        name = String(decoding: content[..<end], as: UTF8.self)
        value = String(decoding: content[end...].dropFirst(), as: UTF8.self)
    }

    /// The bytes of `name=value` with their NUL.
    public var encoded: [UInt8] { Array(name.utf8) + [0x3D] + Array(value.utf8) + [0] }

    /// Returns the data of a request to read the option `name`.
    public static func request(for name: String) -> [UInt8] { Array(name.utf8) + [0] }

    /// Reads text that ends at its NUL: the name in a request, the answer of
    /// ``Command/version``.
    ///
    /// - Throws: ``WireError/payloadLength(of:expected:found:)`` beyond 4096 bytes.
    public static func text(decoding data: [UInt8]) throws(WireError) -> String {
        String(decoding: try content(of: data), as: UTF8.self)
    }

    private static func content(of data: [UInt8]) throws(WireError) -> ArraySlice<UInt8> {
        guard data.count <= WireLimits.optionLength else {
            throw .payloadLength(
                of: .option, expected: 0...WireLimits.optionLength, found: data.count)
        }
        return TextField.content(of: data[...])
    }
}
