/// Failures of gates in plain words; what the program saw stays beside them.
struct FailureWords {
    let wording: Wording

    /// What a part of a failure's text means, the first that fits.
    private static let signs: [(sign: String, word: String)] = [
        ("never read back", "failure_never_read_back"),
        ("Never read", "gate_never"),
        ("Not read for more", "gate_stale"),
        ("Its clock is", "gate_clock"),
        ("is another one", "failure_other_gate"),
        ("tells no serial", "failure_no_serial"),
        ("communication key", "failure_key"),
        ("comm key", "failure_key"),
        ("wrong key", "failure_key"),
        ("Connection refused", "failure_refused"),
        ("cannot find the address", "failure_name"),
        ("No route to host", "failure_unreachable"),
        ("unreachable", "failure_unreachable"),
        ("deadline", "failure_timeout"),
        ("timed out", "failure_timeout"),
        ("no answer within", "failure_timeout"),
        ("connection was lost", "failure_cut_off"),
        ("closed", "failure_cut_off"),
        ("Connection reset", "failure_cut_off"),
        ("Broken pipe", "failure_cut_off"),
        ("push", "failure_push"),
        ("protocol", "failure_protocol"),
    ]

    /// A sentence for people who look after doors, not networks; one that already is, stays.
    func sentence(_ failure: String) -> String {
        let isClock = failure.hasPrefix("Its clock is")
        if isClock || wording.language != "en",
            let known = Phrasebook(text: CellText(wording)).known(failure)
        {
            return known
        }
        for (sign, word) in Self.signs where failure.contains(sign) {
            return wording.language == "en" && word.hasPrefix("gate_")
                ? CellText(wording).sentence(failure) : wording(word)
        }
        let isTechnical = failure.contains("errno") || failure.contains("cannot ")
        // What the program saw stays beside it, in English.
        if isTechnical || wording.language != "en" { return wording("failure_other") }
        return CellText(wording).sentence(failure)
    }
}
