import Foundation

/// Finds the templates and samples that come with the command, wherever it is installed.
enum ShippedFiles {
    /// The folder that holds `templates/` and `samples/`.
    ///
    /// Looked for beside the installed command (`../share/gatebook`), then in the folders above it,
    /// which is where a build in the source tree finds them.
    ///
    /// - Throws: ``Failure`` that names the places looked at.
    static func folder() throws -> String {
        let command = try commandPath()
        let bin = (command as NSString).deletingLastPathComponent
        var candidates = [(bin as NSString).appendingPathComponent("../share/gatebook")]
        var above = bin
        for _ in 0..<5 {
            above = (above as NSString).deletingLastPathComponent
            candidates.append(above)
        }
        for candidate in candidates {
            let probe = (candidate as NSString).appendingPathComponent("templates/overview.html")
            if FileManager.default.fileExists(atPath: probe) {
                return URL(fileURLWithPath: candidate).standardizedFileURL.path
            }
        }
        throw Failure(
            "cannot find the shipped templates: looked in \(candidates[0]) and above \(bin); "
                + "install gatebook again with make install")
    }

    /// A file or folder below the shipped folder.
    static func path(_ name: String) throws -> String {
        (try folder() as NSString).appendingPathComponent(name)
    }

    private static func commandPath() throws -> String {
        do {
            return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        } catch {
            throw Failure("cannot tell where this command is installed: /proc is not mounted")
        }
    }
}
