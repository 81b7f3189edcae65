import Foundation

/// The bytes that pyzk 0.9 sends in an exchange, all frames together.
func pyzkBytes(_ exchange: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("ZKProtocolTests/Vectors/pyzk/\(exchange)/sent.hex")
    let digits = try Array(String(contentsOf: folder, encoding: .utf8).utf8).filter { $0 > 0x20 }
    return stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(String(decoding: digits[$0..<min($0 + 2, digits.count)], as: UTF8.self), radix: 16)
    }
}
