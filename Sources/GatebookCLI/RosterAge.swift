import CSV
import Configuration
import Foundation
import GateModel

/// What the file of a roster tells beside the people: how old it is, and whether its end is there.
enum RosterAge {
    /// Age in hours of the file at `path` at `moment`; `nil` when it cannot be told.
    static func hours(of path: String, at moment: Date) -> Double? {
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        return (facts?[.modificationDate] as? Date).map { moment.timeIntervalSince($0) / 3600 }
    }

    /// Whether the file ends in the middle of its last row: no line break, and fewer fields than the
    /// header, in a file whose other rows are all complete.
    static func isCutOff(_ path: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: path), let last = data.last,
            last != 0x0A, last != 0x0D, var reader = try? CSVReader(Array(data))
        else { return false }
        var row = CSVRow()
        var counts: [Int] = []
        while (try? reader.read(into: &row)) == true { counts.append(row.count) }
        guard counts.count > 1, let header = counts.first, let end = counts.last else {
            return false
        }
        return end < header && counts.dropLast().allSatisfy { $0 == header }
    }
}
