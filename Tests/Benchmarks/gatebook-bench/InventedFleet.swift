import Foundation
import GateModel

/// A bank of branches with a gate each, in a folder of its own, for the command itself.
///
/// `GATEBOOK_BENCH_SITE=120x365x50` makes it as large as that: branches, days, people a branch.
struct InventedFleet: Sendable {
    let days: Int
    private let branches: Int
    private let people: Int
    let folder: BenchmarkFolder
    static let start = LocalDate(daysSinceEpoch: 20_362)

    /// The size of sites, as `BRANCHESxDAYSxPEOPLE`.
    static let siteSize =
        ProcessInfo.processInfo.environment["GATEBOOK_BENCH_SITE"] ?? "12x30x50"

    /// A size in words.
    static func text(ofSize size: String) -> String {
        size.replacing("x", with: " × ") + " (branches × days × people)"
    }

    /// Starts a directory without punches.
    init(in folder: BenchmarkFolder, size: String = siteSize) throws {
        let numbers = size.split(separator: "x").compactMap { Int($0) }
        guard numbers.count == 3, numbers.allSatisfy({ $0 > 0 }) else {
            throw WrongResult(
                description: "the size of a fleet is \(size), not BRANCHESxDAYSxPEOPLE")
        }
        (branches, days, people) = (numbers[0], numbers[1], numbers[2])
        self.folder = folder
        var policy = """
            [site]
            title = "Bench"
            time_zone = "Asia/Dhaka"

            [[shift]]
            id = "D"
            start = "09:00"
            end = "18:00"

            """
        var gates = "serial,branch,name,host\n"
        var members = "member_id,name,branch,shift\n"
        for branch in 0..<branches {
            policy += "[[branch]]\nid = \"B\(branch)\"\nname = \"Branch \(branch)\"\n"
            policy += "time_zone = \"Asia/Dhaka\"\nweekly_off = [\"fri\"]\n"
            gates += "G\(branch),B\(branch),Gate \(branch),10.0.0.\(branch + 1)\n"
            for person in 0..<people {
                let id = Self.id(branch, person)
                members += "\(id),Person \(id),B\(branch),D\n"
            }
        }
        try write(policy, "gatebook.toml")
        try write(gates, "devices.csv")
        try write(members, "members.csv")
    }

    private static func id(_ branch: Int, _ person: Int) -> Int { (branch + 1) * 1000 + person }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
    }

    /// The moment after so many days, as the command takes it.
    func asOf(_ days: Int) -> String {
        LocalDateTime(Self.start.adding(days: days), secondOfDay: 7200).description
    }

    /// Brings the punches of some days into the store, gate by gate.
    func ingest(days: Range<Int>) throws {
        for branch in 0..<branches {
            var random = UInt64(branch * 1000 + days.lowerBound) &* 0x9E37_79B9_7F4A_7C15 &+ 1
            var text = ""
            for date in days.map({ Self.start.adding(days: $0) }) where date.weekday != .friday {
                for hour in [9, 18] {
                    var times: [(second: Int, person: Int)] = []
                    for person in 0..<people {
                        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                        let chance = Int(random >> 33)
                        if chance % 20 == 0 { continue }
                        let second = hour * 3600 - 900 + chance % 1800
                        times.append((second, person))
                        if chance % 3 == 0 { times.append((second + 4 + chance % 30, person)) }
                    }
                    for (second, person) in times.sorted(by: { $0 < $1 }) {
                        let at = LocalDateTime(date, secondOfDay: second)
                        text +=
                            "\(Self.id(branch, person))\t\(at.date) \(at.time)\t1\t255\t1\t0\r\n"
                    }
                }
            }
            guard !text.isEmpty else { continue }
            try write(text, "log.dat")
            let end = asOf(days.upperBound)
            try run([
                "ingest", folder.path("log.dat"), "--device", "G\(branch)", "--read-at", end,
                "--as-of", end,
            ])
        }
    }

    /// Brings punches of the first branch into the store whose times are those of a clock that was never
    /// set; the log is written bit by bit, so that this process stays small.
    func ingestImpossible(_ count: Int) throws {
        let first = LocalDateTime(LocalDate(daysSinceEpoch: 10_957))
        try write("", "log.dat")
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("log.dat")))
        for start in stride(from: 0, to: count, by: 10_000) {
            var text = ""
            for index in start..<min(count, start + 10_000) {
                let at = first.adding(seconds: index * 40)
                text +=
                    "\(Self.id(0, index % people))\t\(at.date) \(at.time)\t1\t255\t1\t0\r\n"
            }
            try log.write(contentsOf: Data(text.utf8))
        }
        try log.close()
        let end = asOf(days)
        try run([
            "ingest", folder.path("log.dat"), "--device", "G0", "--read-at", end, "--as-of", end,
        ])
    }

    /// Runs the command with this fleet.
    @discardableResult
    func run(_ words: [String]) throws -> MeasuredProgram {
        try MeasuredProgram.gatebook(words, in: folder.path(""))
    }
}
