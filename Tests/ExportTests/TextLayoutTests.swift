import Configuration
import Foundation
import GateModel
import Reports
import TestKit
import Testing

@testable import Export

@Suite struct `Text layouts` {
    private static let columns = [
        ReportColumn("id", "Id", .identifier), ReportColumn("name", "Name", .text),
        ReportColumn("at", "At", .dateTime), ReportColumn("state", "State", .count),
    ]

    private func lines(
        _ profile: ExportProfile, _ rows: [[ReportCell]]
    ) -> (text: String, leftOut: Int, reasons: [String: Int]) {
        var layout = TextLayout(profile, columns: Self.columns)
        var bytes: [UInt8] = []
        layout.appendHead(to: &bytes)
        for row in rows { _ = layout.append(row, to: &bytes) }
        return (
            String(decoding: bytes, as: UTF8.self), layout.leftOutCount, layout.leftOutReasons
        )
    }

    private func row(_ id: String, _ name: String, state: Int = 0) throws -> [ReportCell] {
        let at = try #require(LocalDateTime("2026-10-05T23:59:59"))
        return [.identifier(id), .text(name), .dateTime(at), .count(state)]
    }

    private func profile(_ toml: String) throws -> ExportProfile {
        try ExportProfile.read(
            Array(toml.utf8), name: "mine", file: "mine.toml",
            fields: [.punches: Self.columns.map(\.key), .both: []])
    }

    @Test func `without columns the rows' own are written`() throws {
        let told = lines(
            ExportProfile(name: "csv", rows: .punches), [try row("007", "রহিম, \"A\"")])
        #expect(
            told.text == "id,name,at,state\r\n007,\"রহিম, \"\"A\"\"\",2026-10-05T23:59:59,0\r\n")
    }

    @Test func `columns have patterns, values, widths and fixed text`() throws {
        let mine = try profile(
            """
            rows = "punches"
            header = false
            separator = "\\t"
            carriage_return = false
            [[column]]
            field = "id"
            width = 9
            [[column]]
            field = "at"
            format = "DD/MM/YYYY hh:mm:ss"
            [[column]]
            field = "state"
            values = { "0" = "I", "1" = "O" }
            otherwise = "?"
            [[column]]
            text = "x"
            """)
        let told = lines(mine, [try row("7", "A"), try row("1e5", "B", state: 255)])
        #expect(
            told.text == "        7\t05/10/2026 23:59:59\tI\tx\n"
                + "      1e5\t05/10/2026 23:59:59\t?\tx\n")
    }

    @Test func `rows without what is required are left out and counted`() throws {
        let mine = try profile(
            "rows = \"punches\"\nheader = false\nrequire = [\"name\"]\nonly = { state = [\"0\"] }\n"
                + "[[column]]\nname = \"n\"\nfield = \"name\"\n")
        let told = lines(
            mine, [try row("1", "A"), try row("2", ""), try row("3", "C", state: 1)])
        #expect(told.text == "A\r\n")
        #expect(told.leftOut == 2)
        #expect(told.reasons == ["without name": 1, "with state 1": 1])
    }

    @Test func `the formula guard spares numbers and is told by two lines at the start`() throws {
        let mine = try profile(
            "rows = \"punches\"\nbyte_order_mark = true\nseparator_line = true\nformula_guard = true"
        )
        let told = lines(mine, [try row("-7", "'=1+1", state: -3)])
        #expect(
            told.text
                == "\u{FEFF}sep=,\r\nid,name,at,state\r\n'-7,''=1+1,2026-10-05T23:59:59,-3\r\n")
    }

    @Test func `a profile's slips come all at once, with the nearest field`() throws {
        let slip = #"""
            rows = "punches"
            seperator = ","
            [[column]]
            name = "x"
            field = "stat"
            """#
        let error = #expect(throws: ConfigurationError.self) { try profile(slip) }
        let text = try #require(error).description
        #expect(text.contains("did you mean “state”"), "\(text)")
        #expect(text.contains("did you mean “separator”"), "\(text)")
    }

    @Test func `JSON lines keep numbers as numbers and missing as null`() throws {
        var mine = ExportProfile(name: "jsonl", rows: .punches)
        mine.layout = .json
        mine.endsWithCarriageReturn = false
        let told = lines(mine, [[.identifier("007"), .missing, .missing, .count(1)]])
        #expect(told.text == #"{"id":"007","name":null,"at":null,"state":1}"# + "\n")
    }

    @Test func `a file for each gate, rows stated`() throws {
        let folder = try TemporaryFolder()
        let spool = try RowSpool(
            "punches", columns: [ReportColumn("serial", "Gate", .identifier)] + Self.columns,
            in: folder.url.path)
        let date = try #require(LocalDate("2026-10-05"))
        for index in 0..<2_000 {
            try spool.append(
                [.identifier("G\(index % 3)")] + row("\(index)", "N"), on: date)
        }
        try spool.finish()
        var mine = ExportProfile(name: "mine", rows: .punches)
        mine.file = "{gate}.csv"
        let told = try TextExport.write(spool, by: mine) { gate in
            folder.path("\(gate ?? "none").csv")
        }
        #expect(told.files.map(\.rows) == [667, 667, 666])
        #expect(told.files.map(\.path) == ["G0", "G1", "G2"].map { folder.path("\($0).csv") })
        let text = try String(contentsOfFile: folder.path("G2.csv"), encoding: .utf8)
        #expect(text.split(separator: "\r\n").count == 667)
    }
}
