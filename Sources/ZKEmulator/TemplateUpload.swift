import ZKProtocol

/// What a client sends for SAVE_USERTEMPS: people, a table of fingers, and the fingers.
struct TemplateUpload {
    var users: [UserRecord] = []
    var templates: [TemplateRecord] = []

    /// Reads the bytes of an upload.
    ///
    /// - Throws: `WireError` when a part is cut off or has another form.
    init(decoding bytes: [UInt8], as layout: UserLayout) throws(WireError) {
        var reader = ByteReader(bytes)
        let userCount = Int(try reader.u32())
        let tableCount = Int(try reader.u32())
        let templateCount = Int(try reader.u32())
        var people = ByteReader(try reader.bytes(userCount))
        var table = ByteReader(try reader.bytes(tableCount))
        let store = try reader.bytes(templateCount)
        while people.remainingCount > 0 {
            try people.skip(1)
            users.append(try UserRecord(decoding: try people.bytes(layout.size), as: layout))
        }
        var copiedCount = 0
        while table.remainingCount > 0 {
            try table.skip(1)
            let slot = try table.u16()
            let finger = try table.u8()
            let offset = Int(try table.u32())
            var template = ByteReader(store)
            try template.skip(offset)
            let size = Int(try template.u16())
            // Many lines that name the same bytes shall not make gigabytes of them.
            copiedCount += size
            guard copiedCount <= EmulatedGate.uploadLimit else {
                throw .datasetLength(announced: copiedCount, limit: EmulatedGate.uploadLimit)
            }
            templates.append(
                TemplateRecord(
                    slot: slot, finger: finger & 0x0F, validity: 1,
                    bytes: Array(try template.bytes(size))))
        }
    }
}
