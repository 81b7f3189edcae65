package import ZKProtocol

/// One way in which an emulated gate misbehaves, and when.
///
/// A fault of requests acts on those with ``command``, from the ``from``-th on that come while it is in
/// force, ``times`` of them.
package struct FleetFault: Hashable, Sendable {
    /// What goes wrong.
    package var effect: FaultEffect
    /// The requests that meet the fault; `nil` means all.
    package var command: Command?
    /// The first of those requests, counted from 1.
    package var from = 1
    /// How many of them meet it; `nil` means all from then on. For faults of connections: how many
    /// connections.
    package var times: Int?

    /// Makes a fault that acts on every request.
    package init(_ effect: FaultEffect) {
        self.effect = effect
    }

    /// Makes a fault that acts on some requests.
    package init(_ effect: FaultEffect, on command: Command?, from: Int = 1, times: Int? = nil) {
        self.effect = effect
        self.command = command
        self.from = from
        self.times = times
    }
}

extension FleetFault {
    /// Every connection is closed at once.
    package static let refuse = FleetFault(.refuse)
    /// No request is answered.
    package static let silence = FleetFault(.silence)
    /// Every checksum is off by one.
    package static let wrongChecksum = FleetFault(.wrongChecksum)
    /// Every byte is a segment of its own.
    package static let oneByteSegments = FleetFault(.oneByteSegments)
    /// Datasets come in pieces of 1008 bytes.
    package static let smallPieces = FleetFault(.smallPieces)

    /// Connections are dropped after `count` bytes.
    package static func dropAfterBytes(_ count: Int) -> FleetFault {
        FleetFault(.dropAfterBytes(count))
    }
}
