/// How somebody was recognised, as far as the verify code of a punch tells on every firmware.
///
/// The codes differ by generation: 2 is a card on old gates and an id on new ones, 3 and 4 are a
/// password and a card on new ones only, 0 is a password or anything. Those stay numbers.
package enum VerifyMode: String, Sendable, CaseIterable {
    case finger
    case face
    case palm

    /// The mode of a code; `nil` where generations of firmware do not agree or nobody knows.
    package init?(code: UInt8) {
        switch code {
        case 1: self = .finger
        case 15: self = .face
        case 25: self = .palm
        default: return nil
        }
    }
}
