import Foundation
import ZKProtocol

/// The bytes that pyzk 0.9 sends in an exchange, all packets together.
func pyzkBytes(_ exchange: String) throws -> [UInt8] {
    try pyzkPackets(exchange).flatMap(\.self)
}

/// The packets that pyzk 0.9 sends in an exchange, taken apart.
func pyzkFrames(_ exchange: String) throws -> [Frame] {
    let prefixLength = exchange.hasPrefix("udp-") ? 0 : Frame.prefixLength
    return try pyzkPackets(exchange).map { try Frame(packet: $0.dropFirst(prefixLength)) }
}

private func pyzkPackets(_ exchange: String) throws -> [[UInt8]] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("ZKProtocolTests/Vectors/pyzk/\(exchange)/sent.hex")
    return try String(contentsOf: folder, encoding: .utf8).split(separator: "\n").map { line in
        let digits = Array(line.utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(
                String(decoding: digits[$0..<min($0 + 2, digits.count)], as: UTF8.self), radix: 16)
        }
    }
}
