import Foundation

/// A peer written in Python, which measures itself and prints what it did as JSON.
struct PeerProgram: Decodable {
    /// How many things it did, and in which time.
    var count: Int
    /// Seconds, without what it prepared.
    var seconds: Double
    /// CPU time in those seconds.
    var cpuSeconds: Double
    /// Most memory it had in use, in KiB.
    var peakKiB: Int
    /// Rows of its tables.
    var rows: Int
    /// Punches of its tables.
    var punches: Int

    /// The Python that has the peers: that of `make test-tools`, unless GATEBOOK_PYTHON names one.
    static var python: String {
        ProcessInfo.processInfo.environment["GATEBOOK_PYTHON"] ?? ".build/venv/bin/python"
    }

    /// Runs a program and reads what it prints.
    static func run(_ words: [String]) throws -> PeerProgram {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = words
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try WrongResult.unless(Int(process.terminationStatus), is: 0, "the peer ended with")
        return try JSONDecoder().decode(PeerProgram.self, from: text)
    }
}
