import Configuration
import Export
import Foundation

/// The words of workbooks: those that come with the command, and the user's own.
enum SheetLanguage {
    /// Reads the words of the site's language; those of `[site] templates` come before the shipped
    /// ones. English needs no file.
    ///
    /// - Throws: ``Failure`` when a file is no list of words.
    static func words(of site: Configuration.Site) throws -> SheetWords {
        let name = "exports/languages/\(site.language).json"
        var words: [String: String] = [:]
        for path in [try ShippedFiles.path("templates/\(name)"), "\(site.templates)/\(name)"]
        where FileManager.default.fileExists(atPath: path) {
            let bytes = try Folder.read(path)
            do {
                let own = try JSONDecoder().decode([String: String].self, from: Data(bytes))
                words.merge(own) { $1 }
            } catch {
                throw Failure(
                    "\(path) is no JSON object of English texts and their translations",
                    exit: .badConfiguration)
            }
        }
        return SheetWords(words)
    }
}
