/// One way in which an emulated gate misbehaves.
package enum FleetFault: Hashable, Sendable {
    /// Closes every connection as soon as it is made.
    case refuse
    /// Takes connections and requests and never answers.
    case silence
    /// Closes a connection once it has sent so many bytes, in the middle of a frame if need be.
    case dropAfterBytes(Int)
    /// Sends every answer with a checksum that is off by one.
    case wrongChecksum
    /// Sends every byte as a segment of its own.
    case oneByteSegments
    /// Cuts answers into pieces of 1008 bytes, as gates with the JZ4725 chip do.
    case smallPieces

    /// The kinds as a fleet file names them.
    package static let kinds = [
        "refuse", "silence", "drop_after_bytes", "wrong_checksum", "one_byte_segments",
        "small_pieces",
    ]
}

extension FleetFault: Decodable {
    /// Reads one entry of `faults`: a kind, or an object with `kind` and what the kind needs.
    package init(from decoder: any Decoder) throws {
        if let kind = try? decoder.singleValueContainer().decode(String.self) {
            self = try Self.named(kind, bytes: nil, at: decoder.codingPath)
            return
        }
        let object = try FleetObject(decoder, known: ["kind", "bytes"])
        self = try Self.named(
            object.required("kind"), bytes: object.number("bytes", in: 0...1_000_000_000),
            at: decoder.codingPath)
    }

    private static func named(_ kind: String, bytes: Int?, at path: [any CodingKey]) throws
        -> FleetFault
    {
        switch kind {
        case "refuse": return .refuse
        case "silence": return .silence
        case "wrong_checksum": return .wrongChecksum
        case "one_byte_segments": return .oneByteSegments
        case "small_pieces": return .smallPieces
        case "drop_after_bytes":
            guard let bytes else {
                throw FleetError(at: path, "drop_after_bytes needs the key \"bytes\"")
            }
            return .dropAfterBytes(bytes)
        default:
            let nearest = NearestName.of(kind, in: kinds).map { "; did you mean \"\($0)\"?" } ?? ""
            throw FleetError(
                at: path,
                "unknown fault \"\(kind)\"\(nearest); known: \(kinds.joined(separator: ", "))")
        }
    }
}
