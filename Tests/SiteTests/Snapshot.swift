import Foundation
import Testing

/// Compares text with a file kept beside the tests.
///
/// With `RECORD_SNAPSHOTS=1` in the environment the file is written instead, and the test fails, so
/// that a recording run is never taken for a proof.
enum Snapshot {
    static func expect(_ text: String, file: URL, location: SourceLocation = #_sourceLocation)
        throws
    {
        let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
        if isRecording {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            Issue.record("recorded \(file.lastPathComponent)", sourceLocation: location)
            return
        }
        let known = FileManager.default.contents(atPath: file.path) ?? Data()
        guard known != Data(text.utf8) else { return }
        let expected = String(decoding: known, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let found = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = zip(expected, found).enumerated().first { $0.element.0 != $0.element.1 }
        let number = (line?.offset ?? min(expected.count, found.count)) + 1
        Issue.record(
            """
            \(file.lastPathComponent) differs at line \(number)
            expected: \(line?.element.0 ?? "(end)")
            found:    \(line?.element.1 ?? "(end)")
            When the change is meant, run RECORD_SNAPSHOTS=1 swift test --filter SiteTests
            """, sourceLocation: location)
    }

    /// A file beside the tests.
    static func file(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Snapshots").appendingPathComponent(name)
    }
}
