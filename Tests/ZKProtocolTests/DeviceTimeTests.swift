import Testing

@testable import ZKProtocol

struct DeviceTimeTests {
    @Test(arguments: [
        ("2016-01-01 19:02:00", "A8EBA71E"), ("2018-06-25 17:50:35", "6BB36823"),
        ("2018-12-07 19:09:06", "D2414624"), ("2024-02-29 12:34:56", "70C9482E"),
        ("2025-01-01 00:00:00", "00BEE42F"), ("2026-01-31 23:59:59", "7F0AF831"),
        ("2099-12-31 23:59:59", "FFF792BF"),
    ])
    func `a time is its number, both ways`(text: String, hex: String) throws {
        var reader = ByteReader(unhex(hex))
        let time = DeviceTime(rawValue: try reader.u32())
        #expect(time.description == text)
        #expect(time.isValid)
        let parts = time.parts
        let made = DeviceTime(
            year: parts.year, month: parts.month, day: parts.day, hour: parts.hour,
            minute: parts.minute, second: parts.second)
        #expect(made == time)
    }

    @Test func `numbers that name no time are kept and marked`() {
        #expect(DeviceTime(rawValue: 0).validity == .unset)
        let noDate = DeviceTime(rawValue: 0x2E4B_2C00)
        #expect(noDate.validity == .notADate)
        #expect(noDate.description == "2024-02-31 08:00:00")
        #expect(noDate.wallSeconds == nil)
        let allOnes = DeviceTime(rawValue: .max)
        #expect(allOnes.validity == .afterRange)
        #expect(allOnes.description == "2133-08-18 06:28:15")
        #expect(allOnes.rawValue == .max)
    }

    @Test(arguments: [
        (2024, 2, 30, 0), (2023, 2, 29, 0), (1999, 12, 31, 0), (2100, 1, 1, 0), (2024, 13, 1, 0),
        (2024, 0, 1, 0), (2024, 4, 31, 0), (2024, 1, 0, 0), (2024, 1, 1, 24), (2024, 1, 1, -1),
    ])
    func `no time is made of parts that name none`(year: Int, month: Int, day: Int, hour: Int) {
        #expect(DeviceTime(year: year, month: month, day: day, hour: hour) == nil)
    }

    @Test func `the six bytes of events are a time, both ways`() {
        let six = unhex("120C07130906")
        let time = DeviceTime(sixBytes: six[...])
        #expect(time?.description == "2018-12-07 19:09:06")
        #expect(time?.sixBytes == six)
        #expect(DeviceTime(sixBytes: unhex("120D07130906")[...]) == nil)
        #expect(DeviceTime(sixBytes: unhex("120C071309")[...]) == nil)
    }

    @Test(arguments: [
        ("2000-01-01 00:00:01", 946_684_801), ("2000-02-29 00:00:00", 951_782_400),
        ("2000-03-01 00:00:00", 951_868_800), ("2000-12-31 23:59:59", 978_307_199),
        ("2001-01-01 00:00:00", 978_307_200), ("2024-02-29 12:34:56", 1_709_210_096),
        ("2026-01-31 23:59:59", 1_769_903_999), ("2099-12-31 23:59:59", 4_102_444_799),
    ])
    func `wall seconds count from 1970, both ways`(text: String, seconds: Int) {
        let time = DeviceTime(wallSeconds: seconds)
        #expect(time?.description == text)
        #expect(time?.wallSeconds == seconds)
    }

    @Test func `every day of the century survives the way there and back`() {
        var seen = Set<UInt32>()
        for day in 10_957..<47_482 {
            let time = DeviceTime(wallSeconds: day * 86_400 + day % 86_400)
            #expect(time?.wallSeconds == day * 86_400 + day % 86_400)
            if let time { seen.insert(time.rawValue) }
        }
        #expect(seen.count == 36_525)
        #expect(DeviceTime(wallSeconds: 946_684_799) == nil)
        #expect(DeviceTime(wallSeconds: 4_102_444_800) == nil)
    }
}
