/// Why something could not be sealed or opened, in a sentence that shows no secret.
package struct SealingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: Hashable, Sendable {
        /// There is no key file.
        case noKeyFile
        /// The key file cannot be read or written.
        case unusableKeyFile
        /// The key file is not one, or damaged.
        case damagedKeyFile
        /// Others than the owner may read the key file.
        case exposedKeyFile
        /// A key that is needed is not in the key file.
        case lostKey
        /// The sealed bytes, or what they belong to, are not those that were sealed.
        case changed
        /// The library of the system cannot be used.
        case libraryFailed
    }

    /// What kind of failure it is.
    package var code: Code
    /// What could not be done, and what to do next.
    package var sentence: String

    /// Makes an error.
    package init(_ code: Code, sentence: String) {
        self.code = code
        self.sentence = sentence
    }

    /// The sentence.
    package var description: String { sentence }

    static let changed = SealingError(
        .changed,
        sentence: "a saved record in the vault is not the one that was sealed with this key; "
            + "restore the database and its key from the same backup")
}
