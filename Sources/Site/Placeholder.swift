/// One name a template may use: the contract between pages and those who edit them.
package struct Placeholder: Sendable {
    /// The name between the braces: capitals, digits and underscores.
    package let name: String
    /// What it stands for, for `templates/README.md`.
    package let sentence: String
    /// How it is written and what it brings.
    package let kind: Kind

    /// How a placeholder is written and what it brings.
    package enum Kind: Sendable {
        /// `{{NAME}}`: text, escaped where it stands.
        case text
        /// `{{NAME:none}}`: markup made by gatebook itself (charts), not escaped.
        case markup
        /// `{{#NAME}}…{{/NAME}}`: shown once for each item, or not at all.
        case section([Placeholder])
    }

    /// Declares `{{NAME}}`.
    static func text(_ name: String, _ sentence: String) -> Placeholder {
        Placeholder(name: name, sentence: sentence, kind: .text)
    }

    /// Declares `{{NAME:none}}`.
    static func markup(_ name: String, _ sentence: String) -> Placeholder {
        Placeholder(name: name, sentence: sentence, kind: .markup)
    }

    /// Declares `{{#NAME}}…{{/NAME}}` and what may stand between.
    static func section(
        _ name: String, _ sentence: String, _ inner: [Placeholder] = []
    ) -> Placeholder {
        Placeholder(name: name, sentence: sentence, kind: .section(inner))
    }
}
