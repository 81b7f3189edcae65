import Digests
package import GateModel

/// Where every page lives, relative to the web root: the one place that makes paths.
///
/// Ids become file names that are safe everywhere: ASCII letters, digits, `-` and `_`, never a
/// reserved name, and unique even where upper and lower case are the same.
package struct SitePath: Sendable {
    private let slugs: [BranchID: String]

    /// Makes the paths of a site with these branches; their order does not matter.
    package init(branches: [BranchID]) {
        var slugs: [BranchID: String] = [:]
        var taken: Set<String> = []
        for branch in Set(branches).sorted() {
            var slug = Self.slug(branch.rawValue)
            if !taken.insert(slug.lowercased()).inserted {
                slug += "-" + Self.fingerprint(branch.rawValue)
                taken.insert(slug.lowercased())
            }
            slugs[branch] = slug
        }
        self.slugs = slugs
    }

    /// The owner's page.
    package static let overview = "index.html"
    /// The calendar of all days.
    package static let calendar = "days/index.html"
    /// The gates.
    package static let devices = "devices/index.html"
    /// The list of all months.
    package static let months = "months/index.html"
    /// The list of all people.
    package static let people = "people/index.html"
    /// Who came in without entitlement and who is kept out, over the last days.
    package static let denied = "denied/index.html"
    /// People × gates.
    package static let enrollment = "enrollment/index.html"

    /// What changed since the last site of an earlier date.
    package static let changes = "changes/index.html"

    /// The page of a day: all branches, or one.
    package func day(_ date: LocalDate, branch: BranchID? = nil) -> String {
        guard let branch else { return "days/\(date).html" }
        return "days/\(date)/\(slug(of: branch)).html"
    }

    /// The muster of a month: all branches, or one.
    package func month(_ date: LocalDate, branch: BranchID? = nil) -> String {
        guard let branch else { return "months/\(date.monthText).html" }
        return "months/\(date.monthText)/\(slug(of: branch)).html"
    }

    /// The page of a person: depends on the member id alone, so that bookmarks last.
    package func person(_ member: String) -> String {
        "people/\(Self.key(member)).html"
    }

    /// Who entered without entitlement on a date.
    package func denied(_ date: LocalDate) -> String { "denied/\(date).html" }

    /// The people and gates of one branch.
    package func enrollment(_ branch: BranchID) -> String {
        "enrollment/\(slug(of: branch)).html"
    }

    /// The JSON of a page: `data/days/2026-10-05.json` for `days/2026-10-05.html`.
    package static func data(of page: String) -> String {
        "data/" + page.dropLast(".html".count) + ".json"
    }

    /// `../` as often as `page` lies deep.
    static func root(of page: String) -> String {
        String(repeating: "../", count: page.utf8.count { $0 == UInt8(ascii: "/") })
    }

    /// A link to `path` that works on `page`, from any folder and any server.
    static func link(to path: String, on page: String) -> String {
        let from = page.split(separator: "/").dropLast()
        let to = path.split(separator: "/")
        var shared = 0
        while shared < from.count, shared < to.count - 1, from[shared] == to[shared] { shared += 1 }
        let up = String(repeating: "../", count: from.count - shared)
        return up + to[shared...].joined(separator: "/")
    }

    private func slug(of branch: BranchID) -> String {
        slugs[branch] ?? Self.slug(branch.rawValue)
    }

    /// A file name of a member id: the id itself where it has neither small letters nor anything
    /// special, else made unique by a fingerprint, so that ids differing only in case stay apart.
    private static func key(_ id: String) -> String {
        let slug = slug(id)
        guard slug == id, id.utf8.contains(where: { (0x61...0x7A).contains($0) }) else {
            return slug
        }
        return slug + "-" + fingerprint(id)
    }

    private static func slug(_ id: String) -> String {
        var slug = ""
        for byte in id.utf8.prefix(48) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                slug.append(Character(Unicode.Scalar(byte)))
            default:
                if !slug.isEmpty, slug.last != "-" { slug.append("-") }
            }
        }
        while slug.last == "-" { slug.removeLast() }
        if slug == id, !isReserved(slug), !hasFingerprint(slug) { return slug }
        return (slug.isEmpty ? "branch" : slug) + "-" + fingerprint(id)
    }

    /// Names that mean something else to servers or to Windows.
    private static func isReserved(_ slug: String) -> Bool {
        let name = slug.lowercased()
        if ["", "index", "con", "prn", "aux", "nul"].contains(name) { return true }
        return name.utf8.count == 4 && (name.hasPrefix("com") || name.hasPrefix("lpt"))
    }

    /// Whether a name ends as those made unique do; an id that does so by itself becomes one of them.
    private static func hasFingerprint(_ slug: String) -> Bool {
        let end = slug.utf8.suffix(fingerprintLength + 1)
        return end.count == fingerprintLength + 1 && end.first == UInt8(ascii: "-")
            && end.dropFirst().allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte)
                    || (0x61...0x66).contains(byte)
            }
    }

    private static let fingerprintLength = 16

    /// Hex digits that depend on the text alone.
    private static func fingerprint(_ text: String) -> String {
        String(SHA256.hex(Array(text.utf8)).prefix(fingerprintLength))
    }
}
