import CDeflate

/// Compression of text files for servers that hand out `NAME.gz` beside `NAME`.
enum Gzip {
    /// What ends the names of files that shrink.
    private static let suffixes = [
        ".html", ".css", ".js", ".json", ".xml", ".svg", ".csv", ".txt",
    ]

    /// Whether a file is text that browsers ask for compressed.
    static func suits(_ path: String) -> Bool { suffixes.contains { path.hasSuffix($0) } }

    /// `bytes` in gzip form, the same on every machine; `nil` when memory is short.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        let capacity = gatebook_gzip_bound(bytes.count)
        var length = 0
        let out = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            length = gatebook_gzip(bytes, bytes.count, buffer.baseAddress, capacity)
            count = length
        }
        return length > 0 ? out : nil
    }
}
