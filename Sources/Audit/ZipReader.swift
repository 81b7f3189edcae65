internal import CZip
import Foundation

/// Reads a zip file: its names, and the bytes of a file piece by piece.
final class ZipReader {
    /// The names in the order of the file; one may be there more than once.
    let names: [String]

    private let archive: OpaquePointer
    private let path: String

    /// Opens a zip file.
    ///
    /// - Throws: ``AuditError`` with code `.noBundle` when it is none, or damaged.
    init(_ path: String) throws {
        var code: Int32 = 0
        var opened = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code)
        // Names that are there twice are for the verifier to tell.
        if opened == nil, code == ZIP_ER_EXISTS { opened = zip_open(path, ZIP_RDONLY, &code) }
        guard let archive = opened else {
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            defer { zip_error_fini(&error) }
            throw AuditError(
                .noBundle,
                "\(path) cannot be opened as a bundle: "
                    + String(cString: zip_error_strerror(&error)))
        }
        self.archive = archive
        self.path = path
        var names: [String] = []
        for index in 0..<max(0, zip_get_num_entries(archive, 0)) {
            let name = zip_get_name(archive, zip_uint64_t(index), zip_flags_t(ZIP_FL_ENC_RAW))
            names.append(name.map { String(cString: $0) } ?? "")
        }
        self.names = names
    }

    deinit { zip_discard(archive) }

    /// Hands over the bytes of the file `name` piece by piece.
    ///
    /// - Throws: ``AuditError`` with code `.damaged` when they cannot be read.
    func read(_ name: String, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
        guard let index = names.firstIndex(of: name),
            let file = zip_fopen_index(archive, zip_uint64_t(index), 0)
        else { throw AuditError(.damaged, "\(name) cannot be read") }
        defer { zip_fclose(file) }
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = block.withUnsafeMutableBytes {
                zip_fread(file, $0.baseAddress, zip_uint64_t($0.count))
            }
            guard count >= 0 else {
                throw AuditError(.damaged, "\(name) is damaged: its bytes cannot be unpacked")
            }
            guard count > 0 else { return }
            try body(block[..<Int(count)])
        }
    }

    /// The bytes of a file of at most `limit` bytes.
    func bytes(_ name: String, limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try read(name) { piece in
            bytes += piece
            guard bytes.count <= limit else {
                throw AuditError(.damaged, "\(name) is larger than it can be")
            }
        }
        return bytes
    }
}
