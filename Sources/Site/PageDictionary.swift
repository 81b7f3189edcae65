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
    func set(_ name: StaticString, _ text: String) {
        assert(declares(name.description), "\(name) is not declared here")
        name.withUTF8Buffer { put($0, text) }
    }

    /// Sets the value of `{{NAME}}` to a number, in plain digits.
    func set(_ name: StaticString, _ number: Int) { set(name, String(number)) }

    /// Sets the value of `{{NAME:none}}`; only markup made here may go in.
    func set(_ name: StaticString, markup: SVGMarkup) { set(name, markup.text) }

    /// Shows `{{#NAME}}…{{/NAME}}` once more.
    @discardableResult
    func add(_ name: StaticString) -> PageDictionary {
        assert(declares(name.description), "\(name) is not declared here")
        let section = name.withUTF8Buffer { name in
            name.withMemoryRebound(to: CChar.self) {
                gatebook_dictionary_add_section(pointer, $0.baseAddress)
            }
        }
        guard let section else { preconditionFailure("memory is short") }
        var inner: [Placeholder] = []
        #if DEBUG
            let known = placeholders.first { $0.name == name.description }
            if case .section(let declared) = known?.kind { inner = declared }
        #endif
        return PageDictionary(section, placeholders: inner)
    }

    /// Shows `{{#NAME}}…{{/NAME}}` when `condition` holds.
    func show(_ name: StaticString, when condition: Bool) {
        if condition { add(name) }
    }

    /// Shows the section `name` with the text as the value of `value`, when there is any.
    func set(_ name: StaticString, _ value: StaticString, optional text: String?) {
        if let text { add(name).set(value, text) }
    }

    private func put(_ name: UnsafeBufferPointer<UInt8>, _ text: String) {
        // A static string ends with a zero byte that its buffer does not count.
        let isSet = name.withMemoryRebound(to: CChar.self) { name in
            var text = HTMLText.visible(text)
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { text in
                    guard let start = text.baseAddress else {
                        return gatebook_dictionary_set(pointer, name.baseAddress, "", 0)
                    }
                    return gatebook_dictionary_set(pointer, name.baseAddress, start, text.count)
                }
            }
        }
        precondition(isSet, "memory is short")
    }

    private func declares(_ name: String) -> Bool {
        placeholders.contains { $0.name == name }
    }
}
