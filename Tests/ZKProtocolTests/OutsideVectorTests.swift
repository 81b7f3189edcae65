import Foundation
import Testing

@testable import ZKProtocol

/// Vectors that nobody here has made; `Vectors/README.md` lists where they come from.
struct OutsideVectorTests {
    @Test func `there are many, from gates and from pyzk`() throws {
        let captured = Vectors.lines(of: "frames.txt").count { $0.split(separator: " ")[1] == "C" }
        let folder = try #require(Bundle.module.resourceURL)
            .appendingPathComponent("Vectors/pyzk")
        let exchanges = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { !$0.contains(".") }
        #expect(captured >= 25)
        #expect(exchanges.count >= 25)
    }

    @Test(arguments: Vectors.lines(of: "pyzk/comm-keys.txt"))
    func `a key is scrambled as pyzk does it`(_ line: String) throws {
        let parts = line.split(separator: " ").map(String.init)
        let key = try #require(UInt32(parts[0]))
        let session = try #require(UInt16(parts[1]))
        #expect(CommKey.scrambled(key: key, session: session) == unhex(parts[2]))
    }

    @Test(arguments: Vectors.lines(of: "pyzk/times.txt"))
    func `a time is written as pyzk does it, and read`(_ line: String) throws {
        let parts = line.split(separator: " ").map(String.init)
        var reader = ByteReader(unhex(parts[1]))
        let time = DeviceTime(rawValue: try reader.u32())
        #expect(time.description.replacing(" ", with: "T") == parts[0])
        #expect(time.sixBytes == unhex(parts[2]))
        #expect(DeviceTime(sixBytes: unhex(parts[2])[...]) == time)
        let seconds = try #require(time.wallSeconds)
        #expect(DeviceTime(wallSeconds: seconds) == time)
    }
}
