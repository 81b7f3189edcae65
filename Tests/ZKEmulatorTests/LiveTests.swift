import GateModel
import QueueIO
import Testing
import ZKProtocol

@testable import ZKEmulator

/// Emulated gates on the network: events, orders while running, clients that compete.
@Suite(.timeLimit(.minutes(2)))
struct LiveTests {
    private func withGate(
        _ change: (inout FleetDevice) -> Void = { _ in },
        _ body: (EmulatedFleet, Int) async throws -> Void
    ) async throws {
        var device = ExampleGate.device()
        device.serial = "A"
        change(&device)
        let fleet = try await EmulatedFleet.start(
            fleet: Fleet(devices: [device]),
            clock: EmulatorClock(standingAt: wall("2026-11-20T02:00:00")))
        do {
            try await body(fleet, try #require(fleet.gates.first).port)
        } catch {
            await fleet.stop()
            throw error
        }
        await fleet.stop()
    }

    private func connected(_ port: Int) async throws -> PlainClient {
        var client = try await PlainClient(port: port)
        #expect(try await client.ask(.connect).command == .ackOK)
        return client
    }

    private let punch = GateAct.punch(userID: "1001", state: 0, verify: 1, count: 1)

    @Test func `a client that has registered hears of every punch, in order`() async throws {
        try await withGate { fleet, port in
            var client = try await connected(port)
            var other = try await connected(port)
            #expect(try await client.ask(.event, [1, 0, 0, 0]).command == .ackOK)
            try await fleet.perform(
                .punch(userID: "1001", state: 0, verify: 1, count: 3), at: "A")
            for second in 0..<3 {
                let event = try await client.next()
                #expect(event.command == .event && event.session == 1 && event.replyID == 0)
                #expect(event.data.suffix(6) == [26, 11, 20, 2, 0, UInt8(second)])
                try await client.acknowledge()
            }
            // The other one hears nothing but its answer.
            #expect(try await other.ask(.readTime).command == .ackOK)
            #expect(try await client.ask(.event, [0, 0, 0, 0]).command == .ackOK)
            try await fleet.perform(punch, at: "A")
            #expect(try await client.ask(.readTime).command == .ackOK)
            await client.close()
            await other.close()
        }
    }

    @Test func `a client that never acknowledges hears of the next punch all the same`()
        async throws
    {
        try await withGate { fleet, port in
            var client = try await connected(port)
            _ = try await client.ask(.event, [1, 0, 0, 0])
            try await fleet.perform(punch, at: "A")
            try await fleet.perform(punch, at: "A")
            #expect(try await client.next().command == .event)
            #expect(try await client.next().command == .event)
            await client.close()
        }
    }

    @Test func `the client that enrolls hears how it goes without registration`() async throws {
        try await withGate { fleet, port in
            var client = try await connected(port)
            let request = unhex("31303031 00×20 06 01")
            #expect(try await client.ask(.startEnroll, request).command == .ackOK)
            var codes: [UInt16] = []
            while codes.last != GateEvent.enrolled {
                let event = try await client.next()
                try #require(event.command == .event)
                codes.append(event.session)
                try await client.acknowledge()
            }
            #expect(codes == [2, 0x100, 2, 0x100, 2, 0x100, 8])
            #expect(await fleet.state(of: "A")?.templates.map(\.finger) == [4, 6])
            await client.close()
        }
    }

    @Test func `orders change a gate while it runs`() async throws {
        try await withGate { fleet, port in
            var client = try await connected(port)
            #expect(
                await fleet.obey(#"{"serial":"A","faults":[{"kind":"busy","times":1}]}"#)
                    == #"{"ok":true}"#)
            #expect(try await client.ask(.readTime).command == .ackRetry)
            #expect(try await client.ask(.readTime).command == .ackOK)
            #expect(
                await fleet.obey(#"{"act":{"kind":"swap_serial","serial":"B"},"tell":true}"#)
                    == #"{"ok":true,"gates":[{"serial":"A","enabled":true,"clients":1,"users":1,"#
                    + #""templates":1,"operations":[],"attendance":[{"uid":5,"user_id":"1001","#
                    + #""at":"2026-01-31T08:59:58","state":0,"verify":15}]}]}"#)
            #expect(try await client.option("~SerialNumber") == "B")
            await client.close()
        }
    }

    @Test(arguments: [
        (#"{"serial":"AB"}"#, "serial: no gate has the serial \\\"AB\\\"; did you mean \\\"A\\\"?"),
        (#"{"fault":[]}"#, "unknown key \\\"fault\\\", did you mean \\\"faults\\\"?"),
        (#"{"faults":["silense"]}"#, "faults[0]: unknown fault \\\"silense\\\"; did you mean"),
        ("{", "not valid JSON"), ("[1]", "expected an object"),
    ])
    func `an order that makes no sense is explained and changes nothing`(
        _ line: String, _ reason: String
    ) async throws {
        try await withGate { fleet, port in
            let answer = await fleet.obey(line)
            #expect(answer.hasPrefix(#"{"ok":false,"error":""#))
            #expect(answer.contains(reason), "\(answer)")
            let client = try await connected(port)
            await client.close()
        }
    }

    @Test func `a loss of power breaks all connections, and the gate is back`() async throws {
        try await withGate { fleet, port in
            var first = try await connected(port)
            let second = try await connected(port)
            _ = try await first.ask(.disable)
            try await fleet.perform(.powerLoss(losing: false), at: "A")
            for client in [first, second] {
                let error = await #expect(throws: SocketError.self) {
                    if try await client.read().isEmpty { throw SocketError.closed }
                }
                #expect(error != .timedOut)
            }
            #expect(await fleet.state(of: "A")?.isEnabled == true)
            let third = try await connected(port)
            await third.close()
        }
    }

    @Test func `a second client is refused, or waits, or drives the first away`() async throws {
        try await withGate({ $0.secondClient = .refuse }) { _, port in
            var first = try await connected(port)
            let error = await #expect(throws: SocketError.self) { _ = try await connected(port) }
            #expect(error != .timedOut)
            #expect(try await first.ask(.exit).command == .ackOK)
        }
        try await withGate({ $0.secondClient = .wait }) { _, port in
            var first = try await connected(port)
            var second = try await PlainClient(port: port)
            #expect(try await first.ask(.readTime).command == .ackOK)
            #expect(try await first.ask(.exit).command == .ackOK)
            #expect(try await second.ask(.connect).command == .ackOK)
            await second.close()
        }
        try await withGate({ $0.secondClient = .replace }) { _, port in
            let first = try await connected(port)
            let second = try await connected(port)
            let error = await #expect(throws: SocketError.self) {
                if try await first.read().isEmpty { throw SocketError.closed }
            }
            #expect(error != .timedOut)
            await second.close()
        }
    }

    @Test func `far away gates answer later, thin lines carry bytes slowly`() async throws {
        try await withGate({
            $0.link.roundTripMilliseconds = 30
            $0.link.bytesPerSecond = 40_000
        }) { fleet, port in
            try await fleet.update("A") {
                $0.templates[0].bytes = [UInt8](repeating: 9, count: 8000)
            }
            let start = ContinuousClock.now
            var client = try await connected(port)
            let bytes = try await client.dataset(.templates)
            #expect(bytes.count == 8010)
            // Three round trips of 30 ms, and 8 KB at 40 KB/s; never faster.
            #expect(start.duration(to: .now) > .milliseconds(290))
            await client.close()
        }
    }
}
