/// A position in a list of a fleet file.
struct FleetIndex: CodingKey {
    let position: Int
    var stringValue: String { String(position) }
    var intValue: Int? { position }
    init(_ position: Int) { self.position = position }
    init?(stringValue: String) { nil }
    init?(intValue: Int) { position = intValue }
}
