import GateModel
import IngestPeer
import Store

extension InventedLog {
    /// The punches as the peer holds them.
    func peerPunches() -> [ingest_peer_punch] {
        punches().map { punch in
            var peer = ingest_peer_punch()
            peer.at = Int64(punch.at.secondsSinceEpoch)
            peer.state = punch.state
            peer.verify = punch.verify
            peer.position = Int32(punch.position)
            withUnsafeMutableBytes(of: &peer.device_user_id) { field in
                let id = (punch.deviceUserID?.rawValue ?? "").utf8.prefix(field.count - 1)
                field.copyBytes(from: Array(id))
            }
            return peer
        }
    }

    /// Makes an empty database at `path`, with the schema of the store.
    static func makeEmptyStore(at path: String) throws {
        _ = try GateStore(path: path, access: .create)
    }

    /// Stores every log through the store; returns the number of new punches.
    static func record(_ logs: [(reading: Reading, punches: [Punch])], in path: String) async throws
        -> Int
    {
        let store = try GateStore(path: path)
        var new = 0
        for log in logs { new += try await store.record(log.reading, punches: log.punches).new }
        return new
    }

    /// Stores every log through the peer; returns the number of new punches.
    static func recordWithPeer(
        _ logs: [(serial: String, punches: [ingest_peer_punch])], in path: String
    ) throws -> Int {
        var new = 0
        for log in logs {
            let added = ingest_peer_insert(
                path, GateStore.settings, log.serial, log.punches, Int64(log.punches.count))
            guard added >= 0 else { throw WrongResult(description: "the peer failed") }
            new += Int(added)
        }
        return new
    }
}
