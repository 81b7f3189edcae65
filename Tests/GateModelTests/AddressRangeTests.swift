import GateModel
import Testing

struct AddressRangeTests {
    @Test(arguments: [
        ("0.0.0.0", UInt32(0)), ("127.0.0.1", 0x7F00_0001), ("192.0.2.7", 0xC000_0207),
        ("255.255.255.255", 0xFFFF_FFFF),
    ])
    func `an address is read and written`(_ text: String, _ number: UInt32) {
        #expect(IPv4Address(text)?.rawValue == number)
        #expect(IPv4Address(rawValue: number).description == text)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "1.2.3.04", "1.2.3.", "1.2.3.+4",
        "1.2.3. 4", "1.2.3.4 ", "a.b.c.d", "1.2.3.9999999999", "1.2.3.٤",
    ])
    func `other text is no address`(_ text: String) {
        #expect(IPv4Address(text) == nil)
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7", "192.0.2.7", 1),
        ("192.0.2.7/32", "192.0.2.7", "192.0.2.7", 1),
        ("192.0.2.7/31", "192.0.2.6", "192.0.2.7", 2),
        ("192.0.2.7/30", "192.0.2.5", "192.0.2.6", 2),
        ("192.0.2.99/24", "192.0.2.1", "192.0.2.254", 254),
        ("10.9.8.7/16", "10.9.0.1", "10.9.255.254", 65_534),
        ("10.0.0.0/1", "0.0.0.1", "127.255.255.254", 2_147_483_646),
        ("1.2.3.4/0", "0.0.0.1", "255.255.255.254", 4_294_967_294),
        ("255.255.255.255/32", "255.255.255.255", "255.255.255.255", 1),
        ("192.0.2.10-192.0.3.9", "192.0.2.10", "192.0.3.9", 256),
        ("192.0.2.10-12", "192.0.2.10", "192.0.2.12", 3),
        ("0.0.0.0-255.255.255.255", "0.0.0.0", "255.255.255.255", 4_294_967_296),
    ])
    func `a range is read`(_ text: String, _ first: String, _ last: String, _ count: Int) throws {
        let range = try AddressRange(text)
        #expect(range.first.description == first)
        #expect(range.last.description == last)
        #expect(range.count == count)
    }

    @Test(arguments: [
        ("192.0.2/24", AddressRange.Problem.address("192.0.2")), ("", .address("")),
        ("gate.example", .address("gate.example")), ("192.0.2.0/33", .prefix("33")),
        ("192.0.2.0/", .prefix("")), ("192.0.2.0/-1", .prefix("-1")),
        ("192.0.2.0/024", .prefix("024")), ("192.0.2.1-", .address("")),
        ("192.0.2.1-300", .address("300")), ("192.0.2.1-192.0.2.2-3", .address("192.0.2.2-3")),
        ("::1", .address("::1")),
    ])
    func `what is no range is explained`(_ text: String, _ problem: AddressRange.Problem) {
        #expect(throws: problem) { try AddressRange(text) }
    }

    @Test func `a reversed range is an error that says how to write it`() {
        let problem = #expect(throws: AddressRange.Problem.self) {
            try AddressRange("192.0.2.40-10")
        }
        #expect(
            problem?.description == "192.0.2.40-192.0.2.10 is reversed; write 192.0.2.10-192.0.2.40"
        )
    }

    @Test func `ranges that touch or overlap become one`() throws {
        let ranges = try [
            "192.0.2.9-12", "192.0.2.1-4", "192.0.2.5", "192.0.2.3-8", "10.0.0.1",
            "255.255.255.255", "255.255.255.254", "192.0.2.20",
        ].map { try AddressRange($0) }
        #expect(
            AddressRange.merged(ranges).map { "\($0.first)-\($0.last)" } == [
                "10.0.0.1-10.0.0.1", "192.0.2.1-192.0.2.12", "192.0.2.20-192.0.2.20",
                "255.255.255.254-255.255.255.255",
            ])
        #expect(AddressRange.merged([]).isEmpty)
    }

    @Test func `addresses come in order, also at the very end`() throws {
        let range = try AddressRange("255.255.255.253-255")
        #expect(
            range.map(\.description) == ["255.255.255.253", "255.255.255.254", "255.255.255.255"])
        #expect(range.contains(IPv4Address(rawValue: .max)))
        #expect(!range.contains(IPv4Address(rawValue: .max - 3)))
    }
}
