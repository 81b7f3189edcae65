import Configuration
import Foundation
import GateModel

/// The last roster that could be read, kept beside the database: members, shifts and identities as
/// they were in their files.
///
/// A night with a broken roster judges its days by it; no gate is ever changed by it.
struct LastRoster: Sendable {
    private let configuration: Configuration

    /// Makes the way to the copies of a configuration's roster.
    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// The files of the roster and their copies.
    private var files: [(file: String, copy: String)] {
        let roster = configuration.roster
        let all = [
            ("members", configuration.rosterFile), ("shifts", roster.shifts),
            ("identities", roster.identities),
        ]
        return all.compactMap { name, file in
            file.map {
                ($0, "\(configuration.store.path).last-\(name).\(($0 as NSString).pathExtension)")
            }
        }
    }

    // MARK: - Keeping

    /// Keeps copies of a roster that could be read and lists somebody; copies that are the same are
    /// left as they are.
    ///
    /// - Throws: ``Failure`` when they cannot be written.
    func keep(_ roster: Roster) throws {
        guard !roster.members.isEmpty else { return }
        for (file, copy) in files
        where !FileManager.default.contentsEqual(atPath: file, andPath: copy) {
            try Folder.write(try Folder.read(file), to: copy)
        }
    }

    // MARK: - Opening

    /// Opens a directory; when nothing but the roster is broken, with the last one that could be read.
    ///
    /// - Returns: The directory, and what is wrong with the roster; `nil` when nothing is.
    /// - Throws: `ConfigurationError` for problems of other files; ``Failure``.
    static func open(_ session: Session) throws -> (workspace: Workspace, problem: Problem?) {
        let configuration = try Configuration.load(path: session.configurationPath)
        do {
            return (try Workspace(session, configuration), nil)
        } catch let error as ConfigurationError {
            let last = LastRoster(configuration)
            guard last.isTo(blame: error) else { throw error }
            let known = try? Workspace(session, last.copied)
            let workspace = try known ?? Workspace(session, configuration, roster: .nobody)
            return (workspace, Problem(error: error, hasCopy: known != nil))
        }
    }

    /// Whether only files of the roster are broken.
    func isTo(blame error: ConfigurationError) -> Bool {
        let names = Set(files.map(\.file))
        return error.problems.allSatisfy { names.contains($0.file) }
    }

    /// The configuration with the copies in place of the files.
    private var copied: Configuration {
        var copied = configuration
        let copies = Dictionary(files.map { ($0.file, $0.copy) }, uniquingKeysWith: { $1 })
        copied.roster.source = copies[configuration.rosterFile] ?? configuration.rosterFile
        copied.roster.shifts = configuration.roster.shifts.flatMap { copies[$0] }
        copied.roster.identities = configuration.roster.identities.flatMap { copies[$0] }
        return copied
    }

    /// What is wrong with a roster, and what the night makes of it.
    struct Problem: Sendable {
        fileprivate var error: ConfigurationError
        /// Whether there is an earlier roster to judge days by.
        var hasCopy: Bool

        /// What was found and what is done without it.
        var sentence: String {
            let rest =
                hasCopy
                ? "days are judged by the last roster that could be read"
                : "no earlier roster is known, so no day is judged and the site stays as it was"
            return "nothing was changed on any gate: the roster cannot be read\n\(error)\n"
                + "The gates are read and stored; \(rest)."
        }
    }
}

extension Roster {
    /// A roster of nobody.
    fileprivate static var nobody: Roster { Roster(file: "", members: []) }
}
