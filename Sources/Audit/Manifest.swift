import OrderedJSON

/// What a bundle says about itself: the text that is signed.
package struct Manifest: Hashable, Sendable, Codable {
    /// The name of the format, in the first member.
    package static let formatName = "gatebook audit bundle 1"

    /// The name of the format.
    package var format = Manifest.formatName
    /// The number of the bundle, counted from 1 in its store.
    package var number: Int
    /// When it was made, as wall time of the site.
    package var madeAt: String
    /// Who made it: the user of the machine.
    package var madeBy: String
    /// The title of the site.
    package var site: String
    /// First and last work date.
    package var from: String
    package var to: String
    /// The branches and people it was limited to; empty means all.
    package var branches: [String]
    package var members: [String]
    /// Whether codes stand for names and ids.
    package var pseudonymous: Bool
    /// The bundle before this one; `nil` for the first one.
    package var previous: Previous?
    /// Every file of the bundle but the manifest and its signature.
    package var files: [File] = []
    /// The chains over the rows of tables.
    package var tables: [Table] = []
    /// The key that signed it, and its fingerprint.
    package var publicKey: String
    package var fingerprint: String

    /// The bundle before.
    package struct Previous: Hashable, Sendable, Codable {
        /// Its number.
        package var number: Int
        /// SHA-256 of its manifest.
        package var sha256: String

        /// Makes a reference to a bundle.
        package init(number: Int, sha256: String) {
            self.number = number
            self.sha256 = sha256
        }
    }

    /// A file.
    package struct File: Hashable, Sendable, Codable {
        /// Its name in the bundle.
        package var name: String
        /// Its size.
        package var bytes: Int
        /// Its SHA-256.
        package var sha256: String
    }

    /// A table and the chain over its rows.
    package struct Table: Hashable, Sendable, Codable {
        /// The name of the CSV file in the bundle.
        package var name: String
        /// Rows after the header.
        package var rows: Int
        /// The last link of the chain.
        package var head: String
        /// The links after every thousand rows.
        package var checkpoints: [String]

        /// The name of the file with a mark for each row.
        var marksName: String {
            "chain/" + name.dropFirst("data/".count).dropLast(".csv".count) + ".txt"
        }
    }

    /// Makes the manifest of a bundle without files.
    package init(
        number: Int, madeAt: String, madeBy: String, site: String, from: String, to: String,
        branches: [String], members: [String], pseudonymous: Bool, previous: Previous?
    ) {
        self.number = number
        self.madeAt = madeAt
        self.madeBy = madeBy
        self.site = site
        self.from = from
        self.to = to
        self.branches = branches
        self.members = members
        self.pseudonymous = pseudonymous
        self.previous = previous
        publicKey = ""
        fingerprint = ""
    }

    enum CodingKeys: String, CodingKey {
        case format, number, site, from, to, branches, members, pseudonymous, previous, files
        case tables, fingerprint
        case madeAt = "made_at"
        case madeBy = "made_by"
        case publicKey = "public_key"
    }

    /// The manifest as text, the same every time.
    var text: String {
        func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
        let document: JSONValue = [
            "format": .string(format), "number": .integer(number), "made_at": .string(madeAt),
            "made_by": .string(madeBy), "site": .string(site), "from": .string(from),
            "to": .string(to), "branches": texts(branches), "members": texts(members),
            "pseudonymous": .bool(pseudonymous),
            "previous": previous.map {
                ["number": .integer($0.number), "sha256": .string($0.sha256)]
            } ?? .null,
            "files": .array(
                files.map {
                    [
                        "name": .string($0.name), "bytes": .integer($0.bytes),
                        "sha256": .string($0.sha256),
                    ]
                }),
            "tables": .array(
                tables.map {
                    [
                        "name": .string($0.name), "rows": .integer($0.rows),
                        "head": .string($0.head), "checkpoints": texts($0.checkpoints),
                    ]
                }),
            "public_key": .string(publicKey), "fingerprint": .string(fingerprint),
        ]
        return document.indentedText
    }
}
