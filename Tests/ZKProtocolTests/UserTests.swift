import Testing

@testable import ZKProtocol

struct UserTests {
    @Test func `the 72-byte vector is read and written`() throws {
        let bytes = try Vectors.record("U1")
        let user = try UserRecord(decoding: bytes[...], as: .bytes72)
        #expect(user.slot == 5)
        #expect(user.privilege == .superAdministrator)
        #expect(Array(user.passwordBytes) == Array("4321".utf8))
        #expect(user.name == "Ann Lee")
        #expect(user.card == 12_345_678)
        #expect(user.group == 1)
        #expect(user.zones == .ofGroup)
        #expect(user.userID == "1001")
        #expect(try user.encoded(as: .bytes72) == bytes)
    }

    @Test func `garbage behind the password survives being written back`() throws {
        let bytes = try Vectors.record("U2")
        let user = try UserRecord(decoding: bytes[...], as: .bytes72)
        #expect(user.slot == 13)
        #expect(user.name == "Ned")
        #expect(Array(user.passwordBytes) == Array("444".utf8))
        #expect(user.card == 222)
        #expect(user.group == 2)
        #expect(user.zones == AccessZones(flag: 1, first: 1, second: 2, third: 0))
        #expect(user.userID == "555")
        #expect(try user.encoded(as: .bytes72) == bytes)
    }

    @Test func `the 28-byte vector is read and written`() throws {
        let bytes = try Vectors.record("U3")
        let user = try UserRecord(decoding: bytes[...], as: .bytes28)
        #expect(user.slot == 5)
        #expect(user.privilege == .superAdministrator)
        #expect(user.name == "Ann Lee")
        #expect(user.card == 12_345_678)
        #expect(user.group == 1)
        #expect(user.userID == "1001")
        #expect(try user.encoded(as: .bytes28) == bytes)
    }

    @Test func `a user made here is written like the vector`() throws {
        let user = UserRecord(
            slot: 5, userID: "1001", name: "Ann Lee", privilege: .superAdministrator,
            password: "4321", card: 12_345_678)
        #expect(try user.encoded(as: .bytes72) == (try Vectors.record("U1")))
        #expect(try user.encoded(as: .bytes28) == (try Vectors.record("U3")))
    }

    @Test(arguments: UserLayout.allCases)
    func `a list in any layout is recognised`(_ layout: UserLayout) throws {
        // 504 bytes are 18 records of 28 or 7 of 72.
        for count in [1, 2, 7, 18, 36, 126, 300] {
            let users = (1...count).map { (number: Int) -> UserRecord in
                UserRecord(
                    slot: UInt16(number), userID: String(7000 + number), name: "N \(number)",
                    password: number % 3 == 0 ? "99" : "", card: UInt32(number % 5))
            }
            let bytes = try users.flatMap { try $0.encoded(as: layout) }
            for announced in [nil, 0, count, count + 1] {
                let list = try UserList(decoding: bytes[...], announcedCount: announced)
                #expect(list.layout == layout)
                #expect(list.records.map(\.userID) == users.map(\.userID))
                #expect(list.records.map(\.name) == users.map(\.name))
                #expect(try list.records.flatMap { try $0.encoded(as: layout) } == bytes)
            }
        }
    }

    @Test func `names in other scripts are kept and cut between characters`() throws {
        let name = "রহিমা বেগম খাতুন"
        let user = UserRecord(slot: 1, userID: "7", name: name)
        let decoded = try UserRecord(decoding: try user.encoded(as: .bytes72)[...], as: .bytes72)
        #expect(name.hasPrefix(decoded.name))
        #expect(decoded.nameBytes.count == 22)
        let short = try UserRecord(decoding: try user.encoded(as: .bytes28)[...], as: .bytes28)
        #expect(short.nameBytes.count == 6)
    }

    @Test func `a record without any NUL is read to its fields' ends`() throws {
        let bytes = [UInt8](repeating: 0x41, count: 72)
        let user = try UserRecord(decoding: bytes[...], as: .bytes72)
        #expect(user.name == String(repeating: "A", count: 24))
        #expect(user.userID == String(repeating: "A", count: 24))
        #expect(user.passwordBytes.count == 8)
        #expect(try user.encoded(as: .bytes72) == bytes)
    }

    @Test func `records that name nobody are kept as bytes`() throws {
        let good = try Vectors.record("U1")
        var noSlot = good
        noSlot[0] = 0
        var noID = good
        noID[48] = 0
        let bytes = good + noSlot + good + good + noID + good
        let list = try UserList(decoding: bytes[...], announcedCount: 6)
        #expect(list.records.count == 4)
        #expect(list.undecodable.map(\.reason) == [.noUserSlot, .noUserID])
        #expect(list.undecodable.map(\.position) == [1, 4])
    }

    @Test func `what a layout cannot hold is refused without quoting it`() {
        let user = UserRecord(slot: 1, userID: "007", password: "123456")
        let error = #expect(throws: WireError.self) { try user.encoded(as: .bytes28) }
        #expect(error?.description.contains("123456") == false)
        let leadingZero = UserRecord(slot: 1, userID: "007")
        #expect(throws: WireError.self) { try leadingZero.encoded(as: .bytes28) }
        let tooLong = UserRecord(slot: 1, userID: String(repeating: "9", count: 24))
        #expect(throws: WireError.self) { try tooLong.encoded(as: .bytes72) }
    }

    @Test(
        arguments: [
            (0, false, false), (1, true, false), (2, false, true), (6, false, true),
            (7, true, true),
            (12, false, true), (14, false, true), (15, true, true), (33, true, true),
        ] as [(UInt8, Bool, Bool)])
    func `a privilege byte tells role and state`(byte: UInt8, disabled: Bool, more: Bool) {
        let privilege = Privilege(rawValue: byte)
        #expect(privilege.isDisabled == disabled)
        #expect(privilege.isMoreThanUser == more)
        #expect(privilege.rawValue == byte)
    }
}
