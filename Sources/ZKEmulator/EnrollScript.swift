/// How one enrolment at an emulated gate goes.
package struct EnrollScript: Hashable, Sendable {
    /// How an enrolment ends.
    package enum Ending: String, CaseIterable, Sendable {
        /// The finger is stored.
        case done
        /// The samples do not match one another.
        case failed
        /// Somebody else has that finger.
        case duplicate
        /// Nobody came.
        case timeout
        /// Somebody pressed the cancel key after the first sample.
        case cancelled
        /// The gate does not take the command, as many newer models.
        case refused
        /// The gate takes the command and never tells anything.
        case silent
    }

    /// The ending.
    package var ending: Ending
    /// Samples that are bad before the good ones.
    package var badSamples = 0
    /// The pause before each event.
    package var pauseMilliseconds = 20

    /// Makes an enrolment that ends so.
    package init(_ ending: Ending = .done) {
        self.ending = ending
    }
}

extension EnrollScript: Decodable {
    /// Reads one entry of `enroll`: an ending, or an object with `result` and more.
    package init(from decoder: any Decoder) throws {
        if let name = try? decoder.singleValueContainer().decode(String.self) {
            guard let ending = Ending(rawValue: name) else {
                throw FleetError.unknownKind(
                    name, of: "enrolment", Ending.allCases.map(\.rawValue), at: decoder.codingPath)
            }
            self.ending = ending
            return
        }
        let object = try FleetObject(decoder, known: ["result", "bad_samples", "pause_ms"])
        ending = try object.choice("result") ?? .done
        badSamples = try object.number("bad_samples", in: 0...100) ?? 0
        pauseMilliseconds = try object.number("pause_ms", in: 0...600_000) ?? 20
    }
}
