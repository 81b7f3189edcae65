import Foundation
import GateModel

/// Judges names of time zones.
enum ZoneName {
    /// Whether the system knows the zone by this IANA name.
    ///
    /// Abbreviations such as `IST` are not taken: several zones share them.
    static func isKnown(_ name: String) -> Bool {
        guard name == "UTC" || name == "GMT" || name.contains("/") else { return false }
        return TimeZone(identifier: name) != nil
    }

    /// The rest of a sentence about a name that is not known.
    static func refusal(_ name: String) -> String {
        // The list has this zone only under its old name, Asia/Calcutta.
        let known = ["Asia/Kolkata"] + TimeZone.knownTimeZoneIdentifiers
        let hint = NearestName.hint(name, in: known)
        return "names a time zone the system does not know, “\(name)”"
            + (hint.isEmpty ? "; expected a name such as “Asia/Kolkata”" : hint)
    }
}
