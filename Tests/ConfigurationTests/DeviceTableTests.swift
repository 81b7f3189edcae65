import Configuration
import GateModel
import TestKit
import Testing

/// A site of two branches and two shifts in a folder of its own.
struct SampleSite {
    let folder: TemporaryFolder
    let configuration: Configuration

    init() throws {
        folder = try TemporaryFolder()
        let path = try folder.write(
            """
            [[shift]]
            id = "D"
            start = "09:00"
            end = "18:00"
            [[shift]]
            id = "N"
            start = "22:00"
            end = "06:00"
            [[branch]]
            id = "DHK"
            [[branch]]
            id = "CTG"
            """, to: "gatebook.toml")
        configuration = try Configuration.load(path: path)
    }

    func devices(_ text: String) throws -> DeviceTable {
        try folder.write(text, to: "devices.csv")
        return try DeviceTable.load(for: configuration)
    }

    func roster(_ text: String) throws -> Roster {
        try folder.write(text, to: "members.csv")
        let devices = try devices("host,serial,branch\n192.0.2.1,AAAA0001,DHK\n")
        return try Roster.load(for: configuration, devices: devices)
    }

    /// The problems `work` finds, without the folder in front.
    func problems(_ work: (SampleSite) throws -> Void) throws -> [String] {
        let error = try #require(throws: ConfigurationError.self) { try work(self) }
        let prefix = folder.path("")
        return error.problems.map {
            $0.description.hasPrefix(prefix)
                ? String(
                    $0.description.dropFirst(
                        prefix.hasSuffix("/") ? prefix.count : prefix.count + 1))
                : $0.description
        }
    }
}

@Suite struct `Device table` {
    @Test func `blank cells have the defaults`() throws {
        let site = try SampleSite()
        let table = try site.devices("branch,host\r\nDHK,192.0.2.7\r\n")
        #expect(table.gates == [Gate(branch: "DHK", name: "192.0.2.7", host: "192.0.2.7")])
        #expect(table.rows.map(\.line) == [2])
    }

    @Test func `every column is read, in any order`() throws {
        let site = try SampleSite()
        let table = try site.devices(
            """
            enabled;time_zone;state_trusted;role;comm_key;transport;port;host;name;branch;serial
            no;Asia/Dhaka;yes;out;000123;udp;4371;gate.example;Back door;CTG;007

            ;;;;;;;;;;
            TRUE;;0;IN;@env:GATE_KEY;Auto;;192.0.2.8;;DHK;BBBB
            ;;;;@file:keys/one;;;192.0.2.9;;DHK;
            ;;;;0;;;192.0.2.10;;DHK;
            """)
        #expect(
            table.gates == [
                Gate(
                    serial: "007", branch: "CTG", name: "Back door", host: "gate.example",
                    port: 4371, transport: .udp, commKey: .literal(123), role: .out,
                    isStateTrusted: true, timeZone: "Asia/Dhaka", isEnabled: false),
                Gate(
                    serial: "BBBB", branch: "DHK", name: "BBBB", host: "192.0.2.8",
                    transport: .auto, commKey: .environment("GATE_KEY"), role: .in),
                Gate(
                    branch: "DHK", name: "192.0.2.9", host: "192.0.2.9",
                    commKey: .file(site.folder.path("keys/one"))),
                Gate(branch: "DHK", name: "192.0.2.10", host: "192.0.2.10"),
            ])
        #expect(table.rows.map(\.line) == [2, 5, 6, 7])
        #expect(table.gate("BBBB")?.host == "192.0.2.8")
        #expect(table.gate("CCCC") == nil)
    }

    @Test func `a gate that was replaced may keep its address, and one without network its row`()
        throws
    {
        let site = try SampleSite()
        let table = try site.devices(
            "serial,branch,host,enabled\nA,DHK,192.0.2.7,no\nB,DHK,192.0.2.7,yes\nC,DHK,,no\n")
        #expect(table.gates.map(\.serial) == ["A", "B", "C"])
    }

    @Test func `how gates write names is told for all, by serial and by name`() throws {
        let folder = try TemporaryFolder()
        try folder.write("serial,name,host\nA,Front,h1\n,Back,h2\nC,Side,h3\n", to: "devices.csv")
        let text = """
            [fleet]
            name_encoding = "UTF-8"
            [fleet.name_encodings]
            A = "gbk"
            "Back" = "windows-1256"
            """
        func gates(_ text: String) throws -> [NameEncoding?] {
            let read = try Configuration.read(
                Array(text.utf8), path: folder.path("gatebook.toml"))
            return try DeviceTable.load(for: read).gates.map(\.nameEncoding)
        }
        #expect(try gates(text) == [.gbk, .windows1256, .utf8])
        #expect(try gates("") == [nil, nil, nil])
        let error = #expect(throws: ConfigurationError.self) {
            try gates(text.replacing("Back", with: "Bakc"))
        }
        #expect(
            error?.problems.map(\.sentence) == [
                "“Bakc” in [fleet.name_encodings] is neither the serial nor the name of a gate; "
                    + "did you mean “Back”?"
            ])
        #expect(error?.problems.map(\.line) == [5])
    }

    @Test(arguments: [
        (
            "[fleet]\nname_encoding = \"gkb\"",
            "“name_encoding” in [fleet] must be the name of an encoding such as \"utf-8\", found "
                + "the text “gkb”; did you mean “gbk”?"
        ),
        (
            "[fleet]\nname_encoding = 1252",
            "“name_encoding” in [fleet] must be the name of an encoding such as \"utf-8\", found "
                + "the number 1252"
        ),
        (
            "[fleet]\nname_encodings = \"gbk\"",
            "“name_encodings” in [fleet] must be a table, found the text “gbk”"
        ),
        (
            "[fleet.name_encodings]\nA = \"windows1252\"",
            "“A” in [fleet.name_encodings] must be the name of an encoding such as \"utf-8\", found "
                + "the text “windows1252”; did you mean “windows-1252”?"
        ),
    ])
    func `an encoding nobody knows is explained`(text: String, sentence: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration.read(Array(text.utf8), path: "gatebook.toml")
        }
        #expect(error?.problems.map(\.sentence) == [sentence])
    }

    @Test func `the only branch need not be named`() throws {
        let folder = try TemporaryFolder()
        try folder.write("host\n192.0.2.7\n", to: "devices.csv")
        let configuration = try Configuration.read([], path: folder.path("gatebook.toml"))
        #expect(try DeviceTable.load(for: configuration).gates.map(\.branch) == ["MAIN"])
    }

    @Test(arguments: [
        (
            "serial,branch,host\nA,DHK,h1\nB,DHK,h2\nA,CTG,h3",
            "4:1: serial “A” is listed twice, first on line 2"
        ),
        (
            "branch,host,port\nDHK,Gate.example,\nDHK,gate.example,4370",
            "3:5: gate.example port 4370 is listed twice, first on line 2"
        ),
        ("branch,host,port\nDHK,h,0", "2:7: port must be a number from 1 to 65535, found “0”"),
        (
            "branch,host,port\nDHK,h,65536",
            "2:7: port must be a number from 1 to 65535, found “65536”"
        ),
        ("branch,host,port\nDHK,h,+80", "2:7: port must be a number from 1 to 65535, found “+80”"),
        ("branch,host\nDKH,h", "2:1: unknown branch “DKH”; did you mean “DHK”?"),
        ("branch,host\nX,h", "2:1: unknown branch “X”; known are DHK and CTG"),
        ("branch,host\n,h", "2:1: branch is blank"),
        ("host\nh", "2:1: branch is blank"),
        ("branch,host\nDHK,", "2:5: host is blank; give a name or address, or set enabled to no"),
        ("branch,host,transport\nDHK,h,tpc", "2:7: unknown transport “tpc”; did you mean “tcp”?"),
        ("branch,host,role\nDHK,h,exit", "2:7: unknown role “exit”; known are both, in and out"),
        (
            "branch,host,state_trusted\nDHK,h,maybe",
            "2:7: state_trusted must be yes or no, found “maybe”"
        ),
        (
            "branch,host,time_zone\nDHK,h,Asia/Daka",
            "2:7: time_zone names a time zone the system does not know, “Asia/Daka”; "
                + "did you mean “Asia/Dhaka”?"
        ),
        (
            "branch,host,comm_key\nDHK,h,1000000",
            "2:7: comm_key must be a number from 0 to 999999, @env:NAME or @file:PATH"
        ),
        (
            "branch,host,comm_key\nDHK,h,@env:",
            "2:7: comm_key must be a number from 0 to 999999, @env:NAME or @file:PATH"
        ),
        ("branch,host,prot\nDHK,h,1", "1:13: unknown column “prot”; did you mean “port”?"),
        ("branch,host,host\nDHK,h,h", "1:13: column “host” stands twice in the header"),
        ("branch,serial\nDHK,A", "1:1: column “host” is missing"),
        (
            "",
            "1:1: the header is missing; the first line must be serial,branch,name,host,port,"
                + "transport,comm_key,role,state_trusted,time_zone,enabled"
        ),
        (
            "branch,host\nDHK,\"h\n",
            "2:5: the quote opened here is never closed; add the closing quote, "
                + "or double a quote that belongs to the text"
        ),
    ])
    func `what is wrong is named with its place`(text: String, problem: String) throws {
        let site = try SampleSite()
        let found = try site.problems { _ = try $0.devices(text) }
        #expect(found == ["devices.csv:\(problem)"])
    }

    @Test func `all problems are found in one go`() throws {
        let site = try SampleSite()
        let found = try site.problems {
            _ = try $0.devices("host,branch,port,role\nh,DHK,x,y\nh2,ABC,1,in\n\"h3\"x")
        }
        #expect(
            found == [
                "devices.csv:2:7: port must be a number from 1 to 65535, found “x”",
                "devices.csv:2:9: unknown role “y”; known are both, in and out",
                "devices.csv:3:4: unknown branch “ABC”; known are DHK and CTG",
                "devices.csv:4:5: text follows a closing quote; put a separator between, "
                    + "or double a quote that belongs to the text",
            ])
    }

    @Test func `a missing file is told, a workbook like any other`() throws {
        let site = try SampleSite()
        #expect(
            try site.problems { _ = try DeviceTable.load(for: $0.configuration) } == [
                "devices.csv: there is no such file; `gatebook init` writes one, "
                    + "`[fleet] devices` names another"
            ])
        var configuration = site.configuration
        configuration.fleet.devices = "devices.xlsx"
        let error = #expect(throws: ConfigurationError.self) {
            try DeviceTable.load(for: configuration)
        }
        #expect(
            error?.description
                == "devices.xlsx: there is no such file; `gatebook init` writes one, "
                + "`[fleet] devices` names another")
    }
}

@Suite struct `Comm keys` {
    @Test func `a key is found where the fleet says`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("  4711\r\n", to: "key")
        #expect(try CommKeySource.none.resolve(environment: [:]) == nil)
        #expect(try CommKeySource.literal(999_999).resolve(environment: [:]) == 999_999)
        #expect(try CommKeySource.environment("K").resolve(environment: ["K": "12"]) == 12)
        #expect(try CommKeySource.environment("K").resolve(environment: ["K": "0"]) == nil)
        #expect(try CommKeySource.file(file).resolve(environment: [:]) == 4711)
    }

    @Test(arguments: [
        (CommKeySource.environment("GATE_KEY"), "the environment variable GATE_KEY is not set"),
        (.environment("BAD"), "the environment variable BAD holds no number from 0 to 999999"),
        (.file("no-such/key"), "the file no-such/key cannot be read"),
    ])
    func `a key that is not found is never shown`(source: CommKeySource, sentence: String) {
        let error = #expect(throws: CommKeyError.self) {
            try source.resolve(environment: ["BAD": "98765432"])
        }
        #expect(error?.description == "the comm key is not known: \(sentence)")
    }
}
