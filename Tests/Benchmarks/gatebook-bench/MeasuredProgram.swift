import Foundation
import Glibc

/// A program that has ended, with what it took: that of its own process, not of others before it.
struct MeasuredProgram {
    /// What it printed.
    let output: Data
    /// CPU time in user and system mode.
    let cpuSeconds: Double
    /// Most memory it had in use, in KiB.
    let peakKiB: Int

    /// Runs `gatebook`, as built beside this program, with the configuration in `folder` and waits until
    /// it has ended.
    ///
    /// - Throws: ``WrongResult`` when it does not start or does not end with 0.
    static func gatebook(_ words: [String], in folder: String) throws -> MeasuredProgram {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let program = own.deletingLastPathComponent().appendingPathComponent("gatebook").path
        let printed = folder + "/printed"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, printed, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var arguments: [UnsafeMutablePointer<CChar>?] =
            ([program] + words + ["--config", folder + "/gatebook.toml"]).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let failure = posix_spawn(&child, program, &actions, nil, arguments, environ)
        try WrongResult.unless(Int(failure), is: 0, "starting \(program)")
        var status: Int32 = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
        try WrongResult.unless(Int(status), is: 0, "gatebook \(words[0]) ended")
        return MeasuredProgram(
            output: try Data(contentsOf: URL(fileURLWithPath: printed)),
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            peakKiB: usage.ru_maxrss)
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
