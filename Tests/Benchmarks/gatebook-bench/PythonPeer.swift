import Foundation

/// The Python that has the peers: that of `make test-tools`, unless GATEBOOK_PYTHON names another.
enum PythonPeer {
    /// The root of the tree.
    static var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }

    /// The path of a Python that has `module`, which belongs to `package`.
    ///
    /// - Throws: ``MissingPeer`` when it does not.
    static func path(with module: String, of package: String) throws -> String {
        let python =
            ProcessInfo.processInfo.environment["GATEBOOK_PYTHON"]
            ?? root.appendingPathComponent(".build/venv/bin/python").path
        guard try run(python, ["-c", "import \(module)"], isQuiet: true).status == 0 else {
            throw MissingPeer(
                description: "there is no \(package) at \(python); `make test-tools` brings it, "
                    + "GATEBOOK_PYTHON names another Python")
        }
        return python
    }

    /// Runs a program and returns what it wrote; status 127 when there is none.
    static func run(
        _ path: String, _ words: [String], isQuiet: Bool = false
    ) throws -> (status: Int32, output: Data) {
        guard FileManager.default.isExecutableFile(atPath: path) else { return (127, Data()) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        let output = Pipe()
        process.standardOutput = output
        if isQuiet { process.standardError = FileHandle.nullDevice }
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
