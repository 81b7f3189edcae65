import GateModel
import Store
import ZKClient
import ZKProtocol

/// Reads the log of one gate, or only its new end.
struct LogReading {
    let client: DeviceClient
    let sizes: StorageSizes
    let firmware: String
    let readAt: LocalDateTime
    let wholeEveryDays: Int

    /// What came of it.
    struct Outcome {
        /// The records; those of an end keep the places they have in the whole log.
        var attendance: AttendanceLog
        var mode: ReadingMode
        var known: KnownLog

        /// Lets a gate that has not shown yet that the end of its log can be read on its own do it now,
        /// and learns from that. It is the last thing asked of it, so that a gate that fails at it has
        /// failed at nothing else.
        func prove(_ log: inout KnownLog?, by client: DeviceClient) async throws {
            guard mode == .full, known.wantsProof else { return }
            let offset = known.recordCount * known.recordSize - known.lastRecords.count
            do {
                log?.learn(from: try await client.attendanceBytes(from: offset))
            } catch let error as DeviceError where error.code != .closed {
                log?.learn(from: nil)
            } catch is DeviceError {
                // Lost before it could be asked.
                return
            }
        }
    }

    /// Reads what `known` does not have, or everything.
    ///
    /// - Throws: `DeviceError`, `CancellationError`.
    func read(
        known: KnownLog?, of serial: GateSerial, failedEnds: FailedEnds
    ) async throws -> Outcome {
        let plan = LogPlan(
            known, firmware: firmware, count: sizes.attendance,
            capacity: sizes.attendanceCapacity, now: readAt, wholeEveryDays: wholeEveryDays)
        guard case .end(let offset) = plan, var log = known else {
            return try whole(try await client.attendanceBytes(), before: known)
        }
        if await !failedEnds.contains(serial) {
            let end: AttendanceBytes?
            do {
                end = try await client.attendanceBytes(from: offset)
            } catch {
                await failedEnds.insert(serial)
                throw error
            }
            if let end, end.offset == 0 { return try whole(end, before: log) }
            if let end, let new = log.newRecords(in: end, count: sizes.attendance ?? 0),
                let outcome = continuation(new, of: log)
            {
                return outcome
            }
        }
        // Not the log that was read, or not its end: everything is read, and this is remembered.
        log.strikes += 1
        return try whole(try await client.attendanceBytes(), before: log)
    }

    /// The new records, in the layout of the others; `nil` when they are not of it.
    private func continuation(_ new: ArraySlice<UInt8>, of log: KnownLog) -> Outcome? {
        guard let layout = AttendanceLayout(rawValue: log.recordSize),
            let attendance = try? AttendanceLog(
                decoding: new, layout: layout, announcedCount: sizes.attendance, latest: latest,
                firstPosition: log.recordCount, verifyFirst: log.isVerifyFirst)
        else { return nil }
        var known = log
        known.append(new)
        return Outcome(
            attendance: attendance, mode: new.isEmpty ? .unchanged : .tail, known: known)
    }

    private func whole(_ log: AttendanceBytes, before: KnownLog?) throws -> Outcome {
        let attendance: AttendanceLog
        do throws(WireError) {
            attendance = try AttendanceLog(
                decoding: log.records[...], announcedCount: sizes.attendance, latest: latest)
        } catch {
            throw client.unreadableLog(error)
        }
        return Outcome(
            attendance: attendance, mode: .full,
            known: KnownLog(
                whole: log.records, recordSize: attendance.layout?.size ?? 0,
                isVerifyFirst: attendance.isVerifyFirst, firmware: firmware, at: readAt,
                before: before))
    }

    /// The latest time that is believed when a layout is detected.
    private var latest: DeviceTime? {
        DeviceTime(wallSeconds: readAt.adding(seconds: 2 * 86_400).secondsSinceEpoch)
    }
}
