import Glibc

/// The number of files and sockets this process may have open at a time.
package enum DescriptorLimit {
    /// Raises the limit as far as the system allows and returns it.
    ///
    /// Systems start processes with 1,024, too few for a thousand gates and their emulation.
    @discardableResult
    package static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
        let before = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return Int(clamping: before)
        }
        return Int(clamping: limit.rlim_max)
    }
}
