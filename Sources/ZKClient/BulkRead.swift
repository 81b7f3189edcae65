import ZKProtocol

/// One bulk read: stage the dataset, fetch it chunk by chunk, free it; or whatever the gate offers
/// instead.
///
/// | Answer to staging | What follows |
/// |---|---|
/// | `DATA` | that is the dataset |
/// | `PREPARE_DATA`, pieces, `ACK_OK` | that is the dataset |
/// | `ACK_OK` without data | there is no data |
/// | `ACK_OK` with a size | chunks, then `FREE_DATA` |
/// | a refusal | the inner command itself, for old firmware |
struct BulkRead: Equatable, Sendable {
    private let request: BulkRequest
    private let isLossy: Bool
    private var chunkSize: Int
    /// Where the wanted end of the dataset starts; `nil` for all of it.
    private let start: Int?
    private var cursor = 0
    private var stage: Stage
    private var assembly: AnswerAssembly
    private var dataset: [UInt8] = []
    private var total = 0
    private var retries = 0
    private var failure: SessionFailure?

    private enum Stage: Equatable {
        case staging
        case fetching
        case freeing
        case legacy
    }

    /// What comes next.
    enum Step: Equatable {
        /// Wait for the next packet.
        case wait
        /// Send a request.
        case ask(Command, [UInt8])
        /// Hand out the dataset.
        case finish([UInt8])
        /// Hand out the size prefix and the wanted end of a staged dataset of `total` bytes; nothing
        /// when it is shorter than thought.
        case finishEnd([UInt8], total: Int)
        /// Give up.
        case fail(SessionFailure)
    }

    /// Prepares a read of `request` in chunks of `chunkSize` bytes; of its size prefix and what lies at
    /// `start` and behind it, when that is given and the gate stages the dataset.
    init(_ request: BulkRequest, chunkSize: Int, start: Int? = nil, isLossy: Bool = false) {
        self.request = request
        self.start = start.map { max($0, Dataset.prefixLength) }
        self.isLossy = isLossy
        self.chunkSize = min(
            max(chunkSize, 1), isLossy ? WireLimits.chunkOverUDP : WireLimits.chunkOverTCP)
        stage = .staging
        assembly = AnswerAssembly(to: .prepareBuffer, isLossy: isLossy)
    }

    /// The request that starts the read.
    var firstRequest: (Command, [UInt8]) { (.prepareBuffer, request.encoded) }

    /// Whether the gate is still gathering the dataset.
    var isStaging: Bool { stage == .staging || stage == .legacy }

    /// Takes the next packet that answers the last request.
    mutating func take(_ frame: Frame) -> Step {
        let progress = assembly.take(frame)
        if progress == .more { return .wait }
        if case .broken(let failure) = progress { return .fail(failure) }
        switch stage {
        case .staging: return takeStaged(progress)
        case .fetching: return takeChunk(progress)
        case .legacy: return takeLegacy(progress)
        case .freeing:
            // Whatever the gate says to that: the dataset is complete, or given up.
            return outcome
        }
    }

    private var outcome: Step {
        if let failure { return .fail(failure) }
        return start == nil ? .finish(dataset) : .finishEnd(dataset, total: total)
    }

    /// Asks again for what did not come.
    mutating func retryAfterSilence() -> Step {
        switch stage {
        case .staging: retry(.prepareBuffer, request.encoded)
        case .fetching: retryChunk(found: 0)
        case .legacy: retry(request.command, request.legacyData)
        // The gate frees its buffer when the session ends at the latest.
        case .freeing: outcome
        }
    }

    private mutating func takeStaged(_ progress: AnswerAssembly.Progress) -> Step {
        switch progress {
        case .data(let bytes):
            return .finish(bytes)
        case .acknowledged(let data):
            guard !data.isEmpty else { return .finish([]) }
            do throws(WireError) {
                total = Int(try StagedAnswer(decoding: data).size)
            } catch {
                return .fail(.wire(error))
            }
            guard total <= WireLimits.datasetLength else {
                return .fail(
                    .wire(.datasetLength(announced: total, limit: WireLimits.datasetLength)))
            }
            return nextChunk()
        case .refused(let reply) where reply != .ackUnauthorised:
            stage = .legacy
            return ask(request.command, request.legacyData)
        case .refused(let reply):
            return .fail(.refusal(of: .prepareBuffer, by: reply))
        case .unordered(let bytes):
            return .finish(bytes)
        case .incomplete(let found):
            return retry(.prepareBuffer, request.encoded, found: found)
        case .more, .broken:
            return .wait
        }
    }

    private mutating func takeChunk(_ progress: AnswerAssembly.Progress) -> Step {
        switch progress {
        case .data(let bytes):
            dataset += bytes
            cursor += bytes.count
            if let start, cursor == Dataset.prefixLength { cursor = start }
            retries = 0
            return nextChunk()
        case .unordered:
            // One piece at a time is in order by itself.
            chunkSize = max(1, min(chunkSize / 2, WireLimits.pieceOverUDP))
            return nextChunk()
        case .incomplete(let found):
            return retryChunk(found: found)
        case .acknowledged(let data):
            return retryChunk(found: data.count)
        case .refused:
            return retryChunk(found: 0)
        case .more, .broken:
            return .wait
        }
    }

    private mutating func takeLegacy(_ progress: AnswerAssembly.Progress) -> Step {
        switch progress {
        case .data(let bytes), .acknowledged(let bytes), .unordered(let bytes):
            return .finish(bytes)
        case .refused(let reply):
            return .fail(.refusal(of: request.command, by: reply))
        case .incomplete(let found):
            return retry(request.command, request.legacyData, found: found)
        case .more, .broken:
            return .wait
        }
    }

    private mutating func nextChunk() -> Step {
        guard cursor < total, start.map({ $0 <= total }) ?? true else { return free() }
        stage = .fetching
        let size = nextSize
        return ask(
            .readBuffer, ChunkRequest(start: UInt32(cursor), size: UInt32(size)).encoded,
            expectedCount: size)
    }

    private var nextSize: Int {
        let isPrefix = start != nil && cursor < Dataset.prefixLength
        return min(chunkSize, (isPrefix ? Dataset.prefixLength : total) - cursor)
    }

    private var retryLimit: Int {
        isLossy ? SessionMachine.datagramRetries : SessionMachine.chunkRetries
    }

    /// Asks for a whole dataset again; over TCP nothing gets lost, so there it makes no sense.
    private mutating func retry(_ command: Command, _ data: [UInt8], found: Int = 0) -> Step {
        retries += 1
        guard isLossy, retries <= retryLimit else {
            return .fail(.incompleteChunk(start: 0, needed: found + 1, found: found))
        }
        return ask(command, data)
    }

    /// Asks for a chunk again; where datagrams get lost, for a smaller one, which has better chances.
    private mutating func retryChunk(found: Int) -> Step {
        retries += 1
        if isLossy, chunkSize > WireLimits.pieceOverUDP {
            chunkSize = max(chunkSize / 2, WireLimits.pieceOverUDP)
            retries = 1
        }
        guard retries > retryLimit else { return nextChunk() }
        failure = .incompleteChunk(start: cursor, needed: nextSize, found: found)
        return free()
    }

    private mutating func free() -> Step {
        stage = .freeing
        return ask(.freeData, [])
    }

    private mutating func ask(
        _ command: Command, _ data: [UInt8], expectedCount: Int? = nil
    ) -> Step {
        assembly = AnswerAssembly(
            to: command, expectedCount: expectedCount, isLossy: isLossy)
        return .ask(command, data)
    }
}
