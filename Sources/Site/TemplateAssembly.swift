/// Puts a page template and its parts together and finds every mistake on the way.
///
/// Parts are pasted where they are named, so a part sees the placeholders of the place it stands
/// in, and ctemplate sees a page as a whole when it decides how to escape.
struct TemplateAssembly {
    let folders: TemplateFolders
    let wording: Wording
    /// The mistakes found so far.
    private(set) var problems: Set<TemplateProblem> = []

    init(folders: TemplateFolders, wording: Wording) {
        self.folders = folders
        self.wording = wording
    }

    /// The whole text of the page template `name`, ready to compile; problems are collected.
    mutating func page(_ name: String, placeholders: [Placeholder]) -> [UInt8] {
        guard let file = folders.file(name) else {
            problems.insert(
                TemplateProblem(
                    file: name, line: nil,
                    sentence: "the template is missing; looked in "
                        + folders.paths.joined(separator: ", ")))
            return []
        }
        return assemble(file, scopes: [placeholders], open: [name])
    }

    // MARK: - Non public

    private mutating func assemble(
        _ file: TemplateFolders.File, scopes: [[Placeholder]], open: [String]
    ) -> [UInt8] {
        var scopes = scopes
        var sections: [TemplateScanner.Marker] = []
        var out: [UInt8] = []
        var copied = 0
        for marker in TemplateScanner.markers(in: file.bytes) {
            out += file.bytes[copied..<marker.range.lowerBound]
            copied = marker.range.upperBound
            switch marker.kind {
            case .comment: continue
            case .pragma: checkPragma(marker, file)
            case .delimiters:
                report(file, marker, "the braces themselves cannot be changed here")
            case .unclosed:
                report(file, marker, "this {{ is never closed by }}")
            case .include:
                out += include(marker, file, scopes: scopes, open: open)
            case .value:
                out += value(marker, file, scopes: scopes)
            case .sectionStart:
                scopes.append(start(marker, file, scopes: scopes))
                sections.append(marker)
                out += file.bytes[marker.range]
            case .sectionEnd:
                if let last = sections.last, last.name == marker.name {
                    sections.removeLast()
                    scopes.removeLast()
                } else {
                    let expected = sections.last.map { "{{/\($0.name)}} is open" } ?? "none is open"
                    report(file, marker, "{{/\(marker.name)}} closes no section; \(expected)")
                }
                out += file.bytes[marker.range]
            }
        }
        for marker in sections {
            report(file, marker, "the section {{#\(marker.name)}} is never closed")
        }
        out += file.bytes[copied...]
        return out
    }

    private mutating func include(
        _ marker: TemplateScanner.Marker, _ file: TemplateFolders.File, scopes: [[Placeholder]],
        open: [String]
    ) -> [UInt8] {
        let name = marker.name + ".html"
        guard !open.contains(name) else {
            report(file, marker, "the part {{>\(marker.name)}} includes itself")
            return []
        }
        guard marker.name.hasPrefix("_"), !marker.name.contains("/"), var part = folders.file(name)
        else {
            let known = folders.names(in: "").filter { $0.hasPrefix("_") && $0.hasSuffix(".html") }
            let hint = NearestName.hint(marker.name, in: known.map { String($0.dropLast(5)) })
            report(file, marker, "unknown part {{>\(marker.name)}}\(hint)")
            return []
        }
        if part.bytes.last == 0x0A { part.bytes.removeLast() }
        return assemble(part, scopes: scopes, open: open + [name])
    }

    private mutating func value(
        _ marker: TemplateScanner.Marker, _ file: TemplateFolders.File, scopes: [[Placeholder]]
    ) -> [UInt8] {
        if marker.name.hasPrefix("T_") { return word(marker, file) }
        if ["BI_NEWLINE", "BI_SPACE"].contains(marker.name) {
            return Array(file.bytes[marker.range])
        }
        guard let placeholder = find(marker.name, in: scopes) else {
            reportUnknown("placeholder {{\(marker.name)}}", marker, file, scopes)
            return []
        }
        switch placeholder.kind {
        case .section:
            report(
                file, marker,
                "\(marker.name) is a section: write {{#\(marker.name)}}…{{/\(marker.name)}}")
        case .markup where marker.modifiers != "none":
            report(file, marker, "\(marker.name) is markup: write {{\(marker.name):none}}")
        case .text where !marker.modifiers.isEmpty:
            report(
                file, marker,
                "\(marker.name) is escaped by itself: write {{\(marker.name)}} without a modifier")
        default: break
        }
        return Array(file.bytes[marker.range])
    }

    /// The word of the language, escaped for text and for quoted attributes.
    private mutating func word(
        _ marker: TemplateScanner.Marker, _ file: TemplateFolders.File
    ) -> [UInt8] {
        let key = String(marker.name.dropFirst(2)).lowercased()
        guard let text = wording.word(key) else {
            let known = wording.keys.map { "T_" + $0.uppercased() }
            report(
                file, marker,
                "unknown word {{\(marker.name)}}" + NearestName.hint(marker.name, in: known))
            return []
        }
        return HTMLText.escaped(text)
    }

    private mutating func start(
        _ marker: TemplateScanner.Marker, _ file: TemplateFolders.File, scopes: [[Placeholder]]
    ) -> [Placeholder] {
        guard let placeholder = find(marker.name, in: scopes) else {
            reportUnknown("section {{#\(marker.name)}}", marker, file, scopes)
            return []
        }
        guard case .section(let inner) = placeholder.kind else {
            report(file, marker, "\(marker.name) is no section: write {{\(marker.name)}}")
            return []
        }
        return inner
    }

    private func find(_ name: String, in scopes: [[Placeholder]]) -> Placeholder? {
        for scope in scopes.reversed() {
            if let found = scope.first(where: { $0.name == name }) { return found }
        }
        return nil
    }

    private mutating func reportUnknown(
        _ what: String, _ marker: TemplateScanner.Marker, _ file: TemplateFolders.File,
        _ scopes: [[Placeholder]]
    ) {
        var hint = NearestName.hint(marker.name, in: scopes.flatMap { $0.map(\.name) })
        if let section = section(around: marker.name, in: scopes.first ?? []) {
            hint = "; it is known inside {{#\(section)}}"
        }
        report(file, marker, "unknown \(what)" + hint)
    }

    /// The section of the page that offers `name`; `nil` when none does.
    private func section(around name: String, in placeholders: [Placeholder]) -> String? {
        for placeholder in placeholders {
            guard case .section(let inner) = placeholder.kind else { continue }
            if inner.contains(where: { $0.name == name }) { return placeholder.name }
            if let section = section(around: name, in: inner) { return section }
        }
        return nil
    }

    private mutating func checkPragma(
        _ marker: TemplateScanner.Marker, _ file: TemplateFolders.File
    ) {
        if marker.name != #"AUTOESCAPE context="HTML""# {
            report(
                file, marker, #"pages are escaped as HTML: write {{%AUTOESCAPE context="HTML"}}"#)
        }
    }

    private mutating func report(
        _ file: TemplateFolders.File, _ marker: TemplateScanner.Marker, _ sentence: String
    ) {
        problems.insert(TemplateProblem(file: file.path, line: marker.line, sentence: sentence))
    }
}
