import QueueIO
import Testing
import ZKProtocol

/// The barest client: one frame out, the frames of the answer in.
struct PlainClient {
    private let channel: SocketChannel
    private var decoder = FrameDecoder()
    private(set) var session: UInt16 = 0
    private var replyID: UInt16 = 0

    /// How long a test waits for an answer.
    static var deadline: ContinuousClock.Instant { .now + .seconds(20) }

    /// Connects to a port of this machine.
    init(port: Int) async throws {
        let address = try #require(SocketAddress(numericHost: "127.0.0.1", port: port))
        let socket = try Socket(.stream, for: address)
        channel = SocketChannel(socket, executor: QueueExecutor(label: "plain client"))
        try await channel.connect(to: address, deadline: Self.deadline)
    }

    /// Sends a command and returns the first frame that comes back.
    mutating func ask(_ command: Command, _ data: [UInt8] = []) async throws -> Frame {
        let frame = Frame(command: command, session: session, replyID: replyID, data: data)
        replyID += 1
        try await channel.write(frame.streamBytes, deadline: Self.deadline)
        let answer = try await next()
        if command == .connect { session = answer.session }
        return answer
    }

    /// Returns the next frame.
    mutating func next() async throws -> Frame {
        while true {
            if let frame = try decoder.next() { return frame }
            let bytes = try await channel.read(deadline: Self.deadline)
            guard !bytes.isEmpty else { throw SocketError.closed }
            decoder.append(bytes)
        }
    }

    /// Returns what comes next, however it is cut; no bytes at the end of the stream.
    func read() async throws -> [UInt8] { try await channel.read(deadline: Self.deadline) }

    /// Acknowledges an event.
    func acknowledge() async throws {
        let frame = Frame(command: .ackOK, session: session, replyID: 0)
        try await channel.write(frame.streamBytes, deadline: Self.deadline)
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) async throws {
        try await channel.write(bytes, deadline: Self.deadline)
    }

    /// Reads the value of an option.
    mutating func option(_ name: String) async throws -> String {
        let answer = try await ask(.readOption, OptionText.request(for: name))
        return try OptionText(decoding: answer.data).value
    }

    /// Reads a whole dataset: at once, or staged and in chunks.
    mutating func dataset(_ request: BulkRequest) async throws -> [UInt8] {
        let answer = try await ask(.prepareBuffer, request.encoded)
        if answer.command == .data { return answer.data }
        let size = Int(try StagedAnswer(decoding: answer.data).size)
        var bytes: [UInt8] = []
        while bytes.count < size {
            let count = min(size - bytes.count, WireLimits.chunkOverTCP)
            let announcement = try await ask(
                .readBuffer,
                ChunkRequest(start: UInt32(bytes.count), size: UInt32(count)).encoded)
            try #require(announcement.command == .prepareData)
            var frame = try await next()
            while frame.command == .data {
                bytes += frame.data
                frame = try await next()
            }
            try #require(frame.command == .ackOK)
        }
        return bytes
    }

    /// Ends the connection without goodbye.
    func close() async { await channel.close() }
}
