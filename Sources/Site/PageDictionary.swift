import CTemplateBridge

/// The values of one page or of one item of a section, while the page is expanded.
///
/// Every name must be declared: a slip traps in debug builds, so tests find it.
struct PageDictionary {
    private let pointer: OpaquePointer
    private let placeholders: [Placeholder]

    init(_ pointer: OpaquePointer, placeholders: [Placeholder]) {
        self.pointer = pointer
        self.placeholders = placeholders
    }

    /// Sets the value of `{{NAME}}`.
    func set(_ name: String, _ text: String) {
        assert(declares(name), "\(name) is not declared here")
        var text = HTMLText.visible(text)
        let isSet = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                guard let start = text.baseAddress else {
                    return gatebook_dictionary_set(pointer, name, "", 0)
                }
                return gatebook_dictionary_set(pointer, name, start, text.count)
            }
        }
        precondition(isSet, "memory is short")
    }

    /// Sets the value of `{{NAME}}` to a number.
    func set(_ name: String, _ number: Int) { set(name, String(number)) }

    /// Sets the value of `{{NAME:none}}`; only markup made here may go in.
    func set(_ name: String, markup: SVGMarkup) { set(name, markup.text) }

    /// Shows `{{#NAME}}…{{/NAME}}` once more.
    @discardableResult
    func add(_ name: String) -> PageDictionary {
        assert(declares(name), "\(name) is not declared here")
        guard let section = gatebook_dictionary_add_section(pointer, name) else {
            preconditionFailure("memory is short")
        }
        var inner: [Placeholder] = []
        #if DEBUG
            if case .section(let declared) = placeholders.first(where: { $0.name == name })?.kind {
                inner = declared
            }
        #endif
        return PageDictionary(section, placeholders: inner)
    }

    /// Shows `{{#NAME}}…{{/NAME}}` when `condition` holds.
    func show(_ name: String, when condition: Bool) {
        if condition { add(name) }
    }

    /// Shows `{{#NAME}}` with the text as `{{NAME_TEXT}}` when there is any.
    func set(_ name: String, optional text: String?) {
        if let text { add(name).set("\(name)_TEXT", text) }
    }

    private func declares(_ name: String) -> Bool {
        placeholders.contains { $0.name == name }
    }
}
