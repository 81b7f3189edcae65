import Reports
import Testing

@testable import Export

@Suite struct `Sizes of cells` {
    @Test func `a sentence has the lines it needs, marks take no room`() {
        #expect("".lines(inWidth: 10) == 1)
        #expect("twelve chars".lines(inWidth: 10) == 1)
        #expect("thirteen char".lines(inWidth: 10) == 2)
        #expect(String(repeating: "x", count: 24).lines(inWidth: 10) == 2)
        #expect(String(repeating: "x", count: 25).lines(inWidth: 10) == 3)
        // Twelve letters, each with a vowel sign above it.
        #expect(String(repeating: "ب\u{64E}", count: 12).lines(inWidth: 10) == 1)
        #expect("anything".lines(inWidth: 0) == 8)
    }

    @Test func `marked columns have ranges of their own`() {
        let columns = ["date", "name", "code", "late_minutes", "why", "note"].map {
            ReportColumn($0, $0, .text)
        }
        #expect(columns.runs(where: \.isMarked) == [0...1, 2...2, 3...3, 4...5])
        #expect([ReportColumn]().runs(where: \.isMarked).isEmpty)
    }
}
