import QueueIO
import Testing
import ZKClient
import ZKEmulator
import ZKProtocol

/// Gates over UDP: every layout, on networks that lose, double and swap datagrams.
@Suite(.timeLimit(.minutes(1)))
struct DatagramTests {
    private static let punchCount = 1500

    /// Runs `body` against a gate on UDP with 12 users, one with a long template, and 1,500 punches.
    private func withGate(
        users: Int = 72, attendance: Int = 40, commKey: UInt32 = 0,
        body: @Sendable (GateAddress) async throws -> Void
    ) async throws {
        let people = (1...12).map { #"{"uid":\#($0),"user_id":"\#(500 + $0)","name":"N \#($0)"}"# }
        let punches = (0..<Self.punchCount).map { index in
            let (user, minute, second) = (1 + index % 12, index / 60 % 60, index % 60)
            return """
                {"uid":\(user),"user_id":"\(500 + user)","state":\(index % 2),"verify":1,
                "at":"2026-10-05T08:\(minute / 10)\(minute % 10):\(second / 10)\(second % 10)"}
                """
        }
        let json = """
            {"devices":[{"serial":"TEST0001","udp":true,"comm_key":\(commKey),
            "user_format":\(users),"attendance_format":\(attendance),
            "users":[\(people.joined(separator: ","))],
            "attendance":[\(punches.joined(separator: ","))]}]}
            """
        let fleet = try await EmulatedFleet.start(fleet: Fleet(json: Array(json.utf8)))
        do {
            let gate = try #require(fleet.gates.first)
            try await body(GateAddress(host: gate.host, port: gate.port))
        } catch {
            await fleet.stop()
            throw error
        }
        await fleet.stop()
    }

    private func options(
        commKey: UInt32 = 0, resendPause: Duration = .milliseconds(30)
    ) -> ClientOptions {
        ClientOptions(
            carrier: .udp, commKey: commKey, timeout: .seconds(20), stagingTimeout: .seconds(2),
            progressTimeout: .seconds(20), resendPause: resendPause)
    }

    private func readAndCompare(_ client: DeviceClient) async throws {
        let serial = try await client.serial()
        #expect(serial == "TEST0001")
        let sizes = try await client.storageSizes()
        #expect(sizes.attendance == Self.punchCount)
        let log = try await client.attendance(sizes: sizes)
        #expect(log.undecodable == [])
        #expect(log.records.map(\.position) == Array(0..<Self.punchCount))
        #expect(log.records.map(\.state) == (0..<Self.punchCount).map { UInt8($0 % 2) })
        #expect(log.records.last?.time.description == "2026-10-05 08:24:59")
        let users = try await client.users(sizes: sizes)
        #expect(users.records.map(\.userID) == (501...512).map { String($0) })
    }

    @Test(arguments: [(28, 8), (28, 16), (72, 40), (72, 49)])
    func `everything is read in datagrams`(users: Int, attendance: Int) async throws {
        try await withGate(users: users, attendance: attendance, commKey: 12) { address in
            try await DeviceClient.withConnection(
                to: address, options: options(commKey: 12, resendPause: .seconds(5))
            ) { try await readAndCompare($0) }
        }
    }

    @Test(arguments: [
        BadNetwork.Faults(lost: 6, seed: 2), BadNetwork.Faults(doubled: 25, seed: 3),
        BadNetwork.Faults(swapped: 20, seed: 4),
        BadNetwork.Faults(lost: 4, doubled: 10, swapped: 10, seed: 5),
    ])
    func `a bad network costs time, and no punch`(_ faults: BadNetwork.Faults) async throws {
        try await withGate { gate in
            try await BadNetwork.run(to: gate, faults) { network in
                try await DeviceClient.withConnection(to: network.address, options: options()) {
                    try await readAndCompare($0)
                }
                #expect(network.faultCount > 3)
            }
        }
    }

    @Test func `a person is written over a bad network`() async throws {
        try await withGate { gate in
            try await BadNetwork.run(to: gate, .init(doubled: 20, swapped: 10, seed: 6)) {
                network in
                try await DeviceClient.withConnection(to: network.address, options: options()) {
                    client in
                    let person = UserRecord(slot: 40, userID: "540", name: "New", group: 1)
                    try await client.write(person, layout: .bytes72)
                    let written = try await client.users().records.last
                    #expect(written?.userID == "540")
                }
            }
        }
    }

    // MARK: - Carriers

    @Test func `auto takes TCP where somebody listens`() async throws {
        try await ScriptedPeer.run { peer in
            let options = ClientOptions(carrier: .auto, timeout: .seconds(30))
            try await DeviceClient.withConnection(to: peer.address, options: options) { client in
                let time = try await client.time()
                #expect(time.description == "2024-02-29 12:34:56")
            }
            #expect(peer.commands == [.connect, .readTime, .exit])
        }
    }

    @Test func `auto takes UDP where TCP is refused`() async throws {
        try await withGate { gate in
            // The network in between carries datagrams only: TCP is refused there.
            try await BadNetwork.run(to: gate, .init()) { network in
                let options = ClientOptions(carrier: .auto, timeout: .seconds(20))
                try await DeviceClient.withConnection(to: network.address, options: options) {
                    let serial = try await $0.serial()
                    #expect(serial == "TEST0001")
                }
            }
        }
    }

    @Test(arguments: [Carrier.udp, .auto])
    func `nobody there is unreachable`(_ carrier: Carrier) async throws {
        let local = try #require(SocketAddress(numericHost: "127.0.0.1", port: 0))
        // Bound and closed again: nobody listens on that port now.
        let port = try {
            let socket = try Socket(.stream, for: local)
            try socket.bind(to: local)
            return try socket.localAddress().port
        }()
        let error = await #expect(throws: DeviceError.self) {
            try await DeviceClient.withConnection(
                to: GateAddress(host: "127.0.0.1", port: port),
                options: ClientOptions(carrier: carrier, timeout: .seconds(20))
            ) { _ in }
        }
        #expect(error?.code == .unreachable)
    }
}
