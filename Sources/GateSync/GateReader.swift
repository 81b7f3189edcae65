package import GateModel
package import Store
public import ZKClient
import ZKProtocol

/// Reads one gate: what it is, its clock, its users and its log, or what is new in it.
///
/// The gate goes on working meanwhile; nothing on it is changed.
public struct GateReader: Sendable {
    private let timeout: Duration
    private let wholeEveryDays: Int
    private let knownLog: @Sendable (GateSerial) async throws -> KnownLog?
    private let failedEnds = FailedEnds()

    /// Makes a reader of whole logs, with a deadline for each answer; bulk reads get more, see
    /// `ClientOptions`.
    public init(timeout: Duration) {
        self.init(timeout: timeout, wholeEveryDays: 0) { _ in nil }
    }

    /// Makes a reader of what is new, where that is safe: see ``LogPlan``.
    ///
    /// `wholeEveryDays` says how often everything is read again, 0 always; `knownLog` tells what is
    /// known of a gate's log.
    package init(
        timeout: Duration, wholeEveryDays: Int,
        knownLog: @escaping @Sendable (GateSerial) async throws -> KnownLog?
    ) {
        self.timeout = timeout
        self.wholeEveryDays = wholeEveryDays
        self.knownLog = knownLog
    }

    /// Reads the gate of `target`.
    ///
    /// The serial number is compared before anything else is read.
    ///
    /// - Throws: ``GateError`` for another device; `DeviceError`; `CancellationError`.
    public func read(_ target: GateTarget) async throws -> GateSnapshot {
        try await DeviceClient.withConnection(
            to: target.gateAddress, options: target.clientOptions(timeout: timeout)
        ) { client in
            try await read(target, client)
        }
    }

    private func read(
        _ target: GateTarget, _ client: DeviceClient
    ) async throws -> GateSnapshot {
        guard let text = try await client.serial(), !text.isEmpty else {
            throw GateError(.noSerial, address: target.address)
        }
        let serial = GateSerial(text)
        if let expected = target.gate.serial, expected != serial {
            throw GateError(.otherGate(expected: expected, found: serial), address: target.address)
        }
        // Not everything a gate tells about itself is kept; every question is a round trip.
        var facts = GateFacts()
        facts.model = try await client.option("~DeviceName") ?? ""
        facts.platform = try await client.option("~Platform") ?? ""
        facts.firmware = try await client.firmware() ?? ""
        let clock = try await client.clock(against: target.wallClock)
        let sizes = try await client.storageSizes()
        Self.note(sizes, in: &facts)
        // The log is known up to the moment it was asked for.
        let readAt = target.now()
        let known = try await knownLog(serial)
        let log = try await LogReading(
            client: client, sizes: sizes, firmware: facts.firmware, readAt: readAt,
            wholeEveryDays: wholeEveryDays
        ).read(known: known, of: serial, failedEnds: failedEnds)
        let needsUsers = log.attendance.records.contains { $0.userID == nil }
        let users = needsUsers ? try await client.users(sizes: sizes).records : []
        var snapshot = GateSnapshot(
            serial: serial, facts: facts, readAt: readAt, mode: log.mode)
        snapshot.clockOffsetSeconds = clock.offsetSeconds
        snapshot.punches = Self.punches(log.attendance, users: users)
        snapshot.undecodable = log.attendance.undecodable.map {
            UndecodableRecord(position: $0.position, bytes: $0.bytes, reason: "\($0.reason)")
        }
        snapshot.log = log.known
        let operations = OperationReading(client: client, sizes: sizes)
        try await operations.read(into: &snapshot, known: known)
        try await log.prove(&snapshot.log, by: client)
        try await Self.addRareFacts(&snapshot.facts, client)
        snapshot.bytesReceived = await client.receivedByteCount
        return snapshot
    }

    /// Asks what some gates do not answer, last of all: when one of them breaks off, what was read stands
    /// and the fact stays empty.
    private static func addRareFacts(_ facts: inout GateFacts, _ client: DeviceClient) async throws
    {
        do {
            facts.mac = try await client.option("MAC") ?? ""
            facts.fingerAlgorithm = try await client.option("~ZKFPVersion") ?? ""
        } catch is DeviceError {
            return
        }
    }

    private static func note(_ sizes: StorageSizes, in facts: inout GateFacts) {
        facts.userCount = sizes.users
        facts.userCapacity = sizes.userCapacity
        facts.templateCount = sizes.templates
        facts.templateCapacity = sizes.templateCapacity
        facts.recordCount = sizes.attendance
        facts.recordCapacity = sizes.attendanceCapacity
    }

    /// The records as punches; records that name only a slot get the id it has now, if it has one.
    static func punches(_ log: AttendanceLog, users: [UserRecord]) -> [Punch] {
        let ids = Dictionary(
            users.compactMap { user in user.userID.map { (user.slot, $0) } },
            uniquingKeysWith: { first, _ in first })
        return log.records.compactMap { record in
            guard let seconds = record.time.wallSeconds else { return nil }
            let id = record.userID ?? record.userSlot.flatMap { ids[$0] }
            return Punch(
                deviceUserID: id.map(DeviceUserID.init(_:)),
                userSlot: record.userSlot.map(Int.init),
                isSlotKeyed: record.userID == nil, at: LocalDateTime(secondsSinceEpoch: seconds),
                state: record.state, verify: record.verify,
                workCode: record.workCode == 0 ? "" : String(record.workCode),
                position: record.position)
        }
    }
}

extension DeviceError: RetryableError {}
