import Glibc

/// One direction of `iconv`. For use in one task.
final class CodePageConverter {
    private let descriptor: iconv_t

    /// What was converted.
    struct Part {
        var bytes: [UInt8]
        /// Bytes of the input that were converted; fewer than all when the next ones mean nothing.
        var consumed: Int
    }

    /// Opens a converter; `nil` when the system has none.
    init?(from source: String, to target: String) {
        let opened = iconv_open(target, source)
        // The C library marks failure with a pointer of all ones.
        guard Int(bitPattern: opened) != -1, let opened else { return nil }
        descriptor = opened
    }

    deinit { iconv_close(descriptor) }

    /// Converts the start of `input`, as far as it means something.
    func convert(_ input: ArraySlice<UInt8>) -> Part {
        // No character of any code page takes more than this.
        var output = [CChar](repeating: 0, count: input.count * 8 + 16)
        var source = input.map { CChar(bitPattern: $0) }
        var sourceLeft = source.count
        var outputLeft = output.count
        source.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { output in
                var from = source.baseAddress
                var to = output.baseAddress
                // Back to the start, then the text, then what is held back of its last character.
                iconv(descriptor, nil, nil, nil, nil)
                iconv(descriptor, &from, &sourceLeft, &to, &outputLeft)
                iconv(descriptor, nil, nil, &to, &outputLeft)
            }
        }
        return Part(
            bytes: output.prefix(output.count - outputLeft).map { UInt8(bitPattern: $0) },
            consumed: source.count - sourceLeft)
    }
}
