import Configuration
import Foundation
import FoundationNetworking
import GateSync

/// Asks the URL of the roster, and keeps its last good answer beside the database.
///
/// An answer that is no list of people leaves the last good one, which grows old: an old roster
/// blocks nobody.
struct RosterDownload: Sendable {
    /// Why there is no new answer, as a sentence; `nil` when there is one.
    var failure: String?
    /// The templates that came along.
    var templates: [ImportedTemplate] = []

    /// How long a host may take; it may be asleep, and the first request wakes it up.
    private static let timeoutSeconds = 60.0
    /// More than any roster with templates of a large site.
    private static let limit = 512 * 1024 * 1024

    /// Asks for the roster, when it comes from a URL; `nil` when it is a file.
    ///
    /// - Throws: `ConfigurationError` for the configuration itself; ``Failure`` when the token or the
    ///   copy of the answer cannot be read or written.
    static func run(_ session: Session) async throws -> RosterDownload? {
        let configuration = try Configuration.load(path: session.configurationPath)
        guard configuration.roster.isURL else { return nil }
        do {
            let answer = try AccessStatus(try await fetch(configuration.roster))
            try Folder.write(answer.csv, to: configuration.rosterFile)
            return RosterDownload(templates: answer.templates)
        } catch let failure as Failure where failure.exit == .failed {
            let sentence =
                "the roster could not be read from \(configuration.roster.source): "
                + "\(failure.sentence); the last good answer is used"
            session.console.say(.error, sentence)
            return RosterDownload(failure: sentence)
        }
    }

    private static func fetch(_ source: Configuration.RosterSource) async throws -> Data {
        guard let url = URL(string: source.source) else {
            throw Failure("it is no URL", exit: .badConfiguration)
        }
        var request = URLRequest(
            url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: timeoutSeconds)
        request.setValue("application/json", forHTTPHeaderField: "Accept")
        if let tokenFile = source.tokenFile {
            let text = String(decoding: try Folder.read(tokenFile), as: UTF8.self)
            let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        }
        let session = URLSession(configuration: .ephemeral)
        defer { session.invalidateAndCancel() }
        do {
            return try await answer(to: request, session)
        } catch is Failure {
            // That was the warm-up; a host that was asleep is awake now.
            return try await answer(to: request, session)
        }
    }

    private static func answer(to request: URLRequest, _ session: URLSession) async throws -> Data {
        let data: Data
        let response: URLResponse
        do {
            (data, response) = try await session.data(for: request)
        } catch let error as URLError where error.code == .timedOut {
            throw Failure("no answer within \(Int(timeoutSeconds)) seconds")
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw Failure("it cannot be reached")
        }
        guard let http = response as? HTTPURLResponse, http.statusCode == 200 else {
            let code = (response as? HTTPURLResponse)?.statusCode ?? 0
            throw Failure("it answered with HTTP status \(code)")
        }
        guard data.count <= limit else { throw Failure("its answer is too long") }
        return data
    }
}
