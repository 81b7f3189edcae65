/// How enrolling a finger has ended.
public enum EnrollResult: Hashable, Sendable {
    /// The finger is stored; the length of its template where the gate tells it.
    case done(templateLength: Int?)
    /// The samples do not match one another.
    case failed
    /// The finger is enrolled already, of this person or another one.
    case duplicate
    /// Nobody came in time, or somebody pressed the cancel key: gates do not tell which.
    case timedOutOrCancelled
    /// A result nobody knows.
    case unknown(UInt16)

    /// Reads the data of the event; `nil` when there are fewer than two bytes.
    init?(decoding data: [UInt8]) {
        var reader = ByteReader(data)
        guard let result = try? reader.u16() else { return nil }
        switch result {
        case 0: self = .done(templateLength: (try? reader.u16()).map(Int.init))
        case 4: self = .failed
        case 5: self = .duplicate
        case 6: self = .timedOutOrCancelled
        default: self = .unknown(result)
        }
    }
}
