import Testing

@testable import ZKEmulator

struct SplitMix64Tests {
    @Test func `the sequence is that of the published generator`() {
        // First outputs of SplitMix64 for the seed 1234567, from its reference implementation.
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func `every number of a range comes, and no other`() {
        var random = SplitMix64(seed: 3)
        let found = Set((0..<2000).map { _ in random.number(in: -2...3) })
        #expect(found == [-2, -1, 0, 1, 2, 3])
    }

    @Test func `shares of none and all are certain`() {
        var random = SplitMix64(seed: 3)
        let draws = (0..<500).map { _ in (random.happens(0), random.happens(1000)) }
        #expect(draws.allSatisfy { !$0.0 && $0.1 })
    }

    @Test func `people and dates have sequences of their own`() {
        let seeds: [(UInt64, String, Int)] = [
            (7, "101", 20_000), (7, "102", 20_000), (7, "101", 20_001), (8, "101", 20_000),
        ]
        let first = seeds.map { seed, text, number -> UInt64 in
            var random = SplitMix64(seed: seed, text: text, number: number)
            return random.next()
        }
        #expect(Set(first).count == 4)
    }
}
