/// The templates, words and assets of a site: read, checked and compiled once.
package struct TemplateSet: Sendable {
    /// The words of the pages.
    package let wording: Wording
    /// The style sheet, the script and other files beside the pages, in the order of their paths.
    package let assets: [SiteFile]
    /// The schemas of the JSON beside the pages, in the order of their paths.
    package let schemas: [SiteFile]
    private let pages: [PageKind: PageTemplate]

    /// Reads the templates; a file in an earlier folder replaces that of a later one.
    ///
    /// - Parameters:
    ///   - folders: The user's own folder first, the shipped one last.
    ///   - language: Code of the language, such as `en`.
    /// - Throws: ``TemplateError`` with every mistake in every template.
    package init(folders: TemplateFolders, language: String) throws {
        wording = try Wording(language: language, folders: folders)
        var assembly = TemplateAssembly(folders: folders, wording: wording)
        var texts: [(kind: PageKind, text: [UInt8])] = []
        for kind in PageKind.allCases {
            texts.append((kind, assembly.page(kind.templateName, placeholders: kind.placeholders)))
        }
        var problems = assembly.problems.union(Self.strangers(in: folders))
            .union(wording.problems)
        var pages: [PageKind: PageTemplate] = [:]
        // ctemplate would repeat, with less detail, what the assembly has found.
        if problems.isEmpty {
            for (kind, text) in texts {
                let file = folders.file(kind.templateName)?.path ?? kind.templateName
                do {
                    pages[kind] = try PageTemplate(
                        file: file, text: text, placeholders: kind.placeholders)
                } catch let error as TemplateError {
                    problems.formUnion(error.problems)
                }
            }
        }
        guard problems.isEmpty else { throw TemplateError(problems: problems.sorted()) }
        self.pages = pages
        assets = Self.files(in: "assets", of: folders)
        schemas = Self.files(in: "schemas", of: folders)
    }

    private static func files(in folder: String, of folders: TemplateFolders) -> [SiteFile] {
        folders.names(in: folder).compactMap { name in
            let path = folder + "/" + name
            return folders.file(path).map { SiteFile(path: path, bytes: $0.bytes) }
        }
    }

    /// Files of the user that no page is made from: their names are slips.
    private static func strangers(in folders: TemplateFolders) -> [TemplateProblem] {
        let known = PageKind.allCases.map(\.templateName)
        return folders.paths.dropLast().flatMap { folder in
            TemplateFolders([folder]).names(in: "").compactMap { name in
                guard name.hasSuffix(".html"), !name.hasPrefix("_"), !known.contains(name) else {
                    return nil
                }
                return TemplateProblem(
                    file: folder + "/" + name, line: nil,
                    sentence: "no page is made from this file"
                        + NearestName.hint(name, in: known))
            }
        }
    }

    /// The page of a kind with the values that `fill` sets.
    func page(_ kind: PageKind, _ fill: (PageDictionary) -> Void) throws -> [UInt8] {
        guard let template = pages[kind] else {
            preconditionFailure("every kind of page is compiled")
        }
        return try template.expand(fill)
    }
}
