internal import CZip
import Foundation

/// The parts of a workbook: a zip file in memory, unpacked piece by piece within limits.
final class ZipParts {
    private let archive: OpaquePointer
    private let limits: SpreadsheetReader.Limits
    private var unpacked = 0

    /// Opens a zip file.
    init(_ bytes: [UInt8], limits: SpreadsheetReader.Limits) throws(SpreadsheetError) {
        self.limits = limits
        guard bytes.starts(with: [0x50, 0x4B]) else { throw Self.refusal(of: bytes) }
        // The archive frees the copy.
        guard let copy = malloc(max(1, bytes.count)) else {
            throw SpreadsheetError(.tooLarge, "there is no memory to open it")
        }
        bytes.withUnsafeBytes { source in
            if let base = source.baseAddress { memcpy(copy, base, source.count) }
        }
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = zip_source_buffer_create(copy, zip_uint64_t(bytes.count), 1, &error)
        else {
            free(copy)
            throw SpreadsheetError(.tooLarge, "there is no memory to open it")
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            throw SpreadsheetError(
                .damaged,
                "the workbook is damaged or cut off (\(String(cString: zip_error_strerror(&error))))"
            )
        }
        self.archive = archive
    }

    deinit { zip_discard(archive) }

    /// Why bytes that are no zip file are no workbook.
    private static func refusal(of bytes: [UInt8]) -> SpreadsheetError {
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            return SpreadsheetError(
                .notAWorkbook,
                "this is an old .xls workbook, or one with a password; save it as .xlsx without "
                    + "a password")
        }
        return SpreadsheetError(.notAWorkbook, "this is no workbook (.xlsx)")
    }

    /// Whether there is a part of this name.
    func has(_ name: String) -> Bool { zip_name_locate(archive, name, flags) >= 0 }

    private var flags: zip_flags_t { zip_flags_t(ZIP_FL_NOCASE) }

    /// Hands over the bytes of a part piece by piece.
    ///
    /// - Throws: ``SpreadsheetError`` when it is missing, damaged, or grows beyond the limits.
    func read(
        _ name: String, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let index = zip_name_locate(archive, name, flags)
        guard index >= 0, let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
            throw SpreadsheetError.damaged(name, "it is missing or locked with a password")
        }
        defer { zip_fclose(file) }
        var about = zip_stat_t()
        zip_stat_init(&about)
        zip_stat_index(archive, zip_uint64_t(index), 0, &about)
        let packed = max(Int(clamping: about.comp_size), 1 << 16)
        var size = 0
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = block.withUnsafeMutableBytes {
                zip_fread(file, $0.baseAddress, zip_uint64_t($0.count))
            }
            guard count >= 0 else {
                throw SpreadsheetError.damaged(name, "its bytes cannot be unpacked")
            }
            guard count > 0 else { return }
            size += Int(count)
            unpacked += Int(count)
            guard unpacked <= limits.bytes, size / packed <= limits.ratio else {
                throw SpreadsheetError(
                    .tooLarge, "\(name) unpacks to more than any workbook people make")
            }
            try block.withUnsafeBytes { try body(.init(rebasing: $0[..<Int(count)])) }
        }
    }
}
