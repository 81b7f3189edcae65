/// All that is wrong with the templates, found before anything is published.
package struct TemplateError: Error, Hashable, CustomStringConvertible {
    /// The problems, by file and line.
    package let problems: [TemplateProblem]

    /// A line a problem, `file:line: sentence`.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
