import Foundation

/// The words of one language that pages show; a data file, `languages/CODE.json`.
package struct Wording: Sendable {
    /// The language code, such as `en`.
    package let language: String
    /// `ltr` or `rtl`.
    package let direction: String
    private let words: [String: Word]
    /// What stands between thousands.
    private let thousandsMark: String
    /// The ten digits of the language, where they are not those of ASCII.
    private let ownDigits: [Character]?

    /// How numbers choose the form of a word.
    private let plurals: PluralRule

    /// What is wrong with the user's own words.
    let problems: [TemplateProblem]

    /// Reads the words of a language; those missing in the user's file come from the shipped one.
    ///
    /// - Throws: ``TemplateError`` when there is no such file or one cannot be read.
    init(language: String, folders: TemplateFolders) throws {
        let name = "languages/\(language).json"
        let files = folders.files(name)
        guard let shipped = files.last else {
            let known = folders.names(in: "languages").map { String($0.dropLast(5)) }
            throw TemplateError(problems: [
                TemplateProblem(
                    file: name, line: nil,
                    sentence: "there are no words for the language \"\(language)\"; "
                        + "known: \(known.joined(separator: ", "))")
            ])
        }
        let base = try Self.read(shipped)
        var words = base
        var problems: [TemplateProblem] = []
        for file in files.dropLast().reversed() {
            for (key, word) in try Self.read(file).sorted(by: { $0.key < $1.key }) {
                words[key] = word
                guard base[key] == nil else { continue }
                problems.append(
                    TemplateProblem(
                        file: file.path, line: nil,
                        sentence: "unknown word \(key)" + NearestName.hint(key, in: base.keys)))
            }
        }
        self.language = language
        self.problems = problems
        self.words = words.mapValues { Word($0) }
        direction = words["direction"] == "rtl" ? "rtl" : "ltr"
        thousandsMark = words["thousands"] ?? ""
        plurals = words["plurals"].flatMap(PluralRule.init) ?? .one
        let digits = Array(words["digits"] ?? "")
        ownDigits = digits.count == 10 ? digits : nil
    }

    /// The names of all words.
    var keys: [String] { words.keys.sorted() }

    /// The word called `key`; `nil` when the language has none.
    func word(_ key: String) -> String? { words[key]?.text }

    /// The word called `key` with `{name}` replaced by values; the key itself when unknown.
    func callAsFunction(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
        words[key]?.filled(values) ?? key
    }

    /// The word called `key` with `{name}` replaced by values; the key itself when unknown.
    func filled(_ key: String, _ values: [String: String]) -> String {
        words[key]?.filled { values[$0] } ?? key
    }

    /// The form of `key` for a number by the rule of the language, such as `key.one`, where there is
    /// one, else `key.other`; `{n}` becomes the number.
    func counted(_ key: String, _ number: Int, _ values: KeyValuePairs<String, String> = [:])
        -> String
    {
        let form = plurals.form(of: number)
        let word = form.flatMap { words["\(key).\($0)"] } ?? words["\(key).other"]
        guard let word else { return key }
        return word.filled(values, number: self.number(number))
    }

    /// A whole number with the language's digits and its mark between thousands.
    func number(_ number: Int) -> String {
        if (0..<1000).contains(number) { return digits(String(number)) }
        let plain = String(number.magnitude)
        var out = ""
        for (index, digit) in plain.enumerated() {
            if index > 0, (plain.count - index) % 3 == 0 { out += thousandsMark }
            out.append(digit)
        }
        return (number < 0 ? "−" : "") + digits(out)
    }

    /// The size of a file: `12 KB`, `3 MB`, of 1,000 bytes each, rounded up.
    func fileSize(_ bytes: Int) -> String {
        let kilobytes = (max(0, bytes) - 1) / 1000 + 1
        return kilobytes < 1000
            ? self("size_kb", ["n": number(kilobytes)])
            : self("size_mb", ["n": number((kilobytes - 1) / 1000 + 1)])
    }

    /// `text` with the digits of the language.
    func digits(_ text: String) -> String {
        guard let own = ownDigits else { return text }
        return String(text.map { $0.isASCII ? $0.wholeNumberValue.map { own[$0] } ?? $0 : $0 })
    }

    private static func read(_ file: TemplateFolders.File) throws -> [String: String] {
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(file.bytes))
        } catch {
            throw TemplateError(problems: [
                TemplateProblem(
                    file: file.path, line: nil,
                    sentence: "the words cannot be read: expected one JSON object of texts")
            ])
        }
    }
}
