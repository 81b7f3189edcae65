extension Configuration.Branding {
    /// Reads `[branding]`; `resolve` makes a path of one that is relative to the file.
    static func read(
        _ table: inout TableReader, resolve: (String) -> String
    ) -> Configuration.Branding {
        var result = Configuration.Branding()
        let logo = table.text("logo", default: "")
        if !logo.isEmpty {
            do {
                let (read, fault) = try LogoFile.read(resolve(logo))
                result.logo = read
                if let fault { table.report("logo", fault) }
            } catch let error as ConfigurationError {
                for problem in error.problems {
                    table.report("logo", "names “\(logo)”: \(problem.sentence)")
                }
            } catch {
                table.report("logo", "names “\(logo)”, which cannot be read")
            }
        }
        let light = colour("accent", on: .light, in: &table)
        let dark = colour("accent_dark", on: .dark, in: &table)
        result.accent = light.map(PageGround.light.accent)
        result.accentDark = (dark ?? light.map(PageGround.dark.readable))
            .map(PageGround.dark.accent)
        result.footer = table.text("footer", default: "")
        if result.footer.count > mostFooter {
            table.report("footer", "must have at most \(mostFooter) characters")
            result.footer = ""
        }
        return result
    }

    private static let mostFooter = 300

    /// The colour of a key, if people can read it.
    private static func colour(
        _ key: String, on ground: PageGround, in table: inout TableReader
    ) -> Colour? {
        let text = table.text(key, default: "")
        guard !text.isEmpty else { return nil }
        guard let colour = Colour(text) else {
            table.report(key, "must be a colour such as \"#17565d\", found “\(text)”")
            return nil
        }
        let contrast = ground.contrast(of: colour)
        guard contrast < PageGround.leastContrast else { return colour }
        // Rounded down: 4.49 must not read as 4.5.
        let shown = String(Int(contrast * 10))
        let nearest = ground.readable(colour).text
        table.report(
            key,
            "cannot be read on \(ground.name) pages: \(text) has a contrast of "
                + "\(shown.dropLast().isEmpty ? "0" : shown.dropLast()).\(shown.suffix(1)), at least 4.5 "
                + "is needed; \(nearest) would do")
        return nil
    }
}
