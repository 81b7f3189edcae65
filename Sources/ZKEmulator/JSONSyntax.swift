import Foundation

/// Finds the place where a text stops being JSON.
enum JSONSyntax {
    /// The error in `json`, with line and column; `nil` when it is sound.
    static func error(in json: [UInt8]) -> FleetError? {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed)
            return nil
        } catch {
            let text = "\((error as NSError).userInfo["NSDebugDescription"] ?? "")"
            let digits = text.split(separator: " ").last?.prefix { $0.isNumber } ?? ""
            // What the parser does not place is the end of the text.
            let place = Int(digits).map { min($0, json.count) } ?? json.count
            let before = json.prefix(place)
            let line = before.count { $0 == 0x0A } + 1
            let column = place - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
            return FleetError(path: "line \(line), column \(column)", problem: "not valid JSON")
        }
    }
}
