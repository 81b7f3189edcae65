/// The counters and capacities of a gate (``Command/freeSizes``): consecutive u32.
///
/// | Offset | Field | Offset | Field |
/// |---|---|---|---|
/// | 16 | users | 60 | user capacity |
/// | 24 | templates | 64 | attendance capacity |
/// | 32 | attendance records | 68 | templates free |
/// | 40 | operation records | 72 | users free |
/// | 48 | administrators | 76 | attendance records free |
/// | 52 | passwords | 80 | faces |
/// | 56 | template capacity | 88 | face capacity |
///
/// pyzk 0.9 calls offset 40 "dummy" and offset 48 "cards"; captures show operation records and
/// administrators. With fewer than 80 bytes nothing is known, which is not zero. A counter may lag
/// behind the data or stay 0: an empty log is only proven by reading it. Vector: frame 29.
public struct StorageSizes: Hashable, Sendable {
    /// Every u32 of the answer, in order; 20, 23 or 28 of them on known gates.
    public let words: [UInt32]

    /// Keeps the words of an answer.
    public init(words: [UInt32]) {
        self.words = words
    }

    /// Reads an answer of 4 to 512 bytes; up to three bytes at its end that are no whole word are
    /// passed over.
    ///
    /// - Throws: ``WireError/payloadLength(of:expected:found:)``.
    public init(decoding data: [UInt8]) throws(WireError) {
        guard WireLimits.countersLength.contains(data.count) else {
            throw .payloadLength(
                of: .counters, expected: WireLimits.countersLength, found: data.count)
        }
        var reader = ByteReader(data)
        var words: [UInt32] = []
        while reader.remainingCount >= 4 {
            words.append(try reader.u32())
        }
        self.words = words
    }

    /// The bytes of the answer.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: words.count * 4)
        for word in words { writer.u32(word) }
        return writer.bytes
    }

    /// Whether the gate told its counters at all.
    public var areKnown: Bool { words.count >= 20 }

    /// Users.
    public var users: Int? { value(at: 16) }
    /// Fingerprint templates.
    public var templates: Int? { value(at: 24) }
    /// Attendance records.
    public var attendance: Int? { value(at: 32) }
    /// Operation-log records.
    public var operations: Int? { value(at: 40) }
    /// Administrators.
    public var administrators: Int? { value(at: 48) }
    /// Users with a password.
    public var passwords: Int? { value(at: 52) }
    /// Templates that fit.
    public var templateCapacity: Int? { value(at: 56) }
    /// Users that fit.
    public var userCapacity: Int? { value(at: 60) }
    /// Attendance records that fit.
    public var attendanceCapacity: Int? { value(at: 64) }
    /// Templates that still fit.
    public var templatesFree: Int? { value(at: 68) }
    /// Users that still fit.
    public var usersFree: Int? { value(at: 72) }
    /// Attendance records that still fit.
    public var attendanceFree: Int? { value(at: 76) }
    /// Faces; `nil` on gates that do not tell.
    public var faces: Int? { value(at: 80) }
    /// Faces that fit; `nil` on gates that do not tell.
    public var faceCapacity: Int? { value(at: 88) }

    private func value(at offset: Int) -> Int? {
        guard areKnown, offset / 4 < words.count else { return nil }
        return Int(words[offset / 4])
    }
}

extension StorageSizes {
    /// Makes the answer of a gate that holds these numbers; what is free follows from them.
    public init(
        users: Int, templates: Int, attendance: Int, operations: Int = 0, administrators: Int = 0,
        passwords: Int = 0, templateCapacity: Int, userCapacity: Int, attendanceCapacity: Int,
        faces: (count: Int, capacity: Int)? = nil
    ) {
        var words = [UInt32](repeating: 0, count: faces == nil ? 20 : 23)
        func set(_ offset: Int, _ value: Int) { words[offset / 4] = UInt32(clamping: value) }
        set(16, users)
        set(24, templates)
        set(32, attendance)
        set(40, operations)
        set(48, administrators)
        set(52, passwords)
        set(56, templateCapacity)
        set(60, userCapacity)
        set(64, attendanceCapacity)
        set(68, templateCapacity - templates)
        set(72, userCapacity - users)
        set(76, attendanceCapacity - attendance)
        if let faces {
            set(80, faces.count)
            set(88, faces.capacity)
        }
        self.words = words
    }
}
