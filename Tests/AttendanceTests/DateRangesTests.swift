import Attendance
import GateModel
import Testing

struct DateRangesTests {
    private func range(_ pair: [Int]) -> ClosedRange<LocalDate> {
        LocalDate(daysSinceEpoch: pair[0])...LocalDate(daysSinceEpoch: pair[1])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var inserted: [[Int]]
        var expected: [[Int]]
        var testDescription: String { "\(inserted) gives \(expected)" }
    }

    @Test(arguments: [
        Case(inserted: [[1, 2], [3, 4]], expected: [[1, 4]]),
        Case(inserted: [[3, 4], [1, 2]], expected: [[1, 4]]),
        Case(inserted: [[1, 2], [4, 5]], expected: [[1, 2], [4, 5]]),
        Case(inserted: [[4, 5], [1, 2]], expected: [[1, 2], [4, 5]]),
        Case(inserted: [[1, 2], [4, 5], [8, 9], [2, 8]], expected: [[1, 9]]),
        Case(inserted: [[1, 9], [2, 3]], expected: [[1, 9]]),
        Case(inserted: [[2, 3], [1, 9]], expected: [[1, 9]]),
        Case(inserted: [[1, 1], [5, 5], [3, 3]], expected: [[1, 1], [3, 3], [5, 5]]),
    ])
    func `ranges that overlap or touch become one`(_ example: Case) {
        var dates = DateRanges()
        for pair in example.inserted { dates.insert(range(pair)) }
        #expect(dates.ranges == example.expected.map(range))
    }
}
