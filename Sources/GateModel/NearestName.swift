/// Finds the name somebody probably meant: behind every "did you mean".
public enum NearestName {
    /// Finds the known name nearest to `name` by edit distance; `nil` when none is near.
    ///
    /// A change, a missing, an extra and two swapped characters count one each; case and the
    /// difference of `-` and `_` do not count. One slip is allowed for every three characters, at
    /// least one; a name that goes on where `name` ends is near as well. The first of equally near
    /// names wins.
    public static func find(_ name: String, in known: some Sequence<String>) -> String? {
        let wanted = fold(name)
        guard !wanted.isEmpty, wanted.count <= 100 else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in known {
            let folded = fold(candidate)
            let limit = max(1, max(wanted.count, min(folded.count, 100)) / 3)
            guard abs(folded.count - wanted.count) <= limit else {
                if best == nil, wanted.count >= 3, folded.starts(with: wanted) {
                    best = (candidate, limit + 1)
                }
                continue
            }
            let distance = editDistance(wanted, folded)
            guard distance <= limit, distance < max(wanted.count, folded.count)
            else { continue }
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Makes the end of a sentence about an unknown name.
    ///
    /// - Parameters:
    ///   - name: What was written.
    ///   - known: The known names, in the order in which they are to be listed.
    ///   - listed: The most names worth listing; with more of them nothing is said.
    /// - Returns: `; did you mean “title”?`, or, when none is near, `; known are a, b and c`; empty
    ///   when nothing helps.
    public static func hint(
        _ name: String, in known: some Collection<String>, listingUpTo listed: Int = 16
    ) -> String {
        if let nearest = find(name, in: known) { return "; did you mean “\(nearest)”?" }
        guard !known.isEmpty, known.count <= listed else { return "" }
        let names = Array(known)
        guard let last = names.last, names.count > 1 else { return "; known is \(names[0])" }
        return "; known are \(names.dropLast().joined(separator: ", ")) and \(last)"
    }

    private static func fold(_ name: String) -> [Unicode.Scalar] {
        Array(name.lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 })
    }

    /// The number of slips between two names (optimal string alignment).
    private static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        var current = last
        for (row, leftScalar) in left.enumerated() {
            current[0] = row + 1
            for (column, rightScalar) in right.enumerated() {
                var cost = last[column] + (leftScalar == rightScalar ? 0 : 1)
                cost = min(cost, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, leftScalar == right[column - 1],
                    left[row - 1] == rightScalar
                {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current[column + 1] = cost
            }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[right.count]
    }
}
