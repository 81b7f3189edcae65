import Foundation
import Testing

@testable import ZKProtocol

/// A line of `frames.txt`.
struct FrameVector: Sendable, CustomTestStringConvertible {
    let number: Int
    let isOverTCP: Bool
    let command: UInt16
    let session: UInt16
    let replyID: UInt16
    let dataCount: Int
    let bytes: [UInt8]
    let meaning: String

    var testDescription: String { "\(number) \(meaning)" }

    /// The packet without a TCP prefix.
    var packet: ArraySlice<UInt8> { isOverTCP ? bytes.dropFirst(8) : bytes[...] }

    /// All 89 of them.
    static let all: [FrameVector] = Vectors.lines(of: "frames.txt").compactMap {
        line -> FrameVector? in
        let parts = line.split(separator: " ", maxSplits: 7).map(String.init)
        guard parts.count == 8, let number = Int(parts[0]), let command = UInt16(parts[3]),
            let session = UInt16(parts[4]), let replyID = UInt16(parts[5]),
            let dataCount = Int(parts[6])
        else { return nil }
        let tail = parts[7].components(separatedBy: " | ")
        return FrameVector(
            number: number, isOverTCP: parts[2] == "tcp", command: command, session: session,
            replyID: replyID, dataCount: dataCount, bytes: unhex(tail[0]),
            meaning: tail.last ?? "")
    }

    /// The frame with `number`.
    static func frame(_ number: Int) throws -> Frame {
        let vector = try #require(all.first { $0.number == number })
        return try Frame(packet: vector.packet)
    }
}

/// The vector files.
enum Vectors {
    /// The lines of a file without comments.
    static func lines(of file: String) -> [String] {
        guard let folder = Bundle.module.resourceURL,
            let text = try? String(
                contentsOf: folder.appendingPathComponent("Vectors/\(file)"), encoding: .utf8)
        else { return [] }
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
    }

    /// The bytes of a record of `records.txt`.
    static func record(_ name: String) throws -> [UInt8] {
        let line = try #require(
            lines(of: "records.txt").first { $0.hasPrefix("\(name) ") })
        return unhex(String(try #require(line.split(separator: " ").dropFirst(2).first)))
    }
}

/// The bytes of a text of hex digits; spaces do not count.
func unhex(_ text: String) -> [UInt8] {
    let digits = text.filter { !$0.isWhitespace }
    return stride(from: 0, to: digits.count, by: 2).compactMap { offset in
        let start = digits.index(digits.startIndex, offsetBy: offset)
        return UInt8(digits[start...].prefix(2), radix: 16)
    }
}

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
