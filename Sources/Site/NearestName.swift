/// Finds the known name that an unknown one was probably meant to be.
enum NearestName {
    /// The nearest of `known` to `name`; `nil` when none is near enough to be a slip.
    static func of(_ name: String, in known: some Sequence<String>) -> String? {
        let limit = name.utf8.count < 4 ? 1 : max(2, name.utf8.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in Set(known).sorted() {
            let distance = distance(
                Array(name.uppercased().utf8), Array(candidate.uppercased().utf8))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// `; did you mean NAME?` for the nearest name, else nothing.
    static func hint(_ name: String, in known: some Sequence<String>) -> String {
        of(name, in: known).map { "; did you mean \($0)?" } ?? ""
    }

    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }
}
