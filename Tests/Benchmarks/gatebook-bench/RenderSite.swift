import Foundation
import GateModel

extension Benchmark {
    /// A whole site by the command itself, from nothing: pages, JSON, files, digests and twins; and the
    /// night after, when every gate brings one more day and only what it touches is rendered.
    static let site = Benchmark(
        name: "site",
        summary: "a whole site by gatebook render, then one more night: \(InventedFleet.sizeText)",
        unit: "pages",
        run: { folder in
            let fleet = try InventedFleet(in: folder)
            try fleet.ingest(days: 0..<fleet.days)
            var whole = try await fleet.measureRender(after: fleet.days)
            try fleet.ingest(days: fleet.days..<(fleet.days + 1))
            whole.steps.append(
                .init(
                    name: "one night", unit: "files written",
                    measurement: try await fleet.measureRender(after: fleet.days + 1)))
            return whole
        })
}

/// A bank of branches with a gate each, in a folder of its own, for the command itself.
///
/// `GATEBOOK_BENCH_SITE=120x365x50` makes it as large as that: branches, days, people a branch.
private struct InventedFleet: Sendable {
    let days: Int
    private let branches: Int
    private let people: Int
    private let folder: BenchmarkFolder
    private static let start = LocalDate(daysSinceEpoch: 20_362)

    private static let size =
        ProcessInfo.processInfo.environment["GATEBOOK_BENCH_SITE"] ?? "12x30x50"

    /// The size in words.
    static var sizeText: String {
        size.replacing("x", with: " × ") + " (branches × days × people)"
    }

    init(in folder: BenchmarkFolder) throws {
        let numbers = Self.size.split(separator: "x").compactMap { Int($0) }
        guard numbers.count == 3, numbers.allSatisfy({ $0 > 0 }) else {
            throw WrongResult(
                description: "GATEBOOK_BENCH_SITE is \(Self.size), not BRANCHESxDAYSxPEOPLE")
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

    private func asOf(_ days: Int) -> String {
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

    /// Renders; the pages of the whole site, or the files that were written where one was there before.
    func measureRender(after days: Int) async throws -> Measurement {
        var bytes = 0
        var program: MeasuredProgram?
        var measured = try await Measurement.of {
            let ended = try run(["render", "--as-of", asOf(days), "--json"])
            program = ended
            return try JSONDecoder().decode(Outcome.self, from: ended.output).pages.written
        }
        measured.cpuSeconds = program?.cpuSeconds ?? 0
        measured.peakKiB = program?.peakKiB
        let site = folder.path("output/site")
        var pages = 0
        for case let name as String in FileManager.default.enumerator(atPath: site) ?? .init() {
            if name.hasSuffix(".html") { pages += 1 }
            let attributes = try FileManager.default.attributesOfItem(atPath: site + "/" + name)
            bytes +=
                (attributes[.type] as? FileAttributeType) == .typeRegular
                ? (attributes[.size] as? Int ?? 0) : 0
        }
        if days == self.days {
            measured.count = pages
            measured.bytesWritten = bytes
        }
        return measured
    }

    private struct Outcome: Decodable {
        struct Pages: Decodable { var written: Int }
        var pages: Pages
    }

    @discardableResult
    private func run(_ words: [String]) throws -> MeasuredProgram {
        try MeasuredProgram.gatebook(words, in: folder.path(""))
    }
}
