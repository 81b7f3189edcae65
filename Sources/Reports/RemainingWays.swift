package import GateModel

/// By what a person can pass a gate, as far as it was read back: nothing left is proof, not known is not.
package struct RemainingWays: Hashable, Sendable {
    /// The fingers on the gate; `nil` when not known.
    package var fingers: [Int]?
    /// A card, a password, a face.
    package var ways: GateHoldings.Ways

    /// The columns of a table that tells it.
    package static let columns = [
        ReportColumn("finger_numbers", "Finger numbers", .text),
        ReportColumn("card", "Card", .flag),
        ReportColumn("password", "Password", .flag),
        ReportColumn("face", "Face", .flag),
    ]

    /// The cells of ``columns``; numbers of fingers with `;` between them.
    package var cells: [ReportCell] {
        [
            .known(fingers) { .text($0.map(String.init).joined(separator: ";")) },
            .known(ways.card) { .flag($0) }, .known(ways.password) { .flag($0) },
            .known(ways.face) { .flag($0) },
        ]
    }

    /// Whether anything is known to be left.
    package var isAnythingLeft: Bool {
        fingers?.isEmpty == false || [ways.card, ways.password, ways.face].contains(true)
    }
}

extension GateHoldings {
    /// By what a person can pass a gate.
    ///
    /// Where the record is gone nothing is left, unless a read-back showed otherwise.
    package func remaining(of member: MemberID, at serial: GateSerial) -> RemainingWays {
        var found = RemainingWays(
            fingers: fingers(of: member, at: serial),
            ways: access(of: member, at: serial)?.ways ?? Ways())
        switch access(of: member, at: serial)?.seen {
        case .absent:
            found.ways.card = found.ways.card ?? false
            found.ways.password = found.ways.password ?? false
            found.ways.face = found.ways.face ?? false
        case .partly:
            // Without a read-back of its record nothing is proven: a run may have died on the way.
            found.fingers = found.ways.card == nil ? nil : []
        case .present, nil: break
        }
        return found
    }
}
