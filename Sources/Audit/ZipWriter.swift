internal import CZip
import Foundation

/// Writes a zip file of files that are on the disk: fixed dates, so that the same files give the same
/// bytes.
final class ZipWriter {
    private let archive: OpaquePointer
    private let path: String
    private var isClosed = false

    /// Starts a zip file in a place where there is none.
    init(_ path: String) throws {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code) else {
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            defer { zip_error_fini(&error) }
            throw AuditError(
                .cannotWrite, "cannot write \(path): \(String(cString: zip_error_strerror(&error)))"
            )
        }
        self.archive = archive
        self.path = path
    }

    deinit {
        if !isClosed { zip_discard(archive) }
    }

    /// Adds the file at `source`, which has to stay until the zip file is closed.
    func add(_ name: String, fileAt source: String) throws {
        guard let input = zip_source_file(archive, source, 0, -1) else { throw failure() }
        let index = zip_file_add(archive, name, input, zip_flags_t(ZIP_FL_ENC_UTF_8))
        guard index >= 0 else {
            zip_source_free(input)
            throw failure()
        }
        let place = zip_uint64_t(index)
        // 1980-01-01, the first date a zip file knows.
        guard zip_file_set_dostime(archive, place, 0, 0x21, 0) == 0,
            zip_file_set_external_attributes(
                archive, place, 0, UInt8(ZIP_OPSYS_UNIX), 0o100644 << 16) == 0,
            zip_set_file_compression(archive, place, ZIP_CM_DEFLATE, 6) == 0
        else { throw failure() }
    }

    /// Writes the file.
    func close() throws {
        guard zip_close(archive) == 0 else { throw failure() }
        isClosed = true
    }

    private func failure() -> AuditError {
        let error = zip_get_error(archive)
        let reason = zip_error_strerror(error).map { String(cString: $0) }
        return .unwritable(
            path, errno: zip_error_code_system(error), otherwise: reason ?? "failed")
    }
}
