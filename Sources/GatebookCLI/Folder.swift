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
            throw Failure("cannot make the folder \(path): \(reason(error))")
        }
    }

    /// Writes a file beside its place and puts it there: whole or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure("cannot write \(path): \(reason(error))")
        }
    }

    /// Writes a file of a name that nobody looks for yet; a part of it may stay there when it is stopped,
    /// until the same name is written again.
    static func prepare(_ bytes: [UInt8], at path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        } catch {
            throw Failure("cannot write \(path): \(reason(error))")
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
        return error.localizedDescription
    }
}
