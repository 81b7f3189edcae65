import Foundation
import GateModel
import ZKEmulator

/// The gates of a benchmark, which a process of its own emulates: neither their work nor their memory
/// is that of whoever reads them.
struct GateFleet: Codable, Sendable {
    /// Gates that answer.
    var gates: Int
    /// Punches of each.
    var punches: Int
    /// Time that every answer takes beside its bytes.
    var roundTripMilliseconds = 0
    /// Gates behind those that never answer.
    var silent = 0

    /// The wall time at which gates and readers stand.
    static let asOf = LocalDateTime(
        InventedLog.firstDay.adding(days: 366), secondOfDay: 2 * 3600)

    /// Emulates the gates in this process until standard input ends: a line of JSON with their ports,
    /// then a line with "done" for each order carried out.
    ///
    /// The order is a number: so many punches more at every gate.
    func emulate() async throws {
        let fleet = Fleet(devices: (0..<gates + silent).map(device))
        let emulated = try await EmulatedFleet.start(
            fleet: fleet, clock: EmulatorClock(standingAt: Self.asOf, zone: "UTC"))
        say(try JSONEncoder().encode(emulated.gates.map(\.port)))
        while let line = readLine(), let more = Int(line) {
            for gate in 0..<gates {
                try await emulated.update("BENCH\(1000 + gate)") { [self] state in
                    state.attendance += (punches..<punches + more).map { punch($0, at: gate) }
                }
            }
            say(Data("done".utf8))
        }
        await emulated.stop()
    }

    private func say(_ line: Data) {
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }

    private func device(_ number: Int) -> FleetDevice {
        var device = FleetDevice(serial: "BENCH\(1000 + number)")
        device.users = (1...20).map {
            FleetUser(slot: $0, userID: String(100 + $0), name: "Person \($0)")
        }
        device.attendance = (0..<punches).map { punch($0, at: number) }
        device.link.roundTripMilliseconds = roundTripMilliseconds
        if number >= gates { device.faults = [.silence] }
        return device
    }

    private func punch(_ punch: Int, at gate: Int) -> FleetPunch {
        let start = LocalDateTime(InventedLog.firstDay, secondOfDay: 8 * 3600)
        return FleetPunch(
            slot: punch % 20 + 1, userID: String(101 + punch % 20),
            at: start.adding(seconds: punch * 60 + gate % 60), state: UInt8(punch % 2), verify: 1)
    }
}

/// The gates of another process, as seen from here; that process ends with the value.
final class GateProcess {
    /// The ports of the gates, on 127.0.0.1.
    let ports: [Int]
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts the gates and waits until they listen.
    init(_ fleet: GateFleet) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let shape = String(decoding: try JSONEncoder().encode(fleet), as: UTF8.self)
        process.arguments = ["--gates", shape]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        ports = try JSONDecoder().decode([Int].self, from: Self.line(from: output))
    }

    /// Lets `count` people pass at every gate.
    func punch(_ count: Int) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(count)\n".utf8))
        _ = try Self.line(from: output)
    }

    deinit {
        // The end of its input is what it waits for; an error here means that it is gone already.
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private static func line(from pipe: Pipe) throws -> Data {
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let more = pipe.fileHandleForReading.availableData
            guard !more.isEmpty else {
                throw WrongResult(description: "the process with the gates has ended")
            }
            line += more
        }
        return line
    }
}
