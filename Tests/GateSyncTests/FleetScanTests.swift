import GateModel
import TestKit
import Testing
import ZKClient

@testable import GateSync

struct FleetScanTests {
    /// How many addresses are looked at at the moment, and were at most.
    private final class Gauge: Sendable {
        private let state = Locked((now: 0, most: 0))
        var most: Int { state.withLock { $0.most } }
        func enter() {
            state.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
        }
        func leave() { state.withLock { $0.now -= 1 } }
    }

    @Test func `every address is looked at once, and what is there comes in order`() async throws {
        var finding = GateProbe.Finding()
        finding.serial = "A1"
        let gate = GateProbe.Outcome.gate(finding)
        let gauge = Gauge()
        let looked = Locked<[GateAddress]>([])
        let scan = FleetScan(width: 7, ports: [4370, 4371]) { address in
            gauge.enter()
            defer { gauge.leave() }
            looked.withLock { $0.append(address) }
            await Task.yield()
            switch "\(address)" {
            case "192.0.2.3:4371", "192.0.2.200:4370": return gate
            case "192.0.2.90:4370": return .other("it speaks HTTP")
            default: return .nothing
            }
        }
        var done: [Int] = []
        let ranges = try [AddressRange("192.0.2.0/24"), AddressRange("192.0.2.3-5")]
        let found = try await scan.run(ranges) { done.append($0) }
        let expected: [FleetScan.Found] = [
            .init(address: GateAddress(host: "192.0.2.3", port: 4371), outcome: gate),
            .init(
                address: GateAddress(host: "192.0.2.90", port: 4370),
                outcome: .other("it speaks HTTP")),
            .init(address: GateAddress(host: "192.0.2.200", port: 4370), outcome: gate),
        ]
        #expect(found == expected)
        #expect(done == Array(1...508))
        let all = looked.withLock { $0 }
        #expect(all.count == 508 && Set(all).count == 508)
        #expect((1...7).contains(gauge.most))
    }
}
