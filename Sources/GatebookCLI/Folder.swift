import Digests
import Foundation

/// Makes folders and files for people, with sentences when that fails.
enum Folder {
    /// Makes a folder and those above it; does nothing when it is there.
    static func make(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            let why = fileOnTheWay(to: path).map { "\($0) is no folder" } ?? reason(error)
            throw Failure("cannot make the folder \(path): \(why)")
        }
    }

    /// What stands on the way to a folder, or in its place, without being one; `nil` when nothing does.
    private static func fileOnTheWay(to path: String) -> String? {
        var part = path
        while !part.isEmpty, part != "/" {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: part, isDirectory: &isFolder) {
                return isFolder.boolValue ? nil : part
            }
            part = (part as NSString).deletingLastPathComponent
        }
        return nil
    }

    /// Writes a file beside its place and puts it there: whole or not at all.
    ///
    /// A file that was there is replaced, also behind a symbolic link, and keeps who may read it. What a
    /// run that was killed left beside it, `.NAME.new`, the next one writes over.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let new = file.deletingLastPathComponent()
            .appendingPathComponent(".\(file.lastPathComponent).new")
        do {
            try Data(bytes).write(to: new)
            let old = try? FileManager.default.attributesOfItem(atPath: file.path)
            if let mode = old?[.posixPermissions] {
                try FileManager.default.setAttributes(
                    [.posixPermissions: mode], ofItemAtPath: new.path)
            }
            let written = try FileHandle(forUpdating: new)
            try written.synchronize()
            try written.close()
        } catch {
            try? FileManager.default.removeItem(at: new)
            throw Failure("cannot write \(path): \(reason(error))")
        }
        guard rename(new.path, file.path) == 0 else {
            let why = String(cString: strerror(errno))
            try? FileManager.default.removeItem(at: new)
            throw Failure("cannot write \(path): \(why)")
        }
    }

    /// Reads a whole file.
    static func read(_ path: String) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw Failure("cannot read \(path): \(reason(error))", exit: .badInput)
        }
    }

    /// SHA-256 of a file, read piece by piece.
    static func digest(_ path: String) throws -> String {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            var digest = SHA256.Stream()
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                digest.add(Array(piece))
            }
            return digest.hex()
        } catch {
            throw Failure("cannot read \(path): \(reason(error))")
        }
    }

    /// The system's reason behind a Foundation error, in a few words.
    static func reason(_ error: any Error) -> String {
        let error = error as NSError
        if let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError,
            underlying.domain == NSPOSIXErrorDomain
        {
            return String(cString: strerror(Int32(underlying.code)))
        }
        if error.domain == NSCocoaErrorDomain, let number = systemErrors[error.code] {
            return String(cString: strerror(number))
        }
        return error.localizedDescription
    }

    /// The system's numbers of what Foundation says in longer words.
    private static let systemErrors = [
        CocoaError.fileNoSuchFile.rawValue: ENOENT,
        CocoaError.fileReadNoSuchFile.rawValue: ENOENT,
        CocoaError.fileReadNoPermission.rawValue: EACCES,
        CocoaError.fileWriteNoPermission.rawValue: EACCES,
        CocoaError.fileWriteOutOfSpace.rawValue: ENOSPC,
        CocoaError.fileWriteVolumeReadOnly.rawValue: EROFS,
    ]
}
