import Foundation
import Testing

@testable import ZKProtocol

/// Any bytes give a value or an error: 10,000 mutated vectors and random inputs, the same in every run,
/// go through every decoder; two hundred times as many with `GATEBOOK_LONG_TESTS=1`.
struct FuzzTests {
    private static let isLong = ProcessInfo.processInfo.environment["GATEBOOK_LONG_TESTS"] == "1"

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `no bytes trap a decoder`(_ seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let seeds = try Self.seeds()
        var decoded = 0
        let rounds = Self.isLong ? 500_000 : 2500
        for round in 0..<rounds {
            let input =
                round % 4 == 0
                ? Self.random(&generator) : Self.mutated(seeds, &generator)
            decoded += Self.decodeEverything(input)
            // Other tests wait for sockets meanwhile.
            if round % 100 == 0 { await Task.yield() }
        }
        #expect(decoded > rounds)
    }

    @Test func `no cut of a list traps a decoder`() throws {
        for input in try Self.seeds() {
            for cut in 0...input.count {
                _ = Self.decodeEverything(Array(input[..<cut]))
            }
        }
    }

    private static func seeds() throws -> [[UInt8]] {
        let records = try ["A", "B", "D", "E", "F", "U1", "U2", "U3", "T1", "T2"]
            .map(Vectors.record)
        return FrameVector.all.map(\.bytes) + FrameVector.all.map { Array($0.packet.dropFirst(8)) }
            + records + records.map { $0 + $0 + $0 }
    }

    private static func random(_ generator: inout SeededGenerator) -> [UInt8] {
        let count = Int.random(in: 0...200, using: &generator)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private static func mutated(
        _ seeds: [[UInt8]], _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var input = seeds[Int.random(in: 0..<seeds.count, using: &generator)]
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            guard !input.isEmpty else { break }
            let index = Int.random(in: 0..<input.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: input[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: input[index] = Bool.random(using: &generator) ? 0xFF : 0
            case 2: input.remove(at: index)
            case 3: input.insert(UInt8.random(in: 0...255, using: &generator), at: index)
            default: input.removeLast(min(input.count, index))
            }
        }
        return input
    }

    /// Feeds `input` to every decoder and returns how many took it.
    private static func decodeEverything(_ input: [UInt8]) -> Int {
        var decoder = FrameDecoder()
        decoder.append(input)
        let decoders: [() throws -> Void] = [
            { while try decoder.next() != nil {} },
            { _ = try Frame(packet: input[...], checksums: .ignored).streamBytes },
            { _ = try Dataset(input[...]) },
            { _ = try describe(AttendanceLog(decoding: input[...], announcedCount: 3)) },
            { _ = try UserList(decoding: input[...], announcedCount: 2).records.map(\.name) },
            { _ = try TemplateList(decoding: input[...]) },
            { _ = try StorageSizes(decoding: input).attendanceFree },
            { _ = try OptionText(decoding: input).encoded },
            { _ = try OperationRecord.list(decoding: input[...]).map(\.encoded) },
            { _ = try BulkRequest(decoding: input).encoded },
            { _ = try StagedAnswer(decoding: input).encoded },
            { _ = try ChunkRequest(decoding: input).encoded },
            { _ = try DataAnnouncement(decoding: input).encoded },
            { _ = LiveEvent(code: UInt16(input.first ?? 0), data: input.dropFirst().map(\.self)) },
            { _ = AttendanceEvent.list(decoding: input) },
            { _ = TemplateAnswer(decoding: input) },
            { _ = DeviceTime(sixBytes: input[...])?.wallSeconds },
        ]
        var taken = 0
        for decode in decoders {
            do {
                try decode()
                taken += 1
            } catch {
                _ = "\(error)"
            }
        }
        for layout in AttendanceLayout.allCases {
            _ = try? AttendanceLog(decoding: input[...], layout: layout)
        }
        for layout in UserLayout.allCases {
            let list = try? UserList(decoding: input[...], layout: layout)
            _ = try? list?.records.map { try $0.encoded(as: layout) }
        }
        return taken
    }

    private static func describe(_ log: AttendanceLog) -> [String] {
        log.records.map { "\($0.time) \($0.time.wallSeconds ?? 0) \($0.time.sixBytes)" }
            + log.undecodable.map { "\($0.reason)" }
    }
}
