import ZKProtocol

/// Puts together the answer to one request, in whichever way the gate gives it:
/// - `ACK_OK`, with or without data;
/// - one `DATA` packet with everything;
/// - `PREPARE_DATA` with a size, `DATA` pieces, and an `ACK_OK` at the end, which is waited for.
struct AnswerAssembly: Equatable, Sendable {
    /// The command that is answered.
    let command: Command
    /// The number of data bytes asked for; `nil` when the gate decides.
    let expectedCount: Int?

    private var announcedCount: Int?
    private var bytes: [UInt8] = []
    private var pieceCount = 0
    private var emptyInARow = 0

    /// Waits for an answer to `command`.
    init(to command: Command, expectedCount: Int? = nil) {
        self.command = command
        self.expectedCount = expectedCount
    }

    /// Where the answer stands.
    enum Progress: Equatable {
        /// More packets follow.
        case more
        /// The gate said that it is done.
        case acknowledged(data: [UInt8])
        /// All data is there.
        case data([UInt8])
        /// The gate ended the answer before all data was there.
        case incomplete(found: Int)
        /// The gate refused.
        case refused(by: Command)
        /// The answer makes no sense.
        case broken(SessionFailure)
    }

    /// Takes the next packet of the answer.
    mutating func take(_ frame: Frame) -> Progress {
        if let announcedCount { return takePiece(frame, announcedCount: announcedCount) }
        switch frame.command {
        case .ackOK:
            return .acknowledged(data: frame.data)
        case .data:
            return complete(frame.data)
        case .prepareData:
            return begin(frame.data)
        case let reply where reply.isRefusal:
            return .refused(by: reply)
        default:
            return .broken(.unexpected(frame.command, to: command))
        }
    }

    private mutating func begin(_ data: [UInt8]) -> Progress {
        do throws(WireError) {
            let size = Int(try DataAnnouncement(decoding: data).size)
            let limit = expectedCount ?? WireLimits.datasetLength
            guard size <= limit else {
                return .broken(
                    expectedCount == nil
                        ? .wire(.datasetLength(announced: size, limit: limit))
                        : .tooManyBytes(announced: limit, found: size))
            }
            announcedCount = size
            // What is announced is not there yet: a lie shall not cost memory.
            bytes.reserveCapacity(min(size, 1 << 20))
            return .more
        } catch {
            return .broken(.wire(error))
        }
    }

    private mutating func takePiece(_ frame: Frame, announcedCount: Int) -> Progress {
        switch frame.command {
        case .data:
            pieceCount += 1
            emptyInARow = frame.data.isEmpty ? emptyInARow + 1 : 0
            guard pieceCount <= WireLimits.pieceCount(for: announcedCount),
                emptyInARow <= WireLimits.emptyPieces
            else { return .broken(.tooManyPieces(count: pieceCount)) }
            guard frame.data.count <= announcedCount - bytes.count else {
                return .broken(
                    .tooManyBytes(
                        announced: announcedCount, found: bytes.count + frame.data.count))
            }
            bytes += frame.data
            return .more
        case .ackOK:
            return bytes.count == announcedCount
                ? complete(bytes) : .incomplete(found: bytes.count)
        case let reply where reply.isRefusal:
            return .refused(by: reply)
        default:
            return .broken(.unexpected(frame.command, to: command))
        }
    }

    private func complete(_ data: [UInt8]) -> Progress {
        guard let expectedCount, data.count != expectedCount else { return .data(data) }
        return data.count < expectedCount
            ? .incomplete(found: data.count)
            : .broken(.tooManyBytes(announced: expectedCount, found: data.count))
    }
}
