import Configuration
import Testing

/// Rows at the end of a table of gates: what stands before them is never touched.
struct DeviceRowsTests {
    private static let found = [
        DeviceRows.Row(serial: "A1", branch: "DHK", host: "192.0.2.7", port: 4370),
        DeviceRows.Row(serial: "", branch: "DHK", host: "192.0.2.8", port: 4371, isEnabled: false),
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let before: String
        let appended: String
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(
            name: "a table with CRLF",
            before: "serial,branch,name,host,port,enabled\r\nX,DHK,Old,192.0.2.1,,\r\n",
            appended: "A1,DHK,,192.0.2.7,,\r\n,DHK,,192.0.2.8,4371,no\r\n"),
        Case(
            name: "a table with LF",
            before: "serial,branch,name,host,port,enabled\nX,DHK,Old,192.0.2.1,,\n",
            appended: "A1,DHK,,192.0.2.7,,\n,DHK,,192.0.2.8,4371,no\n"),
        Case(
            name: "a last line without its end",
            before: "host,enabled,port,branch,serial\n192.0.2.1,,,DHK,\"X,\n1\"",
            appended: "\n192.0.2.7,,,DHK,A1\n192.0.2.8,no,4371,DHK,\n"),
        Case(
            name: "semicolons and columns in another order",
            before: "Port;Host;Branch;Enabled;Note\r\n;192.0.2.1;DHK;;a,b,c\r\n",
            appended: ";192.0.2.7;DHK;;\r\n4371;192.0.2.8;DHK;no;\r\n"),
        Case(
            name: "a mark at the start",
            before: "\u{FEFF}serial,branch,host,port,enabled\n",
            appended: "A1,DHK,192.0.2.7,,\n,DHK,192.0.2.8,4371,no\n"),
        Case(
            name: "nothing", before: "",
            appended:
                "serial,branch,name,host,port,transport,comm_key,role,state_trusted,time_zone,enabled\r\n"
                + "A1,DHK,,192.0.2.7,,,,,,,\r\n,DHK,,192.0.2.8,4371,,,,,,no\r\n"),
    ])
    func `new rows follow the form of the table`(_ test: Case) throws {
        let table = try DeviceRows(after: Array(test.before.utf8), file: "devices.csv")
        let bytes = try table.bytes(for: Self.found)
        #expect(String(decoding: bytes, as: UTF8.self) == test.appended)
    }

    @Test(arguments: [
        "serial,branch,host,port,enabled\nA1,DHK,198.51.100.9,,\n,DHK,192.0.2.8,4371,\n",
        "serial,branch,host,port,enabled\n,DHK, 192.0.2.7 ,4370,\n,DHK,192.0.2.8,4371,no\n",
    ])
    func `a gate that is there by serial or address is not written again`(_ text: String) throws {
        let table = try DeviceRows(after: Array(text.utf8), file: "devices.csv")
        #expect(Self.found.allSatisfy { table.has($0) })
        #expect(try table.bytes(for: Self.found).isEmpty)
    }

    @Test(arguments: [
        (
            "serial,name\nA,B\n",
            "devices.csv:1:1: the header has no column host; nothing was written"
        ),
        ("serial,branch,host,enabled\n", "devices.csv:1:1: the header has no column port"),
        ("branch,host,port\n", "devices.csv:1:1: the header has no column enabled"),
        ("host,port,enabled\n", "devices.csv:1:1: the header has no column branch"),
        ("host\n\"192.0.2.1\n", "devices.csv:2:1: "),
    ])
    func `a table that cannot hold the rows is an error before anything is written`(
        _ text: String, _ sentence: String
    ) throws {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try DeviceRows(after: Array(text.utf8), file: "devices.csv")
                .bytes(for: Self.found)
        }
        #expect(error?.description.hasPrefix(sentence) == true, "\(error?.description ?? "")")
    }
}
