import Glibc

/// Why a site could not be published; the last good site is untouched then.
package struct PublishError: Error, Hashable, CustomStringConvertible {
    /// The path that could not be written, read or replaced.
    package var path: String
    /// The system's error number; 0 when the path itself is not allowed.
    package var errno: Int32
    /// What was being done, such as "write".
    package var act: String

    /// One sentence: what could not be done, why and what to do.
    package var description: String {
        "cannot \(act) \(path): \(reason); the last good site is unchanged"
    }

    private var reason: String {
        switch errno {
        case 0: "the path leaves the site"
        case ENOSPC, EDQUOT: "no space left there; free some space and run again"
        case EROFS: "the file system is read-only; choose another [site] output"
        case EACCES, EPERM: "permission denied; give this user write access to the folder"
        case ENOTDIR, EEXIST: "a file stands where a folder is needed; move it away"
        default: String(cString: strerror(errno))
        }
    }
}
