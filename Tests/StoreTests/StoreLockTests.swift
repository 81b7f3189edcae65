import Foundation
import GateModel
import TestKit
import Testing

@testable import Store

struct StoreLockTests {
    /// A new one for every test; it lives as long as the test.
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `a second run is told who holds the store`() throws {
        let lock = try StoreLock(
            of: fixture.path, command: "gatebook nightly", since: Fixture.nine())
        let error = #expect(throws: StoreError.self) {
            try StoreLock(of: fixture.path, command: "gatebook pull", since: Fixture.nine(5))
        }
        #expect(error?.code == .lockHeld)
        #expect(error?.isRetryable == true)
        #expect(
            error?.description
                == "The store is in use: `gatebook nightly` (process \(getpid())) holds "
                + "\(lock.path) since 2026-10-05T09:00:00. Wait until it has ended, then run the "
                + "command again.")
    }

    @Test func `a lock that was let go can be taken again`() throws {
        for second in 0..<3 {
            _ = try StoreLock(of: fixture.path, command: "x", since: Fixture.nine(second))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.path + ".lock")).isEmpty)
    }

    @Test func `a shorter command leaves nothing of a longer one`() throws {
        try fixture.folder.write(String(repeating: "x", count: 500), to: "gatebook.sqlite.lock")
        let lock = try StoreLock(of: fixture.path, command: "gatebook pull", since: Fixture.nine())
        #expect(
            try String(contentsOfFile: lock.path, encoding: .utf8)
                == "pid \(getpid())\nsince 2026-10-05T09:00:00\ncommand gatebook pull\n")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a killed process leaves no lock behind`() throws {
        let other = Process()
        other.executableURL = URL(fileURLWithPath: "/bin/sh")
        other.arguments = [
            "-c", "exec 9>>\"$0\"; flock 9; echo \"command sleeper\" >&9; echo ready; exec cat",
            fixture.path + ".lock",
        ]
        let (input, output) = (Pipe(), Pipe())
        other.standardInput = input
        other.standardOutput = output
        try other.run()
        #expect(
            String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "ready\n")

        let error = #expect(throws: StoreError.self) {
            try StoreLock(of: fixture.path, command: "gatebook pull", since: Fixture.nine())
        }
        #expect(error?.sentence.hasPrefix("The store is in use: `sleeper` holds") == true)
        kill(other.processIdentifier, SIGKILL)
        other.waitUntilExit()
        _ = try StoreLock(of: fixture.path, command: "gatebook pull", since: Fixture.nine())
    }

    @Test func `a lock in a missing folder names the folder's file`() throws {
        let path = fixture.folder.path("nowhere/gatebook.sqlite")
        let error = #expect(throws: StoreError.self) {
            try StoreLock(of: path, command: "gatebook pull", since: Fixture.nine())
        }
        #expect(error?.code == .cannotOpen)
        #expect(error?.sentence.contains("\(path).lock") == true)
    }
}
