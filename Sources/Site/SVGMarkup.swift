/// Markup of a chart, made here from numbers and escaped words: the only kind pages trust.
struct SVGMarkup: Hashable, Sendable {
    /// The whole `svg` element.
    private(set) var text = ""

    /// Starts a drawing that reads as one picture with a title and a description.
    ///
    /// `id` is unique in the page. `description` says what the drawing shows to those who do not
    /// see it. A stretched drawing fills its place without keeping its proportions.
    init(
        id: String, width: Int, height: Int, title: String, description: String?,
        isStretched: Bool = false
    ) {
        let labels = description == nil ? "\(id)-title" : "\(id)-title \(id)-desc"
        var attributes = [
            ("class", "chart chart-\(id)"), ("viewBox", "0 0 \(width) \(height)"),
            ("role", "img"), ("aria-labelledby", labels),
        ]
        if isStretched { attributes.append(("preserveAspectRatio", "none")) }
        open("svg", attributes)
        element("title", [("id", "\(id)-title")], title)
        if let description { element("desc", [("id", "\(id)-desc")], description) }
    }

    /// Opens an element.
    mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
        text += "<\(name)" + Self.written(attributes) + ">"
    }

    /// Closes an element.
    mutating func close(_ name: String) { text += "</\(name)>" }

    /// Adds an element without content.
    mutating func element(_ name: String, _ attributes: [(String, String)]) {
        text += "<\(name)" + Self.written(attributes) + "/>"
    }

    /// Adds an element with text.
    mutating func element(_ name: String, _ attributes: [(String, String)], _ content: String) {
        open(name, attributes)
        text += Self.escaped(content)
        close(name)
    }

    /// Adds a rectangle of a class, in tenths of a unit.
    mutating func rectangle(_ style: String, x: Int, y: Int, width: Int, height: Int) {
        element(
            "rect",
            [
                ("class", style), ("x", Self.tenths(x)), ("y", Self.tenths(y)),
                ("width", Self.tenths(width)), ("height", Self.tenths(height)),
            ])
    }

    /// Adds a line of a class, in tenths of a unit.
    mutating func line(_ style: String, x1: Int, y1: Int, x2: Int, y2: Int) {
        element(
            "line",
            [
                ("class", style), ("x1", Self.tenths(x1)), ("y1", Self.tenths(y1)),
                ("x2", Self.tenths(x2)), ("y2", Self.tenths(y2)),
            ])
    }

    /// Adds a label of a class at a place in tenths of a unit.
    mutating func label(_ style: String, x: Int, y: Int, anchor: String, _ content: String) {
        element(
            "text",
            [
                ("class", style), ("x", Self.tenths(x)), ("y", Self.tenths(y)),
                ("text-anchor", anchor),
            ], content)
    }

    /// `12.5` for 125: whole numbers inside, so that no rounding differs between machines.
    static func tenths(_ value: Int) -> String {
        let sign = value < 0 ? "-" : ""
        let (whole, tenth) = value.magnitude.quotientAndRemainder(dividingBy: 10)
        return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
    }

    private static func written(_ attributes: [(String, String)]) -> String {
        attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    }

    private static func escaped(_ text: String) -> String {
        String(decoding: HTMLText.escaped(HTMLText.visible(text)), as: UTF8.self)
    }
}
