import Foundation
import Glibc
import TestKit
import Testing

@testable import Site

@Suite struct `Publishing` {
    private let folder: TemporaryFolder
    private let site: String

    init() throws {
        folder = try TemporaryFolder()
        site = folder.path("output/site")
    }

    private func publish(_ files: [String: String]) throws -> PublishCounts {
        let release = try SitePublisher(site: site).begin()
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            try release.write(SiteFile(path: path, bytes: Array(text.utf8)))
        }
        return try release.commit()
    }

    private func counts(_ written: Int, _ unchanged: Int, _ removed: Int) -> PublishCounts {
        var counts = PublishCounts()
        counts.written = written
        counts.unchanged = unchanged
        counts.removed = removed
        return counts
    }

    private func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: site + "/" + path).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private func place(_ path: String) -> [Int] {
        var status = stat()
        guard stat(site + "/" + path, &status) == 0 else { return [] }
        return [Int(status.st_ino), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }

    @Test func `an unchanged file keeps its place and time, others come and go`() throws {
        #expect(
            try publish(["index.html": "one", "days/a.html": "a", "days/b.html": "b"])
                == counts(3, 0, 0))
        let before = place("days/a.html")
        #expect(
            try publish(["index.html": "two", "days/a.html": "a", "c/d/e.html": "e"])
                == counts(2, 1, 1))
        #expect(place("days/a.html") == before)
        #expect(before.count == 3)
        #expect(text("index.html") == "two")
        #expect(text("c/d/e.html") == "e")
        #expect(text("days/b.html") == nil)
    }

    @Test func `the same site again changes nothing`() throws {
        _ = try publish(["index.html": "one"])
        let before = place("")
        #expect(try publish(["index.html": "one"]) == counts(0, 1, 0))
        #expect(place("") == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path("output")) == ["site"])
    }

    @Test func `a release that is given up leaves the last good site and nothing else`() throws {
        _ = try publish(["index.html": "good"])
        do {
            let given = try SitePublisher(site: site).begin()
            try given.write(SiteFile(path: "index.html", bytes: Array("half".utf8)))
            #expect(text("index.html") == "good")
        }
        #expect(text("index.html") == "good")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("output"))
        #expect(names == ["site"])
    }

    @Test func `what a killed run left is removed by the next`() throws {
        _ = try publish(["index.html": "good"])
        try folder.write("half", to: "output/.site-new-abc/days/x.html")
        try folder.write("not ours", to: "output/.site-notes")
        #expect(try publish(["index.html": "next"]) == counts(1, 0, 0))
        #expect(text("index.html") == "next")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("output"))
        #expect(names.sorted() == [".site-notes", ".site-previous", "site"])
    }

    @Test func `a kill between two renames is healed by the next run`() throws {
        _ = try publish(["index.html": "good", "a.html": "a"])
        try FileManager.default.moveItem(atPath: site, toPath: folder.path("output/.site-previous"))
        #expect(try publish(["index.html": "new", "a.html": "a"]) == counts(1, 1, 0))
        #expect(text("index.html") == "new")
    }

    @Test func `where folders cannot be exchanged two renames do it`() throws {
        _ = try publish(["index.html": "one", "a.html": "a"])
        let before = place("a.html")
        var publisher = SitePublisher(site: site)
        publisher.swap = { _, _ in
            errno = EINVAL
            return -1
        }
        for text in ["two", "three"] {
            let release = try publisher.begin()
            try release.write(SiteFile(path: "index.html", bytes: Array(text.utf8)))
            #expect(try release.keep("a.html"))
            #expect(try release.commit() == counts(1, 1, 0))
            #expect(self.text("index.html") == text)
        }
        #expect(place("a.html") == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("output"))
        #expect(names.sorted() == [".site-previous", "site"])
        #expect(
            FileManager.default.contents(atPath: folder.path("output/.site-previous/index.html"))
                == Data("two".utf8))
    }

    @Test func `when the second of two renames fails the last good site comes back`() throws {
        _ = try publish(["index.html": "good"])
        let staging = folder.path("output/.site-new-x")
        var publisher = SitePublisher(site: site)
        // The new site vanishes before it can take its place.
        publisher.swap = { new, _ in
            _ = Glibc.rename(new, staging)
            errno = ENOSYS
            return -1
        }
        do {
            let release = try publisher.begin()
            try release.write(SiteFile(path: "index.html", bytes: Array("new".utf8)))
            #expect(throws: PublishError.self) { try release.commit() }
        }
        #expect(text("index.html") == "good")
        #expect(try publish(["index.html": "next"]) == counts(1, 0, 0))
        #expect(text("index.html") == "next")
    }

    @Test func `an exchange that is refused for another reason changes nothing`() throws {
        _ = try publish(["index.html": "good"])
        var publisher = SitePublisher(site: site)
        publisher.swap = { _, _ in
            errno = EACCES
            return -1
        }
        do {
            let release = try publisher.begin()
            try release.write(SiteFile(path: "index.html", bytes: Array("new".utf8)))
            let error = #expect(throws: PublishError.self) { try release.commit() }
            #expect(error?.description.contains("the last good site is unchanged") == true)
        }
        #expect(text("index.html") == "good")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("output"))
        #expect(names == ["site"])
    }

    @Test func `a link in the place of the site stays a link`() throws {
        let root = folder.path("www/root")
        try FileManager.default.createDirectory(
            atPath: folder.path("output"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: site, withDestinationPath: root)
        _ = try publish(["index.html": "one"])
        _ = try publish(["index.html": "two"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: site) == root)
        #expect(text("index.html") == "two")
    }

    @Test func `files made elsewhere and files kept as they are belong to the release`() throws {
        _ = try publish(["a.html": "a", "b.html": "b"])
        let before = place("b.html")
        let sheet = try folder.write("1,2", to: "made/sheet.csv")
        let release = try SitePublisher(site: site).begin()
        try release.add(fileAt: sheet, as: "exports/sheet.csv")
        #expect(try release.keep("b.html"))
        #expect(try release.keep("missing.html") == false)
        #expect(try release.commit() == counts(1, 1, 1))
        #expect(text("exports/sheet.csv") == "1,2")
        #expect(place("b.html") == before)
    }

    @Test(arguments: ["../x.html", "/x.html", "a//b.html", "a/../b.html", "", "a/."])
    func `a path that leaves the site is refused`(path: String) throws {
        let release = try SitePublisher(site: site).begin()
        let error = #expect(throws: PublishError.self) {
            try release.write(SiteFile(path: path, bytes: []))
        }
        #expect(
            error?.description
                == "cannot write \(path): the path leaves the site; the last good site is unchanged"
        )
    }

    @Test func `an output that cannot be written is one sentence`() throws {
        // A file in the place of the folder stops root, too, unlike permissions.
        let path = try folder.write("", to: "blocked")
        let error = #expect(throws: PublishError.self) {
            try SitePublisher(site: path + "/site").begin()
        }
        let sentence = try #require(error?.description)
        #expect(sentence.hasPrefix("cannot make the folder \(path)/.site-new-"))
        #expect(
            sentence.hasSuffix(
                ": a file stands where a folder is needed; move it away; "
                    + "the last good site is unchanged"))
        #expect(
            PublishError(path: "output/site", errno: ENOSPC, act: "write").description
                == "cannot write output/site: no space left there; free some space and run again; "
                + "the last good site is unchanged")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a reader never misses a page and never sees a mix`() async throws {
        let names = (0..<20).map { "days/\($0).html" }
        func release(_ number: Int) -> [String: String] {
            Dictionary(uniqueKeysWithValues: names.map { ($0, "release \(number)") })
        }
        _ = try publish(release(0))
        let site = site
        let (firstPass, reading) = AsyncStream<Void>.makeStream()
        let reader = Task.detached {
            var seen = 0
            var faults: [String] = []
            while !Task.isCancelled {
                for name in names {
                    guard let data = FileManager.default.contents(atPath: site + "/" + name) else {
                        faults.append("missing \(name)")
                        continue
                    }
                    if !String(decoding: data, as: UTF8.self).hasPrefix("release ") {
                        faults.append("torn \(name)")
                    }
                    seen += 1
                }
                if Self.releases(site, names).count > 1 { faults.append("a mix") }
                reading.finish()
            }
            return (seen, faults)
        }
        for await _ in firstPass {}
        for number in 1...150 { _ = try publish(release(number)) }
        reader.cancel()
        let (seen, faults) = await reader.value
        #expect(faults == [])
        #expect(seen > 0)
        #expect(text("days/7.html") == "release 150")
    }

    /// The releases that a reader meets who opens the root once and reads all files through it.
    private static func releases(_ site: String, _ names: [String]) -> Set<String> {
        let root = open(site, O_RDONLY | O_DIRECTORY)
        guard root >= 0 else { return ["no", "root"] }
        defer { close(root) }
        var found: Set<String> = []
        for name in names {
            // Gone means that the root is two releases old by now.
            let file = openat(root, name, O_RDONLY)
            guard file >= 0 else { continue }
            defer { close(file) }
            var bytes = [UInt8](repeating: 0, count: 64)
            let count = read(file, &bytes, bytes.count)
            found.insert(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self))
        }
        return found
    }
}
