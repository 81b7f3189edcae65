/// The shape of a sentence or a part of one: literal text with holes.
struct SaidPattern: Sendable {
    /// What the language files call it, without `said_`.
    let key: String
    /// The shape as written.
    let shape: String
    private let pieces: [Piece]

    private enum Piece: Sendable {
        case literal([UInt8])
        case hole(Hole)
    }

    /// A place where something of a kind stands.
    struct Hole: Sendable {
        /// Its name in the words of the languages.
        var name: String
        /// What stands there.
        var kind: Kind
    }

    /// What stands in a hole; its name begins with this word.
    enum Kind: String, Sendable {
        /// Names and other words, shown as they are.
        case text
        /// Something said, with a shape of its own.
        case part
        case number
        /// A number of seconds with its ` s`, shown as a span of time.
        case span
        case date
        case time
        case moment
    }

    /// Takes a text such as `{time} has no matching punch` apart.
    init(_ key: String, _ shape: String) {
        self.key = key
        self.shape = shape
        var pieces: [Piece] = []
        var rest = Substring(shape)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { pieces.append(.literal(Array(rest[..<open].utf8))) }
            let name = String(rest[rest.index(after: open)..<close])
            let kind = Kind(rawValue: String(name.prefix { $0.isLetter }))
            guard let kind else { preconditionFailure("\(name) is no kind of hole") }
            pieces.append(.hole(Hole(name: name, kind: kind)))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.literal(Array(rest.utf8))) }
        self.pieces = pieces
    }

    /// The shapes that begin with words of their own.
    static let named = all.filter { !$0.shape.hasPrefix("{") }
    /// The shapes that begin with a hole.
    static let nameless = all.filter { $0.shape.hasPrefix("{") }

    /// The names of its holes.
    var names: [String] {
        pieces.compactMap { if case .hole(let hole) = $0 { hole.name } else { nil } }
    }

    /// What stands in the holes; `nil` when `said` has another shape. The case of its first letter
    /// does not matter.
    ///
    /// - Complexity: One look at the first letters for most texts.
    func captures(in said: Substring) -> [(Hole, Substring)]? {
        var found: [(Hole, Substring)] = []
        return match(pieces[...], said, isStart: true, &found) ? found : nil
    }

    private func match(
        _ pieces: ArraySlice<Piece>, _ said: Substring, isStart: Bool,
        _ found: inout [(Hole, Substring)]
    ) -> Bool {
        guard let piece = pieces.first else { return said.isEmpty }
        let rest = pieces.dropFirst()
        switch piece {
        case .literal(let literal):
            guard let after = Self.drop(literal, from: said, isStart: isStart) else { return false }
            return match(rest, after, isStart: false, &found)
        case .hole(let hole):
            guard case .literal(let literal)? = rest.first else {
                guard !said.isEmpty else { return false }
                found.append((hole, said))
                return true
            }
            // The shortest that fits, as names may hold what follows them.
            var end = said.startIndex
            while end < said.endIndex {
                end = said.index(after: end)
                guard Self.drop(literal, from: said[end...], isStart: false) != nil else {
                    continue
                }
                found.append((hole, said[..<end]))
                if match(rest, said[end...], isStart: false, &found) { return true }
                found.removeLast()
            }
            return false
        }
    }

    private static func drop(
        _ literal: [UInt8], from said: Substring, isStart: Bool
    ) -> Substring? {
        let bytes = said.utf8
        guard bytes.count >= literal.count, var first = bytes.first else { return nil }
        if isStart, (0x41...0x5A).contains(first) { first |= 0x20 }
        var wanted = literal[0]
        if isStart, (0x41...0x5A).contains(wanted) { wanted |= 0x20 }
        guard first == wanted, bytes.dropFirst().starts(with: literal.dropFirst()) else {
            return nil
        }
        return said[bytes.index(bytes.startIndex, offsetBy: literal.count)...]
    }
}
