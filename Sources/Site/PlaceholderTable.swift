/// The placeholder table of `templates/README.md`, made from what the pages declare.
package enum PlaceholderTable {
    /// Markdown: a part for every page, first what all pages share.
    package static var markdown: String {
        var out = "### Every page\n\n" + table(PageFrame.placeholders)
        for kind in PageKind.allCases {
            let own = kind.placeholders.dropFirst(PageFrame.placeholders.count)
            out += "\n### \(kind.templateName)\n\n" + table(Array(own))
        }
        return out
    }

    private static func table(_ placeholders: [Placeholder]) -> String {
        "| Write | Meaning |\n|---|---|\n" + rows(placeholders, depth: 0)
    }

    private static func rows(_ placeholders: [Placeholder], depth: Int) -> String {
        let indent = String(repeating: "&emsp;", count: depth)
        return placeholders.map { placeholder in
            let name = placeholder.name
            switch placeholder.kind {
            case .text: return "| \(indent)`{{\(name)}}` | \(placeholder.sentence) |\n"
            case .markup: return "| \(indent)`{{\(name):none}}` | \(placeholder.sentence) |\n"
            case .section(let inner):
                return "| \(indent)`{{#\(name)}}…{{/\(name)}}` | \(placeholder.sentence) |\n"
                    + rows(inner, depth: depth + 1)
            }
        }.joined()
    }
}
