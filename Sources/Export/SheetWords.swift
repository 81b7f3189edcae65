/// The words of workbooks in the language of their reader, by the English ones.
///
/// What has no translation stands there in English. What the cells of tables hold is the same in
/// every language: codes, names and reasons as in the other files.
package struct SheetWords: Hashable, Sendable {
    private let words: [String: String]

    /// Takes translations by the English text; `{name}` in both stands for a value.
    package init(_ words: [String: String] = [:]) {
        self.words = words
    }

    /// The word or sentence for an English one.
    package subscript(_ english: String) -> String {
        words[english].flatMap { $0.isEmpty ? nil : $0 } ?? english
    }

    /// The sentence for an English one, with values in the places of their names.
    package func text(_ english: String, _ values: KeyValuePairs<String, String>) -> String {
        var text = self[english]
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        return text
    }
}
