import Testing

@testable import ZKProtocol

struct FrameDecoderTests {
    private let vectors = FrameVector.all.filter(\.isOverTCP)

    private func decode(_ pieces: [ArraySlice<UInt8>]) throws -> [Frame] {
        var decoder = FrameDecoder()
        var frames: [Frame] = []
        for piece in pieces {
            decoder.append(piece)
            while let frame = try decoder.next() { frames.append(frame) }
        }
        #expect(decoder.bufferedCount == 0)
        return frames
    }

    @Test func `however a stream is split, the frames are the same`() throws {
        let stream = vectors.flatMap(\.bytes)
        let expected = try vectors.map { try Frame(packet: $0.packet) }
        #expect(try decode([stream[...]]) == expected)
        #expect(try decode(vectors.map { $0.bytes[...] }) == expected)
        #expect(try decode(stream.indices.map { stream[$0...$0] }) == expected)
        for size in [2, 3, 7, 8, 9, 16, 64, 1000] {
            let pieces = stride(from: 0, to: stream.count, by: size).map {
                stream[$0..<min($0 + size, stream.count)]
            }
            #expect(try decode(pieces) == expected)
        }
    }

    @Test(arguments: FrameVector.all.filter(\.isOverTCP))
    func `a torn frame waits for its tail`(_ vector: FrameVector) throws {
        for cut in 0..<vector.bytes.count {
            var decoder = FrameDecoder()
            decoder.append(vector.bytes[..<cut])
            #expect(try decoder.next() == nil)
            #expect(decoder.bufferedCount == cut)
            decoder.append(vector.bytes[cut...])
            #expect(try decoder.next() == Frame(packet: vector.packet))
            #expect(try decoder.next() == nil)
        }
    }

    @Test(arguments: [
        (
            "50508272 08000000 E80317FC00000000",
            WireError.notThisProtocol(
                firstBytes: [0x50, 0x50, 0x82, 0x72])
        ),
        ("AA", .notThisProtocol(firstBytes: [0xAA])),
        ("5050827D 07000000", .packetLength(found: 7, allowed: 8...1_048_576)),
        ("5050827D FFFFFF7F", .packetLength(found: 0x7FFF_FFFF, allowed: 8...1_048_576)),
        ("5050827D FFFFFFFF", .packetLength(found: 0xFFFF_FFFF, allowed: 8...1_048_576)),
        ("5050827D 01001000", .packetLength(found: 1_048_577, allowed: 8...1_048_576)),
        ("5050827D 08000000 E80318FC00000000", .checksum(expected: 0xFC17, found: 0xFC18)),
    ])
    func `a broken stream stays broken`(hex: String, error: WireError) {
        var decoder = FrameDecoder()
        decoder.append(unhex(hex))
        #expect(throws: error) { try decoder.next() }
        decoder.append(unhex("5050827D08000000E80317FC00000000"))
        #expect(throws: error) { try decoder.next() }
        #expect(decoder.bufferedCount == 0)
    }

    @Test func `a frame at the limit is waited for and read`() throws {
        let frame = Frame(
            command: .data, session: 1, replyID: 2,
            data: [UInt8](repeating: 0xFF, count: 1_048_576 - 8))
        var decoder = FrameDecoder()
        decoder.append(frame.streamBytes.dropLast())
        #expect(try decoder.next() == nil)
        decoder.append([0xFF])
        #expect(try decoder.next() == frame)
    }

    @Test func `frames before a broken one still come out`() throws {
        var decoder = FrameDecoder()
        decoder.append(vectors[0].bytes + [0])
        #expect(try decoder.next()?.command == .connect)
        #expect(throws: WireError.notThisProtocol(firstBytes: [0])) { try decoder.next() }
    }
}
