import Testing
import ZKClient
import ZKEmulator
import ZKProtocol

/// The client against emulated gates: behaviour in every record layout. The emulator shares the codec,
/// so that layouts themselves are proven by the vectors, not here.
@Suite(.timeLimit(.minutes(1)))
struct EmulatorTests {
    /// One emulated gate.
    struct Setup: Sendable, CustomTestStringConvertible {
        var users = 72
        var attendance = 40
        var fault: String?
        var commKey: UInt32 = 0
        var testDescription: String {
            "users \(users), attendance \(attendance), \(fault ?? "no fault"), key \(commKey)"
        }
    }

    private static let userCount = 30
    private static let punchCount = 2000

    /// Runs `body` against a gate with 30 users, each with a finger, and 2,000 punches.
    private func withGate(
        _ setup: Setup, body: @Sendable (GateAddress) async throws -> Void
    ) async throws {
        let template = "TZhTU1MyMQAABNs="
        let users = (1...Self.userCount).map {
            """
            {"uid":\($0),"user_id":"\(500 + $0)","name":"N \($0)","privilege":\($0 == 1 ? 14 : 0),
            "templates":[{"fid":6,"valid":1,"base64":"\(template)"}]}
            """
        }
        let punches = (0..<Self.punchCount).map { index in
            let user = 1 + index % Self.userCount
            let minute = index / 60 % 60
            let second = index % 60
            return """
                {"uid":\(user),"user_id":"\(500 + user)","state":\(index % 2),"verify":1,
                "at":"2026-10-05T08:\(minute / 10)\(minute % 10):\(second / 10)\(second % 10)"}
                """
        }
        let fault = setup.fault.map { ",\"faults\":[\"\($0)\"]" } ?? ""
        let json = """
            {"devices":[{"serial":"TEST0001","comm_key":\(setup.commKey),
            "user_format":\(setup.users),"attendance_format":\(setup.attendance),
            "clock_offset_seconds":-90\(fault),
            "users":[\(users.joined(separator: ","))],
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

    @Test(arguments: [
        Setup(users: 28, attendance: 8), Setup(users: 28, attendance: 16),
        Setup(users: 72, attendance: 40), Setup(users: 72, attendance: 49),
        Setup(users: 72, attendance: 49, fault: "small_pieces"),
        Setup(users: 28, attendance: 8, fault: "small_pieces", commKey: 12),
        Setup(users: 72, attendance: 40, fault: "one_byte_segments", commKey: 999_999),
    ])
    func `everything a gate holds is read`(_ setup: Setup) async throws {
        try await withGate(setup) { address in
            let options = ClientOptions(commKey: setup.commKey, chunkSize: 20_000)
            try await DeviceClient.withConnection(to: address, options: options) { client in
                let info = try await client.info()
                #expect(info.serial == "TEST0001")
                #expect(info.firmware?.hasPrefix("Ver ") == true)
                let sizes = try await client.storageSizes()
                #expect(sizes.users == Self.userCount)
                #expect(sizes.attendance == Self.punchCount)

                let users = try await client.users(sizes: sizes)
                #expect(users.layout?.size == setup.users)
                #expect(users.undecodable == [])
                #expect(users.records.map(\.userID) == (501...530).map { String($0) })
                #expect(users.records.map(\.name) == (1...30).map { "N \($0)" })
                #expect(users.records.first?.privilege == .superAdministrator)

                let log = try await client.attendance(sizes: sizes)
                #expect(log.layout?.size == setup.attendance)
                #expect(log.undecodable == [])
                #expect(log.records.map(\.position) == Array(0..<Self.punchCount))
                #expect(log.records.map { $0.state } == (0..<2000).map { UInt8($0 % 2) })
                #expect(log.records.last?.time.description == "2026-10-05 08:33:19")
                let expectedID: String? = setup.attendance == 8 ? nil : "520"
                #expect(log.records.last?.userID == expectedID)
                let expectedSlot: UInt16? = setup.attendance == 16 ? nil : 20
                #expect(log.records.last?.userSlot == expectedSlot)

                let templates = try await client.templates(sizes: sizes)
                #expect(templates.records.count == Self.userCount)
                #expect(templates.records.allSatisfy { $0.finger == 6 && $0.bytes.count == 11 })
                #expect(await client.receivedByteCount > setup.attendance * Self.punchCount)
            }
        }
    }

    @Test func `a gate with another key lets nobody in`() async throws {
        try await withGate(Setup(commKey: 77)) { address in
            let error = await #expect(throws: DeviceError.self) {
                try await DeviceClient.withConnection(
                    to: address, options: ClientOptions(commKey: 78)
                ) { _ in }
            }
            #expect(error?.code == .wrongKey)
        }
    }

    @Test func `a damaged stream is noticed`() async throws {
        try await withGate(Setup(fault: "wrong_checksum")) { address in
            let error = await #expect(throws: DeviceError.self) {
                try await DeviceClient.withConnection(to: address) { _ in }
            }
            #expect(error?.code == .damaged)
        }
    }
}
