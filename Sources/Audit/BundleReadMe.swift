/// The text by which a bundle explains itself.
enum BundleReadMe {
    /// The text for a bundle with this manifest.
    static func text(_ manifest: Manifest) -> String {
        var text = """
            AUDIT BUNDLE \(manifest.number) OF \(manifest.site)
            Work dates \(manifest.from) to \(manifest.to), made \(manifest.madeAt) by \(manifest.madeBy).

            WHAT IS IN IT
            data/days.csv         every judged person-day, with the reason of its status
            data/punches.csv      every punch and what it was used as
            data/exceptions.csv   punches that belong to nobody's day
            data/raw.csv          every record as the gates told it, whatever was made of it, with the
                                  number of the reading or file that brought it first
            data/undecodable.csv  records that could not be read, as bytes
            data/readings.csv     when which gate was read, or which file, and what came of it
            data/coverage.csv     for each date and gate: whether it was read after the day closed
            data/corrections.csv  what people corrected, when and why
            data/policy.csv       the rules in force
            data/exports.csv      the exports made before this one: who, when, what, and the SHA-256 of
                                  the manifest of a bundle, or of the list of digests and names of
                                  other files
            data/gatebook.toml    the policy file itself, unless codes stand for names
            COLUMNS.md            what stands in each column: type, unit, what an empty cell means
            chain/…               a mark for each row of each table
            manifest.json         size, rows and SHA-256 of every file; the head of each chain;
                                  the bundle before this one
            manifest.sig          the Ed25519 signature of manifest.json, hexadecimal

            HOW TO CHECK IT
            With gatebook, offline:

                gatebook verify BUNDLE.zip --fingerprint \(manifest.fingerprint)

            Take the fingerprint from the people who made the bundle, by another way than the bundle
            itself: anybody can make a bundle with a key of their own. With other tools: check the
            signature of manifest.json with the key \(manifest.publicKey),
            and the SHA-256 of every file with the manifest.

            The chain: the hash of a row is the SHA-256 of its bytes without the line end; the chain starts
            with the SHA-256 of "gatebook audit chain 1", LF, the name of the file, LF and the header;
            each link is the SHA-256 of the link before followed by the hash of the row. The lines
            in chain/ are the first 16 bytes of the hashes of the rows.

            WHAT IT PROVES
            That nothing in the bundle was edited, deleted, inserted, moved or cut off since it was signed
            by the owner of the key; and, together with the bundle before it, that none is missing
            between them.

            WHAT IT DOES NOT PROVE
            That a gate told the truth, that its clock was right, or that the person who held out a finger
            or a card was the one it belongs to; that nothing was changed before the bundle was made;
            when it was made: the date is what the machine said. Whoever has the signing key can
            make another bundle.

            """
        if manifest.pseudonymous {
            text += """

                NAMES AND IDS
                Codes stand for names, member ids and ids on the gates: the same code for the same person in
                every bundle of this site. Only the owner of the signing key can find out whose they
                are. Reasons of corrections are left out. In a small group people may still be known by
                when they come and go, and by their department.

                """
        }
        return text
    }
}
