import Foundation
import ZKProtocol

/// Fingers as lines of text: `uid fid valid base64`.
enum TemplateFile {
    static func text(of state: GateState) -> String {
        state.templates.map { template in
            "\(template.slot) \(template.finger) \(template.validity) "
                + Data(template.bytes).base64EncodedString() + "\n"
        }.joined()
    }

    /// Replaces the fingers in `state`; `false` when the text is no such file.
    ///
    /// Fingers of people who are not there are left out: they were being written, or deleted, when
    /// the emulator died.
    static func restore(_ state: inout GateState, from text: String) -> Bool {
        let slots = Set(state.users.map(\.slot))
        var templates: [TemplateRecord] = []
        for line in text.split(separator: "\n") {
            let cells = line.split(separator: " ")
            guard cells.count == 4, let slot = UInt16(cells[0]), let finger = UInt8(cells[1]),
                let validity = UInt8(cells[2]), let data = Data(base64Encoded: String(cells[3]))
            else { return false }
            guard slots.contains(slot) else { continue }
            templates.append(
                TemplateRecord(
                    slot: slot, finger: finger, validity: validity, bytes: Array(data)))
        }
        state.templates = templates
        return true
    }
}
