import Testing
import ZKClient
import ZKEmulator
import ZKProtocol

/// What the client writes is what an emulated gate then holds.
@Suite(.timeLimit(.minutes(1)))
struct EmulatorWritingTests {
    private static let fleet = """
        {"devices":[{"serial":"TEST0001","user_format":LAYOUT,"users":[
        {"uid":1,"user_id":"501","name":"N 1","privilege":14},
        {"uid":2,"user_id":"502","name":"N 2","privilege":0,
        "templates":[{"fid":6,"valid":1,"base64":"TZhTU1MyMQAABNs="}]}]}]}
        """

    @Test(arguments: UserLayout.allCases)
    func `a person is written, read back, changed and deleted`(_ layout: UserLayout) async throws {
        let json = Self.fleet.replacing("LAYOUT", with: "\(layout.size)")
        let fleet = try await EmulatedFleet.start(fleet: Fleet(json: Array(json.utf8)))
        let gate = try #require(fleet.gates.first)
        try await DeviceClient.withConnection(
            to: GateAddress(host: gate.host, port: gate.port), options: .patient
        ) { client in
            let before = try await client.users()
            #expect(before.layout == layout)
            let person = UserRecord(
                slot: 7, userID: "777", name: "New", password: "1234", card: 99, group: 2)
            let fingers = [
                TemplateRecord(slot: 7, finger: 0, bytes: (0..<1700).map { UInt8($0 % 251) }),
                TemplateRecord(slot: 7, finger: 9, bytes: [1, 2, 3, 4, 5, 6, 7]),
            ]
            try await client.whileDisabled { client in
                try await client.write([person], with: [fingers[0]], layout: layout)
                try await client.write(fingers[1])
                try await client.refresh()
            }
            let users = try await client.users()
            let written = try #require(users.records.last)
            let writtenBytes = try written.encoded(as: layout)
            let wantedBytes = try person.encoded(as: layout)
            #expect(writtenBytes == wantedBytes)
            #expect(users.records.dropLast().elementsEqual(before.records))
            let templates = try await client.templates()
            #expect(templates.records.filter { $0.slot == 7 } == fingers)
            let single = try await client.template(slot: 7, finger: 0, listedLength: 1700)
            #expect(single == fingers[0])

            try await client.deleteTemplate(slot: 7, userID: "777", finger: 0)
            let left = try await client.templates()
            #expect(left.records.filter { $0.slot == 7 } == [fingers[1]])
            let gone = try await client.template(slot: 7, finger: 0)
            #expect(gone == nil)
            try await client.deleteUser(slot: 7)
            let after = try await client.users()
            #expect(after.records == before.records)
        }
        await fleet.stop()
    }

    @Test func `the clock that was set is the clock that is read`() async throws {
        let json = Self.fleet.replacing("LAYOUT", with: "72")
        let fleet = try await EmulatedFleet.start(fleet: Fleet(json: Array(json.utf8)))
        let gate = try #require(fleet.gates.first)
        try await DeviceClient.withConnection(
            to: GateAddress(host: gate.host, port: gate.port), options: .patient
        ) { client in
            let wanted = try #require(DeviceTime(wallSeconds: 1_709_210_096))
            try await client.setClock(to: wanted)
            let shown = try await client.time()
            let seconds = try #require(shown.wallSeconds)
            #expect((1_709_210_096...1_709_210_156).contains(seconds))
            try await client.setOption("VoiceOn", to: "0")
            let option = try await client.option("VoiceOn")
            #expect(option == "0")
        }
        await fleet.stop()
    }
}
