import Digests
package import GateModel

/// The Atom feed of alarms and changes: `feed.xml`.
package struct SiteFeed: Sendable {
    /// One thing to know.
    package struct Entry: Hashable, Sendable {
        /// Tells entries apart for ever, such as `change/2026-10-05/2026-11-20T02:00:00`.
        package var key: String
        /// What happened, in a few words.
        package var title: String
        /// More about it, in sentences.
        package var text: String
        /// The page about it, relative to the web root.
        package var page: String
        /// When it was found, in UTC: `2026-11-20T02:00:00Z`.
        package var updated: String

        /// Makes an entry.
        package init(key: String, title: String, text: String, page: String, updated: String) {
            self.key = key
            self.title = title
            self.text = text
            self.page = page
            self.updated = updated
        }
    }

    /// Tells the feed from that of every other site, for ever: `urn:gatebook:` and letters and digits.
    package var id: String
    /// The title of the site.
    package var title: String
    /// The language of its texts, such as `en`.
    package var language: String
    /// When the site was made, in UTC.
    package var updated: String
    /// Newest first.
    package var entries: [Entry]

    /// Makes a feed.
    package init(
        id: String, title: String, language: String, updated: String, entries: [Entry]
    ) {
        self.id = id
        self.title = title
        self.language = language
        self.updated = updated
        self.entries = entries
    }

    /// The id of the feed of a site: of its title and the gate that its store knew first, so that it stays
    /// the same from night to night and on every machine with that store.
    package static func id(title: String, firstGate: GateSerial?) -> String {
        let parts = ["gatebook feed", title, firstGate?.rawValue ?? ""]
        let digest = SHA256.hex(Array(parts.joined(separator: "\0").utf8))
        return "urn:gatebook:\(digest.prefix(32))"
    }

    /// The feed as a file.
    package var file: SiteFile {
        var out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        out += "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
        out += "xml:lang=\"\(Self.escaped(language))\">\n"
        out += "<id>\(id)</id>\n<title>\(Self.escaped(title))</title>\n"
        out += "<updated>\(updated)</updated>\n<author><name>gatebook</name></author>\n"
        out += "<link rel=\"self\" href=\"feed.xml\"/>\n<link href=\"index.html\"/>\n"
        for entry in entries {
            let key = entry.key.utf8.map { byte in
                let isPlain =
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || [0x2D, 0x2E, 0x2F, 0x3A].contains(byte)
                let hex = String(byte, radix: 16)
                return isPlain
                    ? String(UnicodeScalar(byte)) : (byte < 16 ? "%0" : "%") + hex
            }.joined()
            out += "<entry>\n<id>\(id)/\(key)</id>\n"
            out += "<title>\(Self.escaped(entry.title))</title>\n"
            out += "<updated>\(entry.updated)</updated>\n"
            out += "<link href=\"\(Self.escaped(entry.page))\"/>\n"
            out += "<content type=\"text\">\(Self.escaped(entry.text))</content>\n</entry>\n"
        }
        return SiteFile(path: "feed.xml", bytes: Array((out + "</feed>\n").utf8))
    }

    private static func escaped(_ text: String) -> String {
        String(decoding: HTMLText.escaped(HTMLText.visible(text)), as: UTF8.self)
    }
}
