import Foundation

/// pyzk, the client most tools of the field are made with, in a Python of its own.
enum PyzkPeer {
    /// Reads the gates of `fleet`, so many at a time, and tells what that took.
    ///
    /// - Throws: ``MissingPeer`` without pyzk.
    static func read(_ fleet: GateFleet, width: Int, timeoutSeconds: Int = 60) throws -> Measurement
    {
        let python =
            ProcessInfo.processInfo.environment["GATEBOOK_PYTHON"]
            ?? root.appendingPathComponent(".build/venv/bin/python").path
        guard try run(python, ["-c", "import zk"]).status == 0 else {
            throw MissingPeer(
                description: "\(python) has no pyzk; `make test-tools` brings one, GATEBOOK_PYTHON "
                    + "names another Python")
        }
        let gates = try GateProcess(fleet)
        let script = root.appendingPathComponent("Tests/Benchmarks/pyzk_peer.py").path
        let numbers = [width, timeoutSeconds, fleet.gates * fleet.punches] + gates.ports
        let (status, output) = try run(python, [script] + numbers.map(String.init))
        try WrongResult.unless(Int(status), is: 0, "pyzk ended with")
        return try JSONDecoder().decode(Measurement.self, from: output)
    }

    private static func run(_ path: String, _ words: [String]) throws -> (
        status: Int32, output: Data
    ) {
        guard FileManager.default.isExecutableFile(atPath: path) else { return (127, Data()) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    private static var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }
}
