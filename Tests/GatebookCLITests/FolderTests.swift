import Foundation
import TestKit
import Testing

@testable import GatebookCLI

@Suite struct `Files of people` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func path(_ name: String) -> String { folder.path(name) }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }

    @Test func `are replaced whole and keep who may read them`() throws {
        try Folder.write(Array("old and longer".utf8), to: path("devices.csv"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: path("devices.csv"))
        try Folder.write(Array("new".utf8), to: path("devices.csv"))
        #expect(try Folder.read(path("devices.csv")) == Array("new".utf8))
        let mode = try FileManager.default.attributesOfItem(atPath: path("devices.csv"))
        #expect(mode[.posixPermissions] as? Int == 0o600)
        #expect(try names() == ["devices.csv"])
    }

    @Test func `stay where a symbolic link leads`() throws {
        try Folder.write([1], to: path("real.csv"))
        try FileManager.default.createSymbolicLink(
            atPath: path("link.csv"), withDestinationPath: path("real.csv"))
        try Folder.write([2], to: path("link.csv"))
        #expect(try Folder.read(path("real.csv")) == [2])
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: path("link.csv"))
                == path("real.csv"))
    }

    @Test func `take over what a killed run left beside them`() throws {
        try folder.write("left", to: ".members.csv.new")
        try Folder.write([1], to: path("members.csv"))
        #expect(try Folder.read(path("members.csv")) == [1])
        #expect(try names() == ["members.csv"])
    }

    @Test func `that cannot be written leave a sentence and nothing else`() throws {
        let error = #expect(throws: Failure.self) {
            try Folder.write([1], to: path("nowhere/members.csv"))
        }
        #expect(
            error?.sentence
                == "cannot write \(path("nowhere/members.csv")): No such file or directory")
        try FileManager.default.createDirectory(
            atPath: path("members.csv"), withIntermediateDirectories: false)
        #expect(throws: Failure.self) { try Folder.write([1], to: path("members.csv")) }
        #expect(try names() == ["members.csv"])
    }
}
