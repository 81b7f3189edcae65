import ZKProtocol

/// Puts together the answer to one request, in whichever way the gate gives it:
/// - `ACK_OK`, with or without data;
/// - one `DATA` packet with everything;
/// - `PREPARE_DATA` with a size, `DATA` pieces, and an `ACK_OK` at the end, which is waited for.
///
/// Where packets may get lost, doubled or out of order, the numbers that many gates write into the
/// session field of pieces put them in order. Pieces without numbers are good only one at a time.
struct AnswerAssembly: Equatable, Sendable {
    /// The command that is answered.
    let command: Command
    /// The number of data bytes asked for; `nil` when the gate decides.
    let expectedCount: Int?

    private var announcedCount: Int?
    private var bytes: [UInt8] = []
    private var pieceCount = 0
    private var emptyInARow = 0
    private let isLossy: Bool
    /// The pieces in the order of their arrival, each with what stood in the session field.
    private var pieces: [Piece] = []
    private var pieceByteCount = 0

    private struct Piece: Equatable {
        var number: UInt16
        var data: [UInt8]
    }

    /// Waits for an answer to `command`.
    init(to command: Command, expectedCount: Int? = nil, isLossy: Bool = false) {
        self.command = command
        self.expectedCount = expectedCount
        self.isLossy = isLossy
    }

    /// Whether nothing of the answer has arrived yet.
    var isEmpty: Bool { announcedCount == nil }

    /// Where the answer stands.
    enum Progress: Equatable {
        /// More packets follow.
        case more
        /// The gate said that it is done.
        case acknowledged(data: [UInt8])
        /// All data is there.
        case data([UInt8])
        /// All data is there, in several pieces without numbers: they may be out of order.
        case unordered([UInt8])
        /// The gate ended the answer before all data was there.
        case incomplete(found: Int)
        /// The gate refused.
        case refused(by: Command)
        /// The answer makes no sense.
        case broken(SessionFailure)
    }

    /// Takes the next packet of the answer.
    mutating func take(_ frame: Frame) -> Progress {
        if let announcedCount {
            return isLossy
                ? takeLossyPiece(frame, announcedCount: announcedCount)
                : takePiece(frame, announcedCount: announcedCount)
        }
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

    private mutating func takeLossyPiece(_ frame: Frame, announcedCount: Int) -> Progress {
        switch frame.command {
        case .prepareData:
            // The announcement, doubled.
            return .more
        case .data:
            pieces.append(Piece(number: frame.session, data: frame.data))
            pieceByteCount += frame.data.count
            guard pieces.count <= 2 * WireLimits.pieceCount(for: announcedCount),
                pieceByteCount <= 2 * announcedCount + WireLimits.chunkOverUDP
            else { return .incomplete(found: 0) }
            // Without numbers nobody knows before the end whether a piece is a double.
            guard pieceByteCount >= announcedCount, let bytes = numberedBytes,
                bytes.count == announcedCount
            else { return .more }
            return complete(bytes)
        case .ackOK:
            if let bytes = numberedBytes {
                return bytes.count == announcedCount
                    ? complete(bytes) : .incomplete(found: bytes.count)
            }
            guard pieceByteCount == announcedCount,
                expectedCount ?? announcedCount == announcedCount
            else { return .incomplete(found: max(0, min(pieceByteCount, announcedCount - 1))) }
            return .unordered(pieces.flatMap(\.data))
        case let reply where reply.isRefusal:
            return .refused(by: reply)
        default:
            return .broken(.unexpected(frame.command, to: command))
        }
    }

    /// The bytes of the pieces in the order of their numbers; `nil` when they do not go 0, 1, 2 … each
    /// number for one piece. A single piece needs no number.
    private var numberedBytes: [UInt8]? {
        if pieces.count == 1 { return pieces[0].data }
        var byNumber: [UInt16: [UInt8]] = [:]
        for piece in pieces {
            if let known = byNumber[piece.number], known != piece.data { return nil }
            byNumber[piece.number] = piece.data
        }
        guard byNumber.count > 1 || pieces.isEmpty else { return nil }
        var bytes: [UInt8] = []
        for number in 0..<byNumber.count {
            guard let part = byNumber[UInt16(truncatingIfNeeded: number)] else { return nil }
            bytes += part
        }
        return bytes
    }

    private func complete(_ data: [UInt8]) -> Progress {
        guard let expectedCount, data.count != expectedCount else { return .data(data) }
        return data.count < expectedCount
            ? .incomplete(found: data.count)
            : .broken(.tooManyBytes(announced: expectedCount, found: data.count))
    }
}
