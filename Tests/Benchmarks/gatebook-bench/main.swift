import Foundation

/// Every benchmark, in the order in which they run. A new one is a file and a line here.
let benchmarks: [Benchmark] = [
    .decode, .ingest, .ingestAgain, .rangeRead, .judge, .judgeYear, .judgeNight, .render,
    .renderTable, .site, .plan, .check, .readGate, .readEnd, .fleet, .fleetFar,
    .fleetSilent, .pullFar, .nightFar,
    .workbook, .workbookPython, .csv, .csvMemory, .workbookMemory, .bundleMemory, .quarantine,
]

let usage = """
    usage: swift run -c release gatebook-bench [--list] [--only NAME]… [--rounds N] [--check]

      --list      names the benchmarks
      --only      runs this one only; may be given several times
      --rounds    runs of each side, the fastest counts; 5 unless given
      --check     exits with 1 when a goal is missed
    """

/// Ends with a sentence about a wrong command line.
func refuse(_ sentence: String) -> Never {
    FileHandle.standardError.write(Data("gatebook-bench: \(sentence)\n\(usage)\n".utf8))
    exit(64)
}

/// The benchmark called `name`.
func benchmark(_ name: String) -> Benchmark {
    guard let found = benchmarks.first(where: { $0.name == name }) else {
        let names = benchmarks.map(\.name).joined(separator: ", ")
        refuse("there is no benchmark called \(name); there are \(names)")
    }
    return found
}

var chosen: [Benchmark] = []
var rounds = 5
var checksGoals = false
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
    switch argument {
    case "--list":
        for benchmark in benchmarks { print("\(benchmark.name): \(benchmark.summary)") }
        exit(0)
    case "--only":
        guard let name = arguments.popFirst() else { refuse("--only needs a NAME") }
        chosen.append(benchmark(name))
    case "--rounds":
        guard let number = arguments.popFirst().flatMap({ Int($0) }), number > 0 else {
            refuse("--rounds needs a number above 0")
        }
        rounds = number
    case "--check":
        checksGoals = true
    case "--child":
        guard let name = arguments.popFirst(),
            let side = arguments.popFirst().flatMap({ BenchmarkRunner.Side(rawValue: $0) })
        else { refuse("--child needs a NAME and a side") }
        try await BenchmarkRunner.runAsChild(benchmark(name), side)
        exit(0)
    case "--gates":
        guard let shape = arguments.popFirst() else { refuse("--gates needs a fleet") }
        try await JSONDecoder().decode(GateFleet.self, from: Data(shape.utf8)).emulate()
        exit(0)
    case "--help":
        print(usage)
        exit(0)
    default:
        refuse("unknown option \(argument)")
    }
}

let runner = BenchmarkRunner(rounds: rounds)
var missed: [String] = []
for benchmark in chosen.isEmpty ? benchmarks : chosen
where try runner.run(benchmark) == false {
    missed.append(benchmark.name)
}
if !missed.isEmpty {
    print("missed: \(missed.joined(separator: ", "))")
    if checksGoals { exit(1) }
}
