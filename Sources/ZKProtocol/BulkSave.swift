/// People with their fingers as one block of bytes, for ``Command/saveTemplates``.
///
/// | Part | Content |
/// |---|---|
/// | head | three 4-byte lengths: user block, table, template block |
/// | user block | for each user 02, then the record in its layout |
/// | table | for each template 02, user slot (2), 10 hex + finger (1), offset into the next part (4) |
/// | template block | for each template its length (2), then its bytes |
///
/// Vectors: `pyzk/save-template-28`, `pyzk/save-template-72`, `pyzk/save-template-long`.
public enum BulkSave {
    /// Bytes of one piece in which the block is sent.
    public static let pieceLength = 1024

    /// The data of the request that stores the block.
    public static let request: [UInt8] = [12, 0, 0, 0, 0, 0, 8, 0]

    /// Returns the block.
    ///
    /// - Throws: ``WireError/unencodable(field:reason:)`` when a user does not fit into `layout`, a
    ///   template is empty or longer than 65,535 bytes, or a finger is not 0 to 9.
    public static func encoded(
        users: [UserRecord], templates: [TemplateRecord], layout: UserLayout
    ) throws(WireError) -> [UInt8] {
        var userBlock = ByteWriter(capacity: users.count * (layout.size + 1))
        for user in users {
            userBlock.u8(2)
            userBlock.append(try user.encoded(as: layout))
        }
        var table = ByteWriter(capacity: templates.count * 8)
        var block = ByteWriter()
        for template in templates {
            guard let size = UInt16(exactly: template.bytes.count), size > 0, template.finger < 10
            else {
                throw .unencodable(
                    field: "template",
                    reason: "expected finger 0 to 9 and 1 to 65535 bytes, found finger "
                        + "\(template.finger) and \(template.bytes.count) bytes")
            }
            table.u8(2)
            table.u16(template.slot)
            table.u8(0x10 + template.finger)
            table.u32(UInt32(truncatingIfNeeded: block.bytes.count))
            block.u16(size)
            block.append(template.bytes)
        }
        var writer = ByteWriter(
            capacity: 12 + userBlock.bytes.count + table.bytes.count + block.bytes.count)
        for part in [userBlock, table, block] {
            writer.u32(UInt32(clamping: part.bytes.count))
        }
        for part in [userBlock, table, block] { writer.append(part.bytes) }
        return writer.bytes
    }
}
