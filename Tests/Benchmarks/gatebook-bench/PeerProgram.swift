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

    /// Runs a program that needs Jinja and reads what it prints.
    ///
    /// - Throws: ``MissingPeer`` without Jinja.
    static func run(_ words: [String]) throws -> PeerProgram {
        let python = try PythonPeer.path(with: "jinja2", of: "Jinja")
        let (status, text) = try PythonPeer.run(python, words)
        try WrongResult.unless(Int(status), is: 0, "the peer ended with")
        return try JSONDecoder().decode(PeerProgram.self, from: text)
    }
}
