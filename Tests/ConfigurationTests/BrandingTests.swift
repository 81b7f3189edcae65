import Configuration
import Foundation
import TestKit
import Testing

@Suite struct `Branding` {
    private func read(_ text: String, files: [String: [UInt8]] = [:]) throws -> Configuration {
        let folder = try TemporaryFolder()
        for (name, bytes) in files {
            try Data(bytes).write(to: folder.url.appendingPathComponent(name))
        }
        return try Configuration.load(path: try folder.write("[branding]\n" + text, to: "g.toml"))
    }

    private func problems(_ text: String, files: [String: [UInt8]] = [:]) -> [String] {
        do {
            _ = try read(text, files: files)
            return []
        } catch let error as ConfigurationError {
            return error.problems.map { "\($0.line):\($0.column): \($0.sentence)" }
        } catch {
            return ["\(error)"]
        }
    }

    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]
    private static let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>A</text></svg>"

    @Test func `a colour for light pages brings one for dark pages`() throws {
        let branding = try read("accent = \"#8a1f62\"").branding
        #expect(branding.accent?.colour == "#8a1f62")
        #expect(branding.accent?.tint == "#f1e3e9")
        let dark = try #require(branding.accentDark)
        #expect(dark.colour != "#8a1f62")
        #expect(try read("accent_dark = \"\(dark.colour)\"").branding.accentDark == dark)
    }

    @Test func `the grounds of the sheet are those that colours are measured on`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../templates/assets/site.css")
        let sheet = try String(contentsOf: file, encoding: .utf8)
        for ground in ["paper: #f6f4ef", "card: #fffefb", "paper: #11151b", "card: #1a2029"] {
            #expect(sheet.contains("--\(ground);"), "\(ground)")
        }
    }

    @Test(arguments: [
        (
            "accent = \"#e08ab9\"",
            "2:10: “accent” in [branding] cannot be read on light pages: #e08ab9 has a contrast of "
        ),
        ("accent = \"red\"", "2:10: “accent” in [branding] must be a colour such as \"#17565d\""),
        ("accent_dark = \"#103030\"", "2:15: “accent_dark” in [branding] cannot be read on dark"),
        ("logo = \"logo.gif\"", "2:8: “logo” in [branding] must be a png, svg, jpg or webp file"),
        ("logo = \"gone.png\"", "2:8: “logo” in [branding] names “gone.png”: there is no such"),
        ("logo = \"fake.jpg\"", "2:8: “logo” in [branding] names “fake.jpg”, whose content is not"),
        ("logo = \"acts.svg\"", "2:8: “logo” in [branding] names “acts.svg”, which holds an event"),
        ("logo = \"runs.svg\"", "2:8: “logo” in [branding] names “runs.svg”, which holds a script"),
        ("logo = \"big.png\"", "2:8: “logo” in [branding] names a file of 257 KB; at most 256 KB"),
    ])
    func `what pages cannot show is refused with its place`(text: String, start: String) throws {
        let acts = Self.svg.replacing("<text", with: "<text onload='x()'")
        let found = problems(
            text,
            files: [
                "fake.jpg": Self.png, "acts.svg": Array(acts.utf8),
                "runs.svg": Array(Self.svg.replacing("<text", with: "<script/><text").utf8),
                "big.png": Self.png + [UInt8](repeating: 0, count: 256 * 1024),
            ])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(start) == true, "\(found)")
    }

    @Test func `plain pictures are taken as they are`() throws {
        let read = try read(
            "logo = \"a b.SVG\"\nfooter = \"Ask us\"", files: ["a b.SVG": Array(Self.svg.utf8)])
        #expect(
            read.branding.logo == .init(fileExtension: "svg", bytes: Array(Self.svg.utf8)))
        #expect(read.branding.footer == "Ask us")
    }
}
