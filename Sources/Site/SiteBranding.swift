/// What makes the pages look like those of the house.
package struct SiteBranding: Hashable, Sendable {
    /// The logo, below `assets/`; `nil` for the shipped one.
    package var logo: SiteFile?
    /// Colours on light pages; `nil` for the shipped ones.
    package var light: Colours?
    /// Colours on dark pages; `nil` for the shipped ones.
    package var dark: Colours?
    /// A line at the foot of every page; empty for none.
    package var footer = ""

    /// The colour of links and marks, and the pale one behind them, `#rrggbb`.
    package struct Colours: Hashable, Sendable {
        /// Links and marks.
        package var accent: String
        /// Behind marked places.
        package var tint: String

        /// Makes colours.
        package init(accent: String, tint: String) {
            self.accent = accent
            self.tint = tint
        }
    }

    /// Makes the shipped look.
    package init() {}

    /// Makes the logo of a file's bytes; `fileExtension` is `png`, `svg`, `jpg` or `webp`.
    package mutating func setLogo(_ bytes: [UInt8], fileExtension: String) {
        logo = SiteFile(path: "assets/logo.\(fileExtension)", bytes: bytes)
    }

    static let sheetPath = "assets/brand.css"

    /// The style sheet of the colours, since pages hold no style; `nil` when there are none.
    var sheet: SiteFile? {
        guard light != nil || dark != nil else { return nil }
        func rules(_ colours: Colours) -> String {
            "{ --accent: \(colours.accent); --accent-tint: \(colours.tint); }"
        }
        var out = ""
        if let light { out += ":root \(rules(light))\n" }
        if let dark {
            out += "@media screen and (prefers-color-scheme: dark) {\n"
            out += "  :root:not([data-theme=\"light\"]) \(rules(dark))\n}\n"
            out += "@media screen {\n  :root[data-theme=\"dark\"] \(rules(dark))\n}\n"
        }
        return SiteFile(path: Self.sheetPath, bytes: Array(out.utf8))
    }

    /// Its files, for the release.
    var files: [SiteFile] { [logo, sheet].compactMap(\.self) }
}
