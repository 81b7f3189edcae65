import CFileSystem
import Glibc

/// The few file operations of publishing, each failing with a ``PublishError``.
enum FileTree {
    /// The bytes of a regular file; `nil` when there is none.
    static func bytes(of path: String) throws -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR || errno == ELOOP { return nil }
            throw PublishError(path: path, errno: errno, act: "read")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        let size = Int(status.st_size)
        return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw PublishError(path: path, errno: errno, act: "read") }
                if got == 0 { break }
                count += got
            }
        }
    }

    /// Size of a regular file; `nil` when there is none.
    static func size(of path: String) -> Int? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// The path without symbolic links; `path` itself when there is nothing there.
    static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Whether anything is at `path`.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Writes a new file; there must be none.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw PublishError(path: path, errno: errno, act: "write") }
        var failure: Int32 = 0
        var done = 0
        bytes.withUnsafeBytes { buffer in
            while done < buffer.count, failure == 0 {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
                let put = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if put >= 0 { done += put } else if errno != EINTR { failure = errno }
            }
        }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        if failure != 0 { throw PublishError(path: path, errno: failure, act: "write") }
    }

    /// Gives a file a second name; a copy of the same age where the file system has no hard links.
    static func link(_ path: String, to new: String) throws {
        if Glibc.link(path, new) == 0 { return }
        var status = stat()
        guard [EPERM, EMLINK, ENOTSUP].contains(errno), lstat(path, &status) == 0,
            let bytes = try bytes(of: path)
        else { throw PublishError(path: new, errno: errno, act: "write") }
        try write(bytes, to: new)
        let times = [status.st_atim, status.st_mtim]
        guard utimensat(AT_FDCWD, new, times, 0) == 0 else {
            throw PublishError(path: new, errno: errno, act: "write")
        }
    }

    /// Makes a folder and those above it, up to but not including `root`'s own parents.
    static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw PublishError(path: path, errno: errno, act: "make the folder")
        }
        try makeFolder(String(path[..<slash]))
        if mkdir(path, 0o755) != 0, errno != EEXIST {
            throw PublishError(path: path, errno: errno, act: "make the folder")
        }
    }

    /// Names in a folder; empty when there is none.
    static func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw PublishError(path: folder, errno: errno, act: "read")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Paths of all files below a folder, relative to it.
    static func files(below folder: String, prefix: String = "") throws -> [String] {
        var files: [String] = []
        for name in try names(in: folder) {
            var status = stat()
            guard lstat(folder + "/" + name, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                files += try Self.files(below: folder + "/" + name, prefix: prefix + name + "/")
            } else {
                files.append(prefix + name)
            }
        }
        return files
    }

    /// Removes a file or a folder with all it holds; nothing there is fine.
    static func remove(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            if unlink(path) == 0 || errno == ENOENT { return }
            throw PublishError(path: path, errno: errno, act: "remove")
        }
        for name in try names(in: path) { try remove(path + "/" + name) }
        if rmdir(path) != 0, errno != ENOENT {
            throw PublishError(path: path, errno: errno, act: "remove")
        }
    }

    /// Brings everything written to the file system of `folder` to the disk.
    static func sync(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PublishError(path: folder, errno: errno, act: "sync") }
        defer { close(descriptor) }
        guard gatebook_sync_file_system(descriptor) == 0 else {
            throw PublishError(path: folder, errno: errno, act: "sync")
        }
    }

    /// Puts `new` in the place of `live` and what was there in the place of `new`, in one step.
    ///
    /// File systems that cannot exchange get two renames, with `aside` in between.
    static func exchange(
        _ new: String, _ live: String, aside: String, by swap: (String, String) -> Int32
    ) throws {
        if swap(new, live) == 0 { return }
        guard [EINVAL, ENOSYS, ENOTSUP].contains(errno) else {
            throw PublishError(path: live, errno: errno, act: "replace")
        }
        try rename(live, aside)
        do {
            try rename(new, live)
        } catch {
            try rename(aside, live)
            throw error
        }
        try rename(aside, new)
    }

    /// Gives a file or folder another name.
    static func rename(_ path: String, _ new: String) throws {
        guard Glibc.rename(path, new) == 0 else {
            throw PublishError(path: new, errno: errno, act: "replace")
        }
    }
}
