import TestKit
import Testing
import ZKClient
import ZKProtocol

@Suite(.timeLimit(.minutes(1)))
struct DeviceClientTests {
    // MARK: - As pyzk

    @Test(
        arguments: [
            ("connect", 0, false), ("connect-key-12", 12, true),
            ("connect-key-123456", 123_456, true),
            ("connect-key-needed-none-given", 0, true),
        ] as [(String, UInt32, Bool)])
    func `a session begins and ends with the bytes of pyzk`(
        exchange: String, commKey: UInt32, wantsKey: Bool
    ) async throws {
        let sent = try await ScriptedPeer.run { frame, link in
            guard wantsKey, frame.command == .connect else { return nil }
            try await link.reply(.ackUnauthorised, to: frame)
            return .goOn
        } body: { peer in
            try await DeviceClient.withConnection(
                to: peer.address, options: ClientOptions(commKey: commKey)
            ) { _ in }
            return peer.bytes
        }
        let expected = try pyzkBytes(exchange)
        #expect(sent == expected)
    }

    @Test func `clock, counters and serial are asked for with the bytes of pyzk`() async throws {
        let sent = try await ScriptedPeer.run { peer in
            try await DeviceClient.withConnection(to: peer.address) { client in
                _ = try await client.time()
                _ = try await client.storageSizes()
                _ = try await client.serial()
            }
            return peer.bytes
        }
        let expected = try pyzkBytes("clock-sizes-serial")
        #expect(sent == expected)
    }

    // MARK: - Verbs

    @Test func `clock, options and firmware are read`() async throws {
        let options = [
            "~SerialNumber": "==TEST0001=", "~DeviceName": "F18", "~Platform": "ZMM220_TFT",
            "~ZKFPVersion": "10", "~PIN2Width": "9", "MAC": "",
        ]
        try await ScriptedPeer.run { frame, link in
            switch frame.command {
            case .version: try await link.reply(.ackOK, to: frame, data: Array("Ver 6.60\0".utf8))
            case .readOption:
                let name = try OptionText.text(decoding: frame.data)
                if let value = options[name] {
                    let text = OptionText(name: name, value: value)
                    try await link.reply(.ackOK, to: frame, data: text.encoded)
                } else {
                    try await link.reply(.ackError, to: frame)
                }
            default: return nil
            }
            return .goOn
        } body: { peer in
            try await DeviceClient.withConnection(to: peer.address) { client in
                #expect(try await client.time().description == "2024-02-29 12:34:56")
                let clock = try await client.clock { .seconds(1_709_210_096 + 3) }
                #expect(clock.offsetSeconds == -3)
                #expect(
                    try await client.info()
                        == DeviceInfo(
                            serial: "TEST0001", name: "F18", platform: "ZMM220_TFT",
                            firmware: "Ver 6.60", fingerprintVersion: "10", faceVersion: nil,
                            userIDWidth: 9, mac: ""))
                #expect(try await client.option("NoSuchThing") == nil)
                #expect(try await client.storageSizes().attendance == 0)
                #expect(try await client.attendance().records == [])
                #expect(try await client.users().records == [])
                #expect(try await client.templates().records == [])
                #expect(await client.receivedByteCount > 300)
            }
            #expect(peer.commands.last == .exit)
            #expect(!peer.commands.contains(.disable))
        }
    }

    @Test(arguments: [1, 7, 16, 500, 100_000])
    func `a staged log arrives whole, however its stream is split`(piece: Int) async throws {
        let records = (0..<200).map { index in
            AttendanceRecord(
                position: index, userSlot: UInt16(1 + index % 9), userID: String(1 + index % 9),
                time: DeviceTime(rawValue: 0x31F7_378E &+ UInt32(index % 10)), state: 0, verify: 1)
        }
        let bytes = Dataset.encoded(
            records: try records.flatMap { try $0.encoded(as: .bytes40) })
        try await ScriptedPeer.run { frame, link in
            var answer: [UInt8] = []
            switch frame.command {
            case .prepareBuffer:
                answer = PeerLink.frame(
                    .ackOK, to: frame, data: StagedAnswer(size: UInt32(bytes.count)).encoded)
            case .readBuffer:
                let chunk = try ChunkRequest(decoding: frame.data)
                let wanted = bytes[Int(chunk.start)..<Int(chunk.start + chunk.size)]
                let announcement = DataAnnouncement(size: chunk.size, pieceSize: 1008)
                answer = PeerLink.frame(.prepareData, to: frame, data: announcement.encoded)
                for start in stride(from: wanted.startIndex, to: wanted.endIndex, by: 1008) {
                    let part = wanted[start..<min(start + 1008, wanted.endIndex)]
                    answer += PeerLink.frame(.data, to: frame, data: Array(part), session: 3)
                }
                answer += PeerLink.frame(.ackOK, to: frame)
            default: return nil
            }
            for start in stride(from: 0, to: answer.count, by: piece) {
                try await link.write(Array(answer[start..<min(start + piece, answer.count)]))
            }
            return .goOn
        } body: { peer in
            let log = try await DeviceClient.withConnection(
                to: peer.address, options: ClientOptions(chunkSize: 3000)
            ) { try await $0.attendance() }
            #expect(log.records == records)
            #expect(log.layout == .bytes40)
            #expect(peer.commands.count { $0 == .readBuffer } == 3)
            #expect(peer.commands.suffix(2) == [.freeData, .exit])
        }
    }

    @Test func `frames joined in one segment, late replies and events disturb nothing`()
        async throws
    {
        try await ScriptedPeer.run { frame, link in
            guard frame.command == .readTime else { return nil }
            let late = Frame(
                command: .ackOK, session: 0x45CF, replyID: frame.replyID &- 1, data: [1, 1, 1, 1])
            let event = Frame(command: .event, session: 1, replyID: 0, data: [5, 0])
            try await link.write(
                late.streamBytes + event.streamBytes
                    + PeerLink.frame(.ackOK, to: frame, data: [0x70, 0xC9, 0x48, 0x2E])
                    + late.streamBytes)
            return .goOn
        } body: { peer in
            try await DeviceClient.withConnection(to: peer.address) { client in
                for _ in 0..<3 {
                    let time = try await client.time()
                    #expect(time.description == "2024-02-29 12:34:56")
                }
            }
            #expect(
                peer.commands == [
                    .connect, .readTime, .ackOK, .readTime, .ackOK, .readTime, .ackOK, .exit,
                ])
        }
    }

    @Test func `a dataset that is cut off is read once more`() async throws {
        let tries = Locked(0)
        try await ScriptedPeer.run { frame, link in
            guard frame.command == .prepareBuffer else { return nil }
            let isFirst = tries.withLock { count in
                count += 1
                return count == 1
            }
            try await link.reply(
                .data, to: frame, data: isFirst ? [10, 0, 0, 0, 1] : [0, 0, 0, 0])
            return .goOn
        } body: { peer in
            try await DeviceClient.withConnection(to: peer.address) { client in
                let list = try await client.templates()
                #expect(list.records == [])
            }
        }
        #expect(tries.withLock { $0 } == 2)
    }
}
