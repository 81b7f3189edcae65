import Foundation
import Sealing
import TestKit
import Testing

struct SealingTests {
    private let context = Array("gate A, person 7, finger 1".utf8)
    private let content = Array("an invented template".utf8)

    @Test func `what is sealed can be opened with the same key and context`() throws {
        let key = try SealingKey.random()
        let sealed = key.seal(content, for: context)
        #expect(try key.open(sealed, for: context) == content)
        #expect(key.seal(content, for: context) != sealed)
        #expect(sealed.count == content.count + 24 + 16)
        #expect(try key.open(key.seal([], for: []), for: []) == [])
    }

    @Test func `every changed byte, other key and other context is refused`() throws {
        let key = try SealingKey.random()
        let sealed = key.seal(content, for: context)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: SealingError.self) { try key.open(changed, for: context) }
            #expect(throws: SealingError.self) {
                try key.open(Array(sealed.prefix(index)), for: context)
            }
        }
        #expect(throws: SealingError.self) { try key.open(sealed, for: content) }
        #expect(throws: SealingError.self) { try SealingKey.random().open(sealed, for: context) }
    }

    @Test func `marks tell equal from different under one key only`() throws {
        let key = try SealingKey.random()
        #expect(key.mark(content) == key.mark(content))
        #expect(key.mark(content) != key.mark(context))
        #expect(try key.mark(content) != SealingKey.random().mark(content))
    }

    @Test func `a key file is made once, for its owner alone, and read again`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("vault.key")
        let ring = try KeyRing.create(at: path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try KeyRing.load(from: path).current.id == ring.current.id)
        #expect(throws: SealingError.self) { try KeyRing.create(at: path) }
        let next = KeyRing(current: try .random(), older: [ring.current])
        try next.replace(at: path)
        let loaded = try KeyRing.load(from: path)
        #expect(loaded.current.id == next.current.id)
        #expect(loaded.older.map(\.id) == [ring.current.id])
        let sealed = ring.current.seal(content, for: context)
        #expect(try loaded[ring.current.id]?.open(sealed, for: context) == content)
        #expect(loaded["0000000000000000"] == nil)
    }

    @Test func `a key file that others may read, or that is none, is refused in a sentence`() throws
    {
        let folder = try TemporaryFolder()
        let path = folder.path("vault.key")
        let missing = #expect(throws: SealingError.self) { try KeyRing.load(from: path) }
        #expect(
            missing?.sentence == "there is no vault key at \(path); `gatebook init` makes one")
        _ = try KeyRing.create(at: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let exposed = #expect(throws: SealingError.self) { try KeyRing.load(from: path) }
        #expect(exposed?.code == .exposedKeyFile)
        for text in ["", "gatebook vault key 1\n", "gatebook vault key 1\nAAAA\n", "x\n"] {
            try folder.write(text, to: "bad.key")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: folder.path("bad.key"))
            let error = #expect(throws: SealingError.self) {
                try KeyRing.load(from: folder.path("bad.key"))
            }
            #expect(error?.code == .damagedKeyFile)
        }
    }

    @Test func `a key shows its id and never itself`() throws {
        let folder = try TemporaryFolder()
        let key = try KeyRing.create(at: folder.path("vault.key")).current
        let text = try String(contentsOfFile: folder.path("vault.key"), encoding: .utf8)
        let secret = try #require(text.split(separator: "\n").last)
        var shown = "\(key) \(String(reflecting: key)) "
        dump(key, to: &shown)
        #expect(shown.contains(key.id))
        #expect(!shown.contains(secret))
        #expect(!shown.contains("bytes"))
    }
}
