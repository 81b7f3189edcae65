/// Reads the logo of the pages and refuses whatever is more than a picture.
enum LogoFile {
    /// The largest file, in bytes: every visitor downloads it.
    static let mostBytes = 256 * 1024

    private static let known = ["png", "svg", "jpg", "webp"]

    /// The logo at `path`.
    ///
    /// - Returns: The logo, or the end of a sentence about the key that names it.
    /// - Throws: ``ConfigurationError`` when the file is missing or cannot be read.
    static func read(_ path: String) throws -> (logo: Configuration.Logo?, fault: String?) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        var ending = name.split(separator: ".").dropFirst().last.map { $0.lowercased() } ?? ""
        if ending == "jpeg" { ending = "jpg" }
        guard known.contains(ending) else {
            return (nil, "must be a png, svg, jpg or webp file, found “\(name)”")
        }
        let bytes = try InputFile.read(
            path, whenMissing: "give the path of the logo, or leave it empty")
        guard bytes.count <= mostBytes else {
            let size = (bytes.count + 1023) / 1024
            return (
                nil,
                "names a file of \(size) KB; at most \(mostBytes / 1024) KB, since every page shows it"
            )
        }
        guard kind(of: bytes) == ending else {
            return (nil, "names “\(name)”, whose content is not that of a \(ending) file")
        }
        if ending == "svg", let found = activePart(of: bytes) {
            return (
                nil, "names “\(name)”, which holds \(found); save it as a plain picture without it"
            )
        }
        return (Configuration.Logo(fileExtension: ending, bytes: bytes), nil)
    }

    /// What a file is by its first bytes.
    private static func kind(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "jpg" }
        if bytes.starts(with: Array("RIFF".utf8)), bytes.count > 12,
            bytes[8..<12].elementsEqual("WEBP".utf8)
        {
            return "webp"
        }
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        return text.contains("<svg") && !text.contains("<html") ? "svg" : nil
    }

    /// What in a drawing could act or load something when it is opened by itself.
    private static func activePart(of bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        let parts: [(sign: String, name: String)] = [
            ("<script", "a script"), ("javascript:", "a script"),
            ("<foreignobject", "a foreign object"),
            ("<!entity", "an entity"), ("<iframe", "a frame"),
            ("<?xml-stylesheet", "a style sheet"),
            ("@import", "a style sheet"),
        ]
        if let found = parts.first(where: { text.contains($0.sign) }) { return found.name }
        for mark in text.indices(of: "=").ranges {
            let name = text[..<mark.lowerBound].reversed().prefix { $0.isLetter }
            let before = text[..<mark.lowerBound].dropLast(name.count).last
            if name.reversed().starts(with: "on"), name.count > 2, before?.isWhitespace == true {
                return "an event handler"
            }
        }
        for reference in ["href=\"http", "href='http", "url(http", "href=\"//", "href='//"]
        where text.contains(reference) { return "a link to another place" }
        return nil
    }
}
