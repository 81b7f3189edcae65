import Foundation
import FuzzTargets
import Testing

/// The seeds of `make fuzz`, and every input that once broke something.
struct CorpusTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fuzz")

    @Test(arguments: FuzzTarget.allCases)
    func `no seed and no former crasher breaks its target`(_ target: FuzzTarget) throws {
        for kind in ["Corpus", "Crashers"] {
            let inputs = try Self.inputs(of: target, in: kind)
            // Without seeds, the fuzzer would start from nothing.
            #expect(kind == "Crashers" || !inputs.isEmpty)
            for (name, bytes) in inputs {
                #expect(throws: Never.self, "\(name)") { try target.run(bytes) }
            }
        }
    }

    /// Seeds cut off anywhere, as streams and datagrams may be.
    @Test(arguments: FuzzTarget.allCases)
    func `no seed that is cut off breaks its target`(_ target: FuzzTarget) throws {
        for (name, bytes) in try Self.inputs(of: target, in: "Corpus") {
            for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 64)) {
                #expect(throws: Never.self, "\(name) cut at \(count)") {
                    try target.run(Array(bytes.prefix(count)))
                }
            }
        }
    }

    private static func inputs(
        of target: FuzzTarget, in kind: String
    ) throws -> [(name: String, bytes: [UInt8])] {
        let place = folder.appendingPathComponent(kind).appendingPathComponent(target.rawValue)
        guard FileManager.default.fileExists(atPath: place.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: place.path).sorted().map {
            ($0, try Array(Data(contentsOf: place.appendingPathComponent($0))))
        }
    }
}
