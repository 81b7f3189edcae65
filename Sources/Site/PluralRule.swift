/// How the numbers of a language choose among the forms of a word: `plurals` in its file.
enum PluralRule: String, Sendable {
    /// `.one` for 1: English and most others.
    case one
    /// `.one` for 0 and 1: Bengali, Hindi.
    case zeroOne = "zero_one"
    /// `.zero`, `.one`, `.two`, `.few` (3 to 10), `.many` (11 to 99): Arabic.
    case arabic

    /// The form for a number; `nil` for the common one.
    func form(of number: Int) -> String? {
        switch self {
        case .one: return number == 1 ? "one" : nil
        case .zeroOne: return number == 0 || number == 1 ? "one" : nil
        case .arabic: break
        }
        switch number {
        case 0: return "zero"
        case 1: return "one"
        case 2: return "two"
        default: break
        }
        switch number.magnitude % 100 {
        case 3...10: return "few"
        case 11...99: return "many"
        default: return nil
        }
    }
}
