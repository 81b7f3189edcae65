import GateModel
import Reports
import Testing

@testable import Site

@Suite struct `Charts` {
    private let wording: Wording

    init() throws {
        wording = try Wording(
            language: "en", folders: TemplateFolders([InventedReports.shipped]))
    }

    @Test(arguments: [
        (0, 1, 1), (1, 1, 1), (4, 1, 4), (5, 2, 6), (132, 50, 150), (120, 50, 150), (200, 50, 200),
        (201, 100, 300), (9_999, 5_000, 10_000),
    ])
    func `the axis starts at zero and ends at a round number`(largest: Int, step: Int, top: Int) {
        let scale = ChartScale(largest: largest)
        #expect(scale.step == step)
        #expect(scale.top == top)
    }

    @Test func `bars are as high as their numbers`() throws {
        var table = InventedReports.table(
            "arrivals", [("hour", "Hour", .count), ("arrivals", "Arrivals", .count)])
        table.append([.count(8), .count(2)])
        table.append([.count(9), .count(4)])
        table.append([.count(10), .missing])
        let chart = try #require(ArrivalsChart(wording: wording).drawing(of: table)).text
        // Four fill the plot from y 18 to 150; two fill half of it; no bar where nothing is known.
        #expect(chart.contains(#"y="84" width="32" height="66"/>"#))
        #expect(chart.contains(#"y="18" width="32" height="132"/>"#))
        #expect(chart.matches(of: #/class="bar present"/#).count == 2)
        #expect(chart.contains("<title id=\"arrivals-title\">Arrivals by hour</title>"))
        #expect(chart.contains("6 first entries; most of them, 4, in the hour from 09."))
    }

    @Test func `unknown people are hatched and a blank day is a question mark`() throws {
        var table = InventedReports.table(
            "month",
            [
                ("date", "Date", .date), ("present", "P", .count), ("late", "L", .count),
                ("absent", "A", .count), ("unknown", "?", .count), ("off", "O", .count),
                ("visit", "V", .count),
            ])
        let day = LocalDate(daysSinceEpoch: 20_000)
        table.append([
            .date(day), .count(3), .count(1), .count(0), .count(1), .count(0), .count(0),
        ])
        table.append([
            .date(day.adding(days: 1)), .missing, .missing, .missing, .missing, .missing, .missing,
        ])
        let chart = try #require(PresenceChart(wording: wording).drawing(of: table)).text
        // Of four: two on time, one late, one unknown, stacked from the zero line at y 150.
        #expect(
            chart.contains(#"<rect class="bar present" x="94" y="79" width="32" height="71"/>"#))
        #expect(
            chart.contains(#"<rect class="bar late" x="94" y="43.5" width="32" height="35.5"/>"#))
        #expect(
            chart.contains(#"<rect class="bar unknown" x="94" y="8" width="32" height="35.5"/>"#))
        #expect(chart.contains(#"<rect fill="url(#month-hatch)" x="94" y="8""#))
        #expect(!chart.contains("bar absent"))
        #expect(chart.contains(">?</text>"))
        #expect(PresenceChart.layers(of: table) == ["present", "late", "unknown"])
    }

    @Test func `the shares of a day fill the bar and lose nobody`() throws {
        var counts = DayCounts()
        counts.present = 3
        counts.late = 1
        counts.absent = 1
        let chart = try #require(ProportionBar(wording: wording).drawing(of: counts)).text
        #expect(chart.contains(#"<rect class="bar present" x="0" y="0" width="300" height="12"/>"#))
        #expect(chart.contains(#"<rect class="bar late" x="300" y="0" width="150" height="12"/>"#))
        #expect(
            chart.contains(#"<rect class="bar absent" x="450" y="0" width="150" height="12"/>"#))
        #expect(chart.contains("Shares of the day: On time 2, Late 1, Absent 1"))
        #expect(ProportionBar(wording: wording).drawing(of: DayCounts()) == nil)
    }
}
