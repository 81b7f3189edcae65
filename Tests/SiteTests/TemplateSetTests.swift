import Foundation
import GateModel
import TestKit
import Testing

@testable import Site

@Suite struct `Templates` {
    private func problems(_ overrides: [String: String]) throws -> [String] {
        let folder = try TemporaryFolder()
        for (name, text) in overrides { try folder.write(text, to: name) }
        let folders = TemplateFolders([folder.url.path, InventedReports.shipped])
        do {
            _ = try TemplateSet(folders: folders, language: "en")
            return []
        } catch let error as TemplateError {
            return error.problems.map {
                $0.description.replacingOccurrences(of: folder.url.path + "/", with: "")
            }
        }
    }

    @Test func `the shipped templates have no mistake`() throws {
        #expect(try problems([:]) == [])
    }

    @Test func `all mistakes of all templates come at once with file and line`() throws {
        let found = try problems([
            "day.html": """
            {{%AUTOESCAPE context="HTML"}}
            <p>{{DAY_HEADNG}}</p>
            {{#BORD}}{{/BORD}}
            {{>_heder}} {{T_AS_OFF}}
            {{PLACE:none}}
            {{#BOARD}}{{SHARES_CHART}}{{/BOARD}} {{TILE_NUMBER}}
            {{BOARD}}{{#LEDE}}{{/LEDE}}
            """,
            "devices.html": "{{=| |=}}\n{{#GATES}}\n{{GATE_NAME}}\n",
            "_footer.html": "\n{{AS_OF_TEXT}} {{/NAV}}\n{{>_footer}}\n{{LANG",
        ])
        #expect(
            found == [
                "_footer.html:2: unknown placeholder {{AS_OF_TEXT}}; it is known inside {{#AS_OF}}",
                "_footer.html:2: {{/NAV}} closes no section; none is open",
                "_footer.html:3: the part {{>_footer}} includes itself",
                "_footer.html:4: this {{ is never closed by }}",
                "day.html:2: unknown placeholder {{DAY_HEADNG}}; did you mean DAY_HEADING?",
                "day.html:3: unknown section {{#BORD}}; did you mean BOARD?",
                "day.html:4: unknown part {{>_heder}}; did you mean _header?",
                "day.html:4: unknown word {{T_AS_OFF}}; did you mean T_AS_OF?",
                "day.html:5: PLACE is escaped by itself: write {{PLACE}} without a modifier",
                "day.html:6: SHARES_CHART is markup: write {{SHARES_CHART:none}}",
                "day.html:6: unknown placeholder {{TILE_NUMBER}}; it is known inside {{#TILES}}",
                "day.html:7: BOARD is a section: write {{#BOARD}}…{{/BOARD}}",
                "day.html:7: LEDE is no section: write {{LEDE}}",
                "devices.html:1: the braces themselves cannot be changed here",
                "devices.html:2: the section {{#GATES}} is never closed",
            ])
    }

    @Test func `what only the engine can see is told with the file`() throws {
        let found = try problems(["calendar.html": "<p <b> {{LEDE}}"])
        let first = try #require(found.first)
        #expect(found.count == 1)
        #expect(first.hasPrefix("calendar.html: Auto-Escape: Failed parsing: <p <b>"))
    }

    @Test func `a file of the user replaces only that file`() throws {
        let folder = try TemporaryFolder()
        try folder.write("<footer>own {{SITE_TITLE}}</footer>", to: "_footer.html")
        try folder.write(#"{"nav_days": "Tage & <mehr>"}"#, to: "languages/en.json")
        let folders = TemplateFolders([folder.url.path, InventedReports.shipped])
        let templates = try TemplateSet(folders: folders, language: "en")
        let renderer = SiteRenderer(templates: templates, frame: InventedReports().frame())
        let page = try #require(try renderer.calendar().first)
        let text = String(decoding: page.bytes, as: UTF8.self)
        #expect(text.contains("<footer>own Meghna Invented Bank</footer>"))
        #expect(text.contains(">Tage &amp; &lt;mehr&gt;</a>"))
        #expect(text.contains("<header class=\"site\">"))
        #expect(!text.contains("Made by gatebook from"))
    }

    @Test func `assets of the user replace shipped ones or join them`() throws {
        let folder = try TemporaryFolder()
        try folder.write("body{}", to: "assets/site.css")
        try folder.write("<svg/>", to: "assets/logo.svg")
        let folders = TemplateFolders([folder.url.path, InventedReports.shipped])
        let assets = try TemplateSet(folders: folders, language: "en").assets
        #expect(
            assets.map(\.path) == [
                "assets/icon.svg", "assets/logo.svg", "assets/site.css", "assets/site.js",
            ])
        #expect(assets[1].bytes == Array("<svg/>".utf8))
        #expect(assets[2].bytes == Array("body{}".utf8))
    }

    @Test func `a file no page is made from is told with the nearest name`() throws {
        #expect(
            try problems(["days.html": "x", "_own.html": "y", "notes.txt": "z"]) == [
                "days.html: no page is made from this file; did you mean day.html?"
            ])
    }

    @Test func `an unknown word or language of the user is an error`() throws {
        #expect(
            try problems([
                "languages/en.json": #"{"nav_dayz": "x"}"#, "calendar.html": "{{LEED}}",
            ]) == [
                "calendar.html:1: unknown placeholder {{LEED}}; did you mean LEDE?",
                "languages/en.json: unknown word nav_dayz; did you mean nav_days?",
            ])
        #expect(
            try problems(["languages/en.json": "{"]) == [
                "languages/en.json: the words cannot be read: expected one JSON object of texts"
            ])
        let error = #expect(throws: TemplateError.self) {
            try TemplateSet(
                folders: TemplateFolders([InventedReports.shipped]), language: "xx")
        }
        #expect(
            error?.description
                == "languages/xx.json: there are no words for the language \"xx\"; known: ar, bn, en, hi"
        )
    }

    @Test func `the placeholder table of the README is that of the pages`() throws {
        let file = URL(fileURLWithPath: InventedReports.shipped)
            .appendingPathComponent("README.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let mark = "<!-- placeholders -->\n"
        let parts = text.components(separatedBy: mark)
        try #require(parts.count == 2)
        try Snapshot.expect(parts[0] + mark + PlaceholderTable.markdown, file: file)
    }
}
