import GateModel
import Testing

@testable import Site

@Suite struct `Paths` {
    private let date = LocalDate(daysSinceEpoch: 20_411)

    @Test(arguments: ["DHK", "branch_2", "x"])
    func `a plain id is its own file name`(id: String) {
        let path = SitePath(branches: [BranchID(id)]).day(date, branch: BranchID(id))
        #expect(path == "days/2025-11-19/\(id).html")
    }

    @Test(arguments: [
        ("../../etc", "etc-"), ("a/b", "a-b-"), ("Main St.", "Main-St-"), ("মতিঝিল", "branch-"),
        ("", "branch-"), ("index", "index-"), ("NUL", "NUL-"), ("com1", "com1-"),
        ("..", "branch-"), ("a%2fb", "a-2fb-"), ("x\u{202E}y", "x-y-"), ("<script>", "script-"),
        (String(repeating: "long", count: 50), String(repeating: "long", count: 12) + "-"),
    ])
    func `any other id becomes a safe file name with a fingerprint`(id: String, stem: String) {
        let path = SitePath(branches: [BranchID(id)]).day(date, branch: BranchID(id))
        let name = path.dropFirst("days/2025-11-19/".count).dropLast(".html".count)
        #expect(name.hasPrefix(stem))
        let fingerprint = name.dropFirst(stem.count)
        #expect(fingerprint.utf8.count == 16)
        #expect(fingerprint.allSatisfy { "0123456789abcdef".contains($0) })
    }

    @Test func `different ids never share a name, not even without case`() {
        let ids = ["DHK", "dhk", "Dhk", "a/b", "a.b", "a b", "a-b", "x", "X", "", "."]
            .map { BranchID($0) }
        for order in [ids, ids.reversed()] {
            let paths = SitePath(branches: order)
            let names = ids.map { paths.day(date, branch: $0).lowercased() }
            #expect(Set(names).count == ids.count)
            #expect(paths.day(date, branch: "DHK") == "days/2025-11-19/DHK.html")
        }
    }

    @Test func `an id that looks like a name made unique shares none with another`() {
        let paths = SitePath(branches: [])
        let made = paths.person("A/B").dropFirst("people/".count).dropLast(".html".count)
        let ids = ["A/B", String(made), made.uppercased(), "A-B"]
        #expect(Set(ids.map { paths.person($0).lowercased() }).count == ids.count)
    }

    @Test(arguments: [
        ("index.html", "days/2025-11-19.html", "days/2025-11-19.html"),
        ("days/2025-11-19.html", "index.html", "../index.html"),
        ("days/2025-11-19.html", "days/2025-11-18.html", "2025-11-18.html"),
        ("days/2025-11-19/DHK.html", "days/2025-11-19/CTG.html", "CTG.html"),
        ("days/2025-11-19/DHK.html", "days/2025-11-18/DHK.html", "../2025-11-18/DHK.html"),
        ("days/2025-11-19/DHK.html", "exports/a.csv", "../../exports/a.csv"),
        ("devices/index.html", "data/devices/index.json", "../data/devices/index.json"),
    ])
    func `links are relative`(page: String, target: String, expected: String) {
        #expect(SitePath.link(to: target, on: page) == expected)
    }

    @Test func `the JSON of a page has the path of the page`() {
        #expect(SitePath.data(of: "days/2025-11-19/DHK.html") == "data/days/2025-11-19/DHK.json")
        #expect(SitePath.root(of: "days/2025-11-19/DHK.html") == "../../")
        #expect(SitePath.root(of: "index.html") == "")
    }
}
