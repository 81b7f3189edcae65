import Attendance
import GateModel
import Reports

@testable import Site

extension InventedReports {
    // MARK: - Overview

    func overview() -> OverviewReport {
        let day = day()
        return OverviewReport(
            asOf: asOf, latest: date, counts: day.counts, branches: branchTable,
            inside: inside(day), late: late(day), unknown: unknown(day), attention: attention,
            arrivals: arrivals, month: month)
    }

    private var branchTable: ReportTable {
        var table = Self.table(
            "branches",
            [
                ("branch", "Branch", .identifier), ("name", "Name", .text),
                ("present", "Present", .count), ("late", "Late", .count),
                ("absent", "Absent", .count), ("unknown", "Not known", .count),
                ("off", "Off", .count), ("visit", "Visits", .count),
                ("unlisted", "Unlisted", .count),
            ])
        for (id, name) in branches {
            let counts = day(branch: id).counts
            table.append([
                .identifier(id), .text(name), .count(counts.present), .count(counts.late),
                .count(counts.absent), .count(counts.unknown), .count(0), .count(0), .count(1),
            ])
        }
        return table
    }

    private func inside(_ day: DayReport) -> ReportTable {
        var table = Self.table(
            "inside",
            [
                ("member_id", "Id", .identifier), ("name", "Name", .text),
                ("branch", "Branch", .identifier), ("since", "Since", .dateTime),
                ("gate", "Gate", .text),
            ])
        for (row, detail) in zip(day.people.rows, day.details) where detail.missing == .out {
            table.append([
                row[2], row[3], row[1], .dateTime(LocalDateTime(date, secondOfDay: 32_100)),
                .text("Main door"),
            ])
        }
        return table
    }

    private func late(_ day: DayReport) -> ReportTable {
        var table = Self.table(
            "late",
            [
                ("member_id", "Id", .identifier), ("name", "Name", .text),
                ("branch", "Branch", .identifier), ("shift", "Shift", .identifier),
                ("first_in", "First in", .time), ("late_minutes", "Late", .count),
            ])
        for row in day.people.rows {
            guard case .count(let minutes) = row[12], minutes > 0 else { continue }
            table.append([row[2], row[3], row[1], row[5], row[8], row[12]])
        }
        return table
    }

    private func unknown(_ day: DayReport) -> ReportTable {
        var table = Self.table(
            "unknown",
            [
                ("member_id", "Id", .identifier), ("name", "Name", .text),
                ("branch", "Branch", .identifier), ("why", "Why", .text),
            ])
        for row in day.people.rows where row[6] == .text("unknown") {
            table.append([row[2], row[3], row[1], row[17]])
        }
        return table
    }

    private var attention: ReportTable {
        var table = Self.table(
            "attention",
            [
                ("serial", "Serial", .identifier), ("branch", "Branch", .identifier),
                ("name", "Name", .text), ("problem", "Problem", .text),
                ("since", "Since", .dateTime),
            ])
        table.append([
            .identifier("AZX902"), .identifier(branches.last?.0 ?? ""), .text("Side door"),
            .text("no answer at 192.0.2.12:4370 within 10 s, 4 attempts"),
            .dateTime(asOf.adding(seconds: -30_000)),
        ])
        return table
    }

    private var arrivals: ReportTable {
        var table = Self.table(
            "arrivals", [("hour", "Hour", .count), ("arrivals", "Arrivals", .count)])
        for (index, number) in [2, 31, 44, 12, 3, 0, 1].enumerated() {
            table.append([.count(7 + index), .count(number * max(1, peopleInBranch / 6))])
        }
        return table
    }

    private var month: ReportTable {
        var table = Self.table(
            "month",
            [
                ("date", "Date", .date), ("present", "Present", .count), ("late", "Late", .count),
                ("absent", "Absent", .count), ("unknown", "Not known", .count),
                ("off", "Off", .count), ("visit", "Visits", .count),
            ])
        let all = peopleInBranch * branches.count
        for back in (0..<30).reversed() {
            let day = date.adding(days: -back)
            if day.weekday == .friday {
                table.append([
                    .date(day), .count(0), .count(0), .count(0), .count(0), .count(all), .count(0),
                ])
                continue
            }
            let absent = (back * 7) % max(2, all / 8)
            let unknown = back == 0 ? all / 6 : back == 12 ? all / 3 : 0
            let present = all - absent - unknown
            table.append([
                .date(day), .count(present), .count((back * 5) % max(2, all / 10)),
                .count(absent), .count(unknown), .count(0), .count(0),
            ])
        }
        return table
    }

    // MARK: - Gates

    func devices() -> DevicesReport {
        var table = Self.table(
            "gates",
            [
                ("serial", "Serial", .identifier), ("branch", "Branch", .identifier),
                ("name", "Name", .text), ("host", "Host", .text), ("enabled", "Enabled", .flag),
                ("status", "Status", .text), ("last_success", "Last read", .dateTime),
                ("last_attempt", "Last attempt", .dateTime), ("failure", "Failure", .text),
                ("clock_offset_seconds", "Clock", .duration),
                ("records_on_gate", "On gate", .count), ("records_stored", "Stored", .count),
                ("record_capacity", "Capacity", .count), ("users", "Users", .count),
                ("user_capacity", "User capacity", .count), ("templates", "Fingers", .count),
                ("template_capacity", "Finger capacity", .count), ("model", "Model", .text),
                ("firmware", "Firmware", .text), ("mode", "Mode", .text),
            ])
        table.append([
            .identifier("AZX902"), .identifier(branches.last?.0 ?? ""), .text("Side door"),
            .text("192.0.2.12:4370"), .flag(true), .text("failed"),
            .dateTime(asOf.adding(seconds: -30_000)), .dateTime(asOf),
            .text("No answer within 10 s, 4 attempts: check power and network of the gate."),
            .duration(seconds: -61_245), .count(75_486), .count(75_480), .count(80_000),
            .count(212), .count(3_000), .count(402), .count(3_000), .text("K40"),
            .text("Ver 6.60 Apr 13 2016"), .text("tail"),
        ])
        for (index, place) in branches.enumerated() {
            table.append([
                .identifier("AZX\(index)01"), .identifier(place.0), .text("Main door"),
                .text("192.0.2.\(20 + index):4370"), .flag(true), .text("ok"), .dateTime(asOf),
                .dateTime(asOf), .missing, .duration(seconds: index * 7 - 3),
                .count(11_902 + index * 813), .count(11_902 + index * 813), .count(100_000),
                .count(20 + index), .count(3_000), .missing, .missing, .text("F18"),
                .text("Ver 8.0.4.3"), .text("full"),
            ])
        }
        return DevicesReport(asOf: asOf, gates: table)
    }

    /// Every page of a small site.
    func site(templates: TemplateSet, days: Int = 3) throws -> [SiteFile] {
        let renderer = SiteRenderer(templates: templates, frame: frame(days: days))
        var files = try renderer.overview(overview()) + renderer.calendar()
        files += try renderer.devices(devices())
        let downloads = [
            PageDownload(path: "exports/attendance-\(date).csv", name: "CSV", bytes: 8_213),
            PageDownload(path: "exports/attendance-\(date).xlsx", name: "XLSX", bytes: 12_840),
        ]
        files += try renderer.day(day(), downloads: downloads)
        for (id, _) in branches { files += try renderer.day(day(branch: id), downloads: []) }
        return files + renderer.assets()
    }
}
