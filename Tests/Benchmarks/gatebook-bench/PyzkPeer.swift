import Foundation

/// pyzk, the client most tools of the field are made with, in a Python of its own.
enum PyzkPeer {
    /// Reads the gates of `fleet`, so many at a time, and tells what that took.
    ///
    /// - Throws: ``MissingPeer`` without pyzk.
    static func read(_ fleet: GateFleet, width: Int, timeoutSeconds: Int = 60) throws -> Measurement
    {
        let python = try PythonPeer.path(with: "zk", of: "pyzk")
        let gates = try GateProcess(fleet)
        let script = PythonPeer.root.appendingPathComponent("Tests/Benchmarks/pyzk_peer.py").path
        let numbers = [width, timeoutSeconds, fleet.gates * fleet.punches] + gates.ports
        let (status, output) = try PythonPeer.run(python, [script] + numbers.map(String.init))
        try WrongResult.unless(Int(status), is: 0, "pyzk ended with")
        return try JSONDecoder().decode(Measurement.self, from: output)
    }
}
