extension Configuration {
    /// `[branding]`: what makes the pages look like those of the house.
    package struct Branding: Hashable, Sendable {
        /// The picture beside the title; `nil` for the shipped one.
        package var logo: Logo?
        /// The colour of links and marks on light pages; `nil` for the shipped one.
        package var accent: Accent?
        /// The colour on dark pages; made from `accent` where the file names none.
        package var accentDark: Accent?
        /// A line at the foot of every page; empty for none.
        package var footer = ""

        /// Makes a section of defaults.
        package init() {}
    }

    /// A picture that browsers show and that cannot do anything.
    package struct Logo: Hashable, Sendable {
        /// The end of its file name: `png`, `svg`, `jpg` or `webp`.
        package var fileExtension: String
        /// The file.
        package var bytes: [UInt8]

        /// Makes a logo of a file's bytes.
        package init(fileExtension: String, bytes: [UInt8]) {
            self.fileExtension = fileExtension
            self.bytes = bytes
        }
    }

    /// A colour for links and marks, and the pale one that goes behind them.
    package struct Accent: Hashable, Sendable {
        /// The colour, `#rrggbb`.
        package var colour: String
        /// The colour behind marked places, `#rrggbb`.
        package var tint: String
    }
}

/// The ground a page has, light or dark: what colours must be told apart from.
struct PageGround {
    /// How people call it.
    let name: String
    /// The page and the cards on it, as the style sheet has them.
    let grounds: [Colour]
    private let cardShare: Double

    /// `--paper` and `--card` of light pages in `site.css`.
    static let light = PageGround(
        name: "light", grounds: [Colour(0xF6F4EF), Colour(0xFFFEFB)], cardShare: 0.88)
    /// `--paper` and `--card` of dark pages in `site.css`.
    static let dark = PageGround(
        name: "dark", grounds: [Colour(0x11151B), Colour(0x1A2029)], cardShare: 0.82)

    /// What text needs beside its ground, by WCAG 2.2.
    static let leastContrast = 4.5

    /// The pale colour that goes behind marks of `colour`.
    func tint(of colour: Colour) -> Colour { colour.mixed(with: grounds[1], share: cardShare) }

    /// The smallest contrast of `colour` with what it stands on.
    func contrast(of colour: Colour) -> Double {
        (grounds + [tint(of: colour)]).map { colour.contrast(with: $0) }.min() ?? 1
    }

    /// The colour with its tint.
    func accent(_ colour: Colour) -> Configuration.Accent {
        Configuration.Accent(colour: colour.text, tint: tint(of: colour).text)
    }

    /// The colour nearest to `colour` that can be read on this ground.
    func readable(_ colour: Colour) -> Colour {
        let goal = Colour(name == "dark" ? 0xFFFFFF : 0x000000)
        for step in 0...20 {
            let mixed = colour.mixed(with: goal, share: Double(step) / 20)
            if contrast(of: mixed) >= Self.leastContrast { return mixed }
        }
        return goal
    }
}
