import Foundation
import Testing

/// The direction between targets: what each may import. Data goes one way.
@Suite struct `Direction between targets` {
    /// Target → what it may import besides the standard library.
    static let allowed: [String: Set<String>] = [
        "GateModel": [],
        "OrderedJSON": [],
        "CSV": [],
        "ZKProtocol": [],
        "Attendance": ["GateModel"],
        "Reports": ["Attendance", "GateModel", "OrderedJSON"],
        "Ingest": ["CSV", "GateModel", "Spreadsheet"],
        "Spreadsheet": ["CExpat", "CZip", "Foundation"],
        "QueueIO": ["Dispatch", "Foundation", "Glibc", "Synchronization"],
        "NameCoding": ["Foundation", "GateModel", "Glibc"],
        "Digests": ["CSodium"],
        "Sealing": ["CSodium", "Foundation", "Glibc"],
        "ZKClient": ["Dispatch", "Foundation", "QueueIO", "Synchronization", "ZKProtocol"],
        "ZKEmulator": [
            "Dispatch", "Foundation", "GateModel", "NameCoding", "OrderedJSON", "QueueIO",
            "Synchronization", "ZKProtocol",
        ],
        "Configuration": [
            "CSV", "CTomlBridge", "Foundation", "GateModel", "NameCoding", "Spreadsheet",
        ],
        "Store": [
            "CSQLite", "Dispatch", "Foundation", "GateModel", "Glibc", "QueueIO",
            "Synchronization",
        ],
        "GateSync": [
            "Foundation", "GateModel", "NameCoding", "OrderedJSON", "Sealing", "Store", "ZKClient",
            "ZKProtocol",
        ],
        "Site": [
            "Attendance", "CDeflate", "CFileSystem", "CTemplateBridge", "Digests", "Foundation",
            "GateModel", "Glibc", "OrderedJSON", "Reports", "Synchronization",
        ],
        "Audit": ["CZip", "Digests", "Foundation", "OrderedJSON"],
        "Forward": ["CODBC", "Foundation", "GateModel"],
        "Export": [
            "CSV", "CXLSXWriter", "Configuration", "Foundation", "GateModel", "OrderedJSON",
            "Reports",
        ],
    ]

    private static var sources: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
    }

    private static func swiftFiles(of target: String) throws -> [URL] {
        let folder = sources.appendingPathComponent(target)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return names.filter { $0.hasSuffix(".swift") }.map(folder.appendingPathComponent)
    }

    @Test(arguments: allowed.keys.sorted())
    func `a target imports only what lies below it`(target: String) throws {
        let permitted = try #require(Self.allowed[target])
        for file in try Self.swiftFiles(of: target) {
            // Imports stand in front of everything else.
            let head = try Data(contentsOf: file).prefix(2_000)
            for line in String(decoding: head, as: UTF8.self).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 1,
                    words.count > index + 1
                else { continue }
                let name = String(words[index + 1])
                #expect(permitted.contains(name), "\(file.lastPathComponent) imports \(name)")
            }
        }
    }

    @Test func `no file is longer than four hundred lines`() throws {
        for target in try FileManager.default.contentsOfDirectory(atPath: Self.sources.path) {
            for file in try Self.swiftFiles(of: target) {
                let lines = try Data(contentsOf: file).count { $0 == UInt8(ascii: "\n") }
                #expect(lines <= 400, "\(file.lastPathComponent) has \(lines) lines")
            }
        }
    }
}
