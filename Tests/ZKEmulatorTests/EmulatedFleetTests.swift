import Foundation
import GateModel
import QueueIO
import TestKit
import Testing
import ZKProtocol

@testable import ZKEmulator

@Suite(.timeLimit(.minutes(2)))
struct EmulatedFleetTests {
    private let asOf = wall("2026-11-20T02:00:00")

    private func device(_ serial: String, _ change: (inout FleetDevice) -> Void = { _ in })
        -> FleetDevice
    {
        var device = ExampleGate.device()
        device.serial = serial
        change(&device)
        return device
    }

    /// Runs `body` with the gates of `devices` listening.
    private func withFleet(
        _ devices: [FleetDevice], state: String? = nil,
        _ body: (EmulatedFleet, [String: Int]) async throws -> Void
    ) async throws {
        let fleet = try await EmulatedFleet.start(
            fleet: Fleet(devices: devices), clock: EmulatorClock(standingAt: asOf),
            stateDirectory: state)
        let ports = Dictionary(
            fleet.gates.map { ($0.serial, $0.port) }, uniquingKeysWith: { first, _ in first })
        do {
            try await body(fleet, ports)
        } catch {
            await fleet.stop()
            throw error
        }
        await fleet.stop()
    }

    @Test func `gates answer side by side, each with its own serial and people`() async throws {
        let devices = (1...20).map { number in
            device("G\(number)") { $0.users[0].userID = "\(number)" }
        }
        try await withFleet(devices) { fleet, ports in
            #expect(fleet.gates.map(\.serial) == devices.map(\.serial))
            #expect(Set(ports.values).count == 20)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (serial, port) in ports {
                    group.addTask {
                        var client = try await PlainClient(port: port)
                        #expect(try await client.ask(.connect).command == .ackOK)
                        #expect(try await client.option("~SerialNumber") == serial)
                        let bytes = try await client.dataset(.users)
                        let list = try UserList(decoding: Dataset(bytes[...]).records)
                        #expect(list.records.map(\.userID) == [String(serial.dropFirst())])
                        #expect(try await client.ask(.exit).command == .ackOK)
                        #expect(try await client.read().isEmpty)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `two clients of one gate do not disturb each other`() async throws {
        try await withFleet([device("A")]) { _, ports in
            let port = try #require(ports["A"])
            var first = try await PlainClient(port: port)
            var second = try await PlainClient(port: port)
            _ = try await first.ask(.connect)
            _ = try await second.ask(.connect)
            #expect(first.session != second.session)
            #expect(try await second.ask(.exit).command == .ackOK)
            #expect(try await first.option("~DeviceName") == "F18")
            await first.close()
        }
    }

    @Test func `a thousand gates run in one process`() async throws {
        let devices = (0..<1000).map { device("T\($0)") }
        try await withFleet(devices) { fleet, ports in
            #expect(fleet.gates.count == 1000)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for gate in fleet.gates {
                    group.addTask {
                        var client = try await PlainClient(port: gate.port)
                        _ = try await client.ask(.connect)
                        #expect(try await client.option("~SerialNumber") == gate.serial)
                        await client.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `what was written is there after a restart, and in the journal`() async throws {
        let folder = try TemporaryFolder()
        let state = folder.path("state")
        var ann = UserRecord(slot: 9, userID: "2002", name: "Bo Chen", card: 77)
        ann.passwordField = unhex("3132 00 FF 7C 00×3")
        let record = try ann.encoded(as: .bytes72)
        try await withFleet([device("A"), device("B")], state: state) { _, ports in
            var client = try await PlainClient(port: try #require(ports["A"]))
            _ = try await client.ask(.connect)
            #expect(try await client.ask(.writeUser, record).command == .ackOK)
            #expect(try await client.ask(.deleteUser, [5, 0]).command == .ackOK)
            #expect(try await client.ask(.disable).command == .ackOK)
            // No goodbye: the gate keeps what it has acknowledged.
            await client.close()
        }
        try await withFleet([device("A"), device("B")], state: state) { fleet, ports in
            var client = try await PlainClient(port: try #require(ports["A"]))
            _ = try await client.ask(.connect)
            let bytes = try await client.dataset(.users)
            #expect(bytes == [72, 0, 0, 0] + record)
            #expect(await fleet.state(of: "A")?.isEnabled == false)
            #expect(await fleet.state(of: "B")?.users.map(\.slot) == [5])
            await client.close()
        }
        let journal = try String(contentsOfFile: state + "/journal.jsonl", encoding: .utf8)
        let names = journal.split(separator: "\n").map { line in
            line.split(separator: "\"name\":\"").last?.prefix { $0 != "\"" } ?? ""
        }
        #expect(
            names
                == [
                    Command.connect.name, Command.writeUser.name, Command.deleteUser.name,
                    Command.disable.name, Command.connect.name, Command.prepareBuffer.name,
                ].map { $0[...] })
        #expect(!journal.contains("Bo Chen") && !journal.contains("2002"))
    }

    @Test func `somebody at the gate can change it while it runs`() async throws {
        try await withFleet([device("A")]) { fleet, ports in
            try await fleet.update("A") { state in
                state.attendance.append(
                    FleetPunch(
                        slot: 5, userID: "1001", at: wall("2026-11-20T01:59:00"), state: 1,
                        verify: 1))
            }
            var client = try await PlainClient(port: try #require(ports["A"]))
            _ = try await client.ask(.connect)
            let bytes = try await client.dataset(.attendance)
            let log = try AttendanceLog(
                decoding: Dataset(bytes[...]).records, layout: .bytes40)
            #expect(log.records.map(\.state) == [0, 1])
            await client.close()
        }
    }

    @Test func `a taken port is an error that names the gate`() async throws {
        try await withFleet([device("A")]) { _, ports in
            let port = try #require(ports["A"])
            let twin = Fleet(devices: [device("B"), device("C") { $0.port = port }])
            let error = await #expect(throws: EmulatorError.self) {
                _ = try await EmulatedFleet.start(fleet: twin, asOf: asOf)
            }
            #expect(
                error?.description.hasPrefix("gate C cannot listen on 127.0.0.1:\(port): ") == true)
        }
    }

    // MARK: - Faults

    @Test func `a gate that refuses ends the connection at once`() async throws {
        try await withFleet([device("A") { $0.faults = [.refuse] }]) { _, ports in
            let port = try #require(ports["A"])
            let error = await #expect(throws: SocketError.self) {
                var client = try await PlainClient(port: port)
                _ = try await client.ask(.connect)
            }
            #expect(error != .timedOut)
        }
    }

    @Test(arguments: [4, 16, 30])
    func `a gate that drops sends so many bytes and no more`(_ count: Int) async throws {
        try await withFleet([device("A") { $0.faults = [.dropAfterBytes(count)] }]) { _, ports in
            let client = try await PlainClient(port: try #require(ports["A"]))
            let connect = Frame(command: .connect, session: 0, replyID: 0)
            try await client.send(connect.streamBytes + connect.streamBytes)
            var received = 0
            let error = await #expect(throws: SocketError.self) {
                while true {
                    let bytes = try await client.read()
                    if bytes.isEmpty { throw SocketError.closed }
                    received += bytes.count
                }
            }
            #expect(error != .timedOut)
            #expect(received == count)
        }
    }

    @Test func `a wrong checksum is one off`() async throws {
        try await withFleet([device("A") { $0.faults = [.wrongChecksum] }]) { _, ports in
            let port = try #require(ports["A"])
            let error = await #expect(throws: WireError.self) {
                var client = try await PlainClient(port: port)
                _ = try await client.ask(.connect)
            }
            guard case .checksum(let expected, let found) = error else {
                Issue.record("expected a wrong checksum, found \(String(describing: error))")
                return
            }
            #expect(found &- expected == 1)
        }
    }

    @Test func `single bytes make the same frames`() async throws {
        try await withFleet([device("A") { $0.faults = [.oneByteSegments, .smallPieces] }]) {
            fleet, ports in
            try await fleet.update("A") { state in
                state.templates[0].bytes = [UInt8](repeating: 9, count: 3000)
            }
            var client = try await PlainClient(port: try #require(ports["A"]))
            _ = try await client.ask(.connect)
            let bytes = try await client.dataset(.templates)
            let list = try TemplateList(decoding: Dataset(bytes[...]).records)
            #expect(list.records.map(\.bytes) == [[UInt8](repeating: 9, count: 3000)])
            await client.close()
        }
    }

    @Test func `a silent gate takes requests and says nothing`() async throws {
        try await withFleet([device("A") { $0.faults = [.silence] }]) { _, ports in
            let port = try #require(ports["A"])
            let address = try #require(SocketAddress(numericHost: "127.0.0.1", port: port))
            let channel = SocketChannel(
                try Socket(.stream, for: address), executor: QueueExecutor(label: "client"))
            try await channel.connect(to: address, deadline: PlainClient.deadline)
            try await channel.write(
                Frame(command: .connect, session: 0, replyID: 0).streamBytes,
                deadline: PlainClient.deadline)
            await #expect(throws: SocketError.timedOut) {
                try await channel.read(deadline: .now + .milliseconds(200))
            }
            await channel.close()
        }
    }

    @Test func `bytes of another protocol end the connection, and the client sees it`() async throws
    {
        try await withFleet([device("A")]) { _, ports in
            let port = try #require(ports["A"])
            // Often: a reset that meets a client between two waits was lost now and then.
            for _ in 0..<60 {
                let client = try await PlainClient(port: port)
                try await client.send(Array("GET / HTTP/1.0\r\n\r\n".utf8))
                let error = await #expect(throws: SocketError.self) {
                    if try await client.read().isEmpty { throw SocketError.closed }
                }
                #expect(error != .timedOut)
            }
        }
    }

    @Test func `the same people are told over UDP`() async throws {
        try await withFleet([device("A") { $0.isOnUDP = true }]) { _, ports in
            let port = try #require(ports["A"])
            let address = try #require(SocketAddress(numericHost: "127.0.0.1", port: port))
            let channel = SocketChannel(
                try Socket(.datagram, for: address), executor: QueueExecutor(label: "client"))
            func ask(_ command: Command, _ session: UInt16, _ data: [UInt8] = []) async throws
                -> Frame
            {
                let frame = Frame(command: command, session: session, replyID: 0, data: data)
                try await channel.writeDatagram(
                    frame.packet, to: address, deadline: PlainClient.deadline)
                let answer = try await channel.readDatagram(deadline: PlainClient.deadline)
                return try Frame(packet: answer.bytes[...])
            }
            let session = try await ask(.connect, 0).session
            let users = try await ask(.prepareBuffer, session, BulkRequest.users.encoded)
            let list = try UserList(decoding: Dataset(users.data[...]).records)
            #expect(list.records.map(\.userID) == ["1001"])
            #expect(try await ask(.exit, session).command == .ackOK)
            #expect(try await ask(.readTime, session).command == .ackUnauthorised)
            await channel.close()
        }
    }
}
