/// Finds the known name that somebody probably meant.
enum NearestName {
    /// The nearest of `names` within a third of the letters (at least two); `nil` when none is near.
    static func of(_ name: String, in names: [String]) -> String? {
        let ranked = names.map { (name: $0, distance: distance(name, $0)) }
            .min { $0.distance < $1.distance }
        guard let ranked, ranked.distance <= max(2, name.count / 3) else { return nil }
        return ranked.name
    }

    private static func distance(_ left: String, _ right: String) -> Int {
        let columns = Array(right)
        var row = Array(0...columns.count)
        for (line, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, other) in columns.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[columns.count]
    }
}
