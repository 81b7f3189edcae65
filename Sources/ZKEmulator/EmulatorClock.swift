import Foundation
package import GateModel

/// Tells emulated gates the true time, each in its zone.
package struct EmulatorClock: Sendable {
    private let secondsSince1970: @Sendable () -> Int
    private let fallback: TimeZone

    /// Makes a clock that starts at `asOf` and runs on from there.
    ///
    /// - Parameters:
    ///   - asOf: Wall time in `zone`; `nil` follows the clock of the system.
    ///   - zone: IANA name of the zone of `asOf` and of gates without their own; `nil` means that of
    ///     the system.
    package init(asOf: LocalDateTime? = nil, zone: String? = nil) {
        let fallback = zone.flatMap(TimeZone.init(identifier:)) ?? .current
        self.fallback = fallback
        guard let asOf else {
            secondsSince1970 = { Int(Date().timeIntervalSince1970.rounded(.down)) }
            return
        }
        let first = Self.instant(of: asOf, in: fallback)
        let began = ContinuousClock.now
        secondsSince1970 = { first + Int(began.duration(to: .now).components.seconds) }
    }

    /// Makes a clock that stands still at `asOf`.
    package init(standingAt asOf: LocalDateTime, zone: String? = nil) {
        let fallback = zone.flatMap(TimeZone.init(identifier:)) ?? .current
        self.fallback = fallback
        let instant = Self.instant(of: asOf, in: fallback)
        secondsSince1970 = { instant }
    }

    /// The true wall time now in `zone`, or in the zone of the clock when it is `nil` or unknown.
    package func now(in zone: String? = nil) -> LocalDateTime {
        let zone = zone.flatMap(TimeZone.init(identifier:)) ?? fallback
        let seconds = secondsSince1970()
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        return LocalDateTime(secondsSinceEpoch: seconds + offset)
    }

    /// The instant at which clocks in `zone` show `wall`; a time that a change of clocks skips or
    /// repeats gives one of the two nearest.
    private static func instant(of wall: LocalDateTime, in zone: TimeZone) -> Int {
        var instant = wall.secondsSinceEpoch
        for _ in 0..<2 {
            let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
            instant = wall.secondsSinceEpoch - offset
        }
        return instant
    }
}
