public import ZKProtocol

extension DeviceClient {
    // MARK: - Clock and options

    /// Sets the clock to `time`, wall time where the gate stands.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func setClock(to time: DeviceTime) async throws {
        var writer = ByteWriter()
        writer.u32(time.rawValue)
        _ = try await ask(.writeTime, data: writer.bytes, task: "set the clock of")
    }

    /// Writes an option and makes it count. A wrong one can cut the gate off its network: only for
    /// what a person has asked for.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func setOption(_ name: String, to value: String) async throws {
        let task = "write option \(name) of"
        let option = OptionText(name: name, value: value)
        _ = try await ask(.writeOption, data: option.encoded, task: task)
        _ = try await ask(.refreshOptions, task: task)
    }

    // MARK: - Door

    /// Opens the door for about `duration`, kept between 0.1 and 60 seconds.
    ///
    /// The unit on the wire is a tenth of a second; some firmware may take it for seconds.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func unlock(for duration: Duration) async throws {
        let (seconds, attoseconds) = duration.components
        let bounded = min(max(seconds, 0), 60)
        let tenths = bounded * 10 + max(attoseconds, 0) / 100_000_000_000_000_000
        var writer = ByteWriter()
        writer.u32(UInt32(min(max(tenths, 1), 600)))
        _ = try await ask(.unlock, data: writer.bytes, task: "unlock the door of")
    }

    /// Asks whether the door stands open; `nil` when the gate does not tell. Needs a wired sensor.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func isDoorOpen() async throws -> Bool? {
        do {
            let data = try await ask(.doorState, task: "read the door state of")
            return data.first.map { $0 != 0 }
        } catch let error as DeviceError where error.code == .refused {
            return nil
        }
    }

    // MARK: - The gate itself

    /// Asks what the gate is doing; `nil` when it does not tell, or says something nobody knows.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func activity() async throws -> GateActivity? {
        let task = "read the state of"
        do {
            switch try await session.perform(.command(.state), task: task) {
            case .reply(_, let state): return GateActivity(rawValue: state)
            case .dataset, .datasetEnd: return nil
            }
        } catch let error as DeviceError where error.code == .refused {
            return nil
        }
    }

    /// Plays a voice prompt, such as 0 for "thank you".
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func playVoice(_ index: UInt32) async throws {
        var writer = ByteWriter()
        writer.u32(index)
        _ = try await ask(.testVoice, data: writer.bytes, task: "play a voice prompt of")
    }

    /// Restarts the gate and closes the connection; gates often give no answer. Allow it at least 20
    /// seconds before connecting again.
    ///
    /// - Throws: ``DeviceError`` when the gate refuses; `CancellationError`.
    public func restart() async throws {
        do {
            _ = try await session.perform(
                .command(.restart), task: "restart", timeout: options.exitTimeout)
        } catch let error as DeviceError
            where error.code == .timedOut || error.code == .disconnected
        {
            return
        }
        await session.abandon()
    }
}

/// What a gate is doing.
public enum GateActivity: UInt16, Sendable, CaseIterable {
    /// Nothing.
    case idle = 0
    /// Somebody is being enrolled.
    case enrolling = 1
    /// It waits for people to identify themselves.
    case identifying = 2
    /// Somebody is in its menu.
    case inMenu = 3
    /// It is busy, or disabled.
    case busy = 4
    /// It waits for a card to be written.
    case writingCard = 5
}
