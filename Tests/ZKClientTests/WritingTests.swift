import Foundation
import Testing
import ZKClient
import ZKProtocol

/// The verbs that change something, byte for byte as pyzk 0.9 sends them, and what becomes of answers.
@Suite(.timeLimit(.minutes(1)))
struct WritingTests {
    private static let template: [UInt8] = [
        0x4D, 0x98, 0x53, 0x53, 0x32, 0x31, 0x00, 0x00, 0x04, 0xDB,
    ]
    private static let longTemplate = (0..<2500).map { UInt8($0 * 7 % 251) }

    /// What pyzk takes for the person of the vectors; it writes group 0 in a record of its own, and 1
    /// in the wide record of a bulk save.
    private static func ann(group: UInt8) -> UserRecord {
        UserRecord(
            slot: 5, userID: "1001", name: "Ann Lee", privilege: .superAdministrator,
            password: "4321", card: 12_345_678, group: group)
    }

    /// What is done once connected; pyzk refreshes after most writes, our caller says when.
    struct Exchange: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var work: @Sendable (DeviceClient) async throws -> Void

        init(_ name: String, work: @escaping @Sendable (DeviceClient) async throws -> Void) {
            testDescription = name
            self.work = work
        }
    }

    static let exchanges: [Exchange] = [
        Exchange("set-user-72") { client in
            try await client.write(ann(group: 0), layout: .bytes72)
            try await client.refresh()
        },
        Exchange("set-user-28") { client in
            try await client.write(ann(group: 0), layout: .bytes28)
            try await client.refresh()
        },
        Exchange("delete-user") { client in
            try await client.deleteUser(slot: 14)
            try await client.refresh()
        },
        Exchange("save-template-72") { client in
            let finger = TemplateRecord(slot: 5, finger: 6, bytes: template)
            try await client.write([ann(group: 1)], with: [finger], layout: .bytes72)
            try await client.refresh()
        },
        Exchange("save-template-28") { client in
            let finger = TemplateRecord(slot: 5, finger: 6, bytes: template)
            try await client.write([ann(group: 0)], with: [finger], layout: .bytes28)
            try await client.refresh()
        },
        Exchange("save-template-long") { client in
            let fingers = [
                TemplateRecord(slot: 5, finger: 0, bytes: longTemplate),
                TemplateRecord(slot: 5, finger: 9, bytes: template),
            ]
            try await client.write([ann(group: 1)], with: fingers, layout: .bytes72)
            try await client.refresh()
        },
        Exchange("get-template") { client in
            let found = try await client.template(slot: 5, finger: 6)
            #expect(found == TemplateRecord(slot: 5, finger: 6, bytes: template))
        },
        Exchange("delete-template") { client in
            try await client.deleteTemplate(slot: 14, userID: nil, finger: 6)
        },
        Exchange("set-time") { client in
            try await client.setClock(to: DeviceTime(rawValue: 0x2E48_C970))
        },
        Exchange("unlock-voice") { client in
            try await client.unlock(for: .seconds(3))
            try await client.playVoice(7)
        },
        Exchange("disable-refresh-enable") { client in
            try await client.disable()
            try await client.refresh()
            try await client.enable()
        },
        Exchange("clear-attendance") { try await $0.eraseAttendanceLogForEver() },
    ]

    @Test(arguments: exchanges)
    func `a verb sends the bytes of pyzk`(_ exchange: Exchange) async throws {
        let sent = try await ScriptedPeer.run { frame, link in
            guard frame.command == .readTemplate else { return nil }
            try await link.reply(.data, to: frame, data: Self.template + [1])
            return .goOn
        } body: { peer in
            try await DeviceClient.withConnection(
                to: peer.address, options: .patient, body: exchange.work)
            return peer.bytes
        }
        let expected = try pyzkBytes(exchange.testDescription)
        #expect(sent == expected)
    }

    /// Frames 52, 53, 61 to 68 of the reference differ from ours in session and reply id only.
    @Test func `a template is deleted by id first, and by slot where that is refused`() async throws
    {
        try await ScriptedPeer.run { frame, link in
            guard frame.command == .deleteTemplateByID else { return nil }
            try await link.reply(.ackError, to: frame)
            return .goOn
        } body: { peer in
            try await DeviceClient.withConnection(to: peer.address, options: .patient) { client in
                try await client.deleteTemplate(slot: 14, userID: "1001", finger: 6)
            }
            #expect(
                peer.commands == [.connect, .deleteTemplateByID, .deleteTemplate, .exit])
            let data = peer.data(of: .deleteTemplateByID)
            #expect(data == [Array("1001".utf8) + .init(repeating: 0, count: 20) + [6]])
            #expect(peer.data(of: .deleteTemplate) == [[14, 0, 6]])
        }
    }

    @Test(arguments: [Command.ackError, .ackUnknown])
    func `finger 0 is deleted by slot only where nothing else is known`(
        _ refusal: Command
    ) async throws {
        try await ScriptedPeer.run { frame, link in
            guard frame.command == .deleteTemplateByID else { return nil }
            try await link.reply(refusal, to: frame)
            return .goOn
        } body: { peer in
            let error = try await DeviceClient.withConnection(
                to: peer.address, options: .patient
            ) { client in
                do {
                    try await client.deleteTemplate(slot: 14, userID: "1001", finger: 0)
                    return DeviceError.Code?.none
                } catch let error as DeviceError {
                    return error.code
                }
            }
            #expect(error == (refusal == .ackError ? .refused : nil))
            #expect(peer.commands.contains(.deleteTemplate) == (refusal == .ackUnknown))
        }
    }

    @Test func `a template goes alone, with its place behind it`() async throws {
        try await ScriptedPeer.run { peer in
            let finger = TemplateRecord(slot: 258, finger: 3, validity: 3, bytes: Self.longTemplate)
            try await DeviceClient.withConnection(to: peer.address, options: .patient) {
                try await $0.write(finger)
            }
            #expect(
                peer.commands == [
                    .connect, .prepareData, .data, .bufferChecksum, .storeTemplate, .freeData,
                    .exit,
                ])
            #expect(peer.data(of: .prepareData) == [[0xC4, 0x09, 0, 0]])
            #expect(peer.data(of: .data) == [Self.longTemplate])
            #expect(peer.data(of: .storeTemplate) == [[2, 1, 3, 3, 0xC4, 0x09]])
        }
    }

    @Test func `what a refused write has left in the gate is freed`() async throws {
        try await ScriptedPeer.run { frame, link in
            guard frame.command == .storeTemplate else { return nil }
            try await link.reply(.ackError, to: frame)
            return .goOn
        } body: { peer in
            let error = await #expect(throws: DeviceError.self) {
                try await DeviceClient.withConnection(to: peer.address, options: .patient) {
                    try await $0.write(TemplateRecord(slot: 5, finger: 3, bytes: Self.template))
                }
            }
            #expect(error?.code == .refused)
            #expect(peer.commands.suffix(3) == [.storeTemplate, .freeData, .exit])
        }
    }

    @Test(
        arguments: [
            (.zero, 1), (.milliseconds(40), 1), (.milliseconds(250), 2), (.seconds(5), 50),
            (.seconds(3600), 600), (.seconds(-5), 1),
        ] as [(Duration, Int)])
    func `a door is opened for a bounded time`(_ duration: Duration, tenths: Int) async throws {
        try await ScriptedPeer.run { peer in
            try await DeviceClient.withConnection(to: peer.address, options: .patient) {
                try await $0.unlock(for: duration)
            }
            let low = UInt8(truncatingIfNeeded: tenths)
            #expect(peer.data(of: .unlock) == [[low, UInt8(tenths / 256), 0, 0]])
        }
    }

    @Test func `states of door and gate are told, or not`() async throws {
        try await ScriptedPeer.run { frame, link in
            switch frame.command {
            case .state: try await link.reply(.ackOK, to: frame, session: 3)
            case .doorState: try await link.reply(.ackOK, to: frame, data: [1])
            default: return nil
            }
            return .goOn
        } body: { peer in
            try await DeviceClient.withConnection(to: peer.address, options: .patient) { client in
                let activity = try await client.activity()
                #expect(activity == .inMenu)
                let isOpen = try await client.isDoorOpen()
                #expect(isOpen == true)
            }
        }
        try await ScriptedPeer.run { frame, link in
            guard frame.command == .doorState || frame.command == .state else { return nil }
            try await link.reply(.ackError, to: frame)
            return .goOn
        } body: { peer in
            try await DeviceClient.withConnection(to: peer.address, options: .patient) { client in
                let activity = try await client.activity()
                #expect(activity == nil)
                let isOpen = try await client.isDoorOpen()
                #expect(isOpen == nil)
            }
        }
    }

    @Test(arguments: [true, false])
    func `a restart needs no answer and ends the connection`(isAnswered: Bool) async throws {
        try await ScriptedPeer.run { frame, _ in
            frame.command == .restart && !isAnswered ? .hangUp : nil
        } body: { peer in
            try await DeviceClient.withConnection(to: peer.address, options: .patient) { client in
                try await client.restart()
                let error = await #expect(throws: DeviceError.self) { try await client.time() }
                #expect(error?.code == .closed)
            }
            #expect(peer.commands == [.connect, .restart])
        }
    }

    @Test func `a record that does not fit is never sent`() async throws {
        try await ScriptedPeer.run { peer in
            try await DeviceClient.withConnection(to: peer.address, options: .patient) { client in
                let user = UserRecord(slot: 5, userID: "A-1", password: "123456")
                let error = await #expect(throws: DeviceError.self) {
                    try await client.write(user, layout: .bytes28)
                }
                #expect(error?.code == .unreadable)
                #expect(error.map { !"\($0)".contains("123456") } == true)
            }
            #expect(peer.commands == [.connect, .exit])
        }
    }
}
