import CTemplateBridge
import Synchronization

/// A compiled page template.
///
/// ctemplate keeps tables for the whole process and is linked without threads, so compiling,
/// filling and expanding happen under one lock of the process.
final class PageTemplate: @unchecked Sendable {
    // Sendable because the pointer is only used while `lock` is held.
    private let pointer: OpaquePointer
    private let placeholders: [Placeholder]
    private static let lock = Mutex(())

    /// Compiles a checked template.
    ///
    /// - Throws: ``TemplateProblem`` of the file when ctemplate refuses it (such as broken HTML
    ///   around a placeholder).
    init(file: String, text: [UInt8], placeholders: [Placeholder]) throws {
        var told = Told()
        let compiled = Self.lock.withLock { _ in
            withUnsafeMutablePointer(to: &told) { told in
                text.withUnsafeBufferPointer { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { text in
                        gatebook_template_compile(
                            text.baseAddress, text.count, told, Told.takeProblem)
                    }
                }
            }
        }
        guard let compiled else {
            throw TemplateError(problems: [
                TemplateProblem(file: file, line: nil, sentence: told.problemSentence)
            ])
        }
        pointer = compiled
        self.placeholders = placeholders
    }

    deinit {
        Self.lock.withLock { _ in gatebook_template_free(pointer) }
    }

    /// The page with the values that `fill` sets, as UTF-8.
    func expand(_ fill: (PageDictionary) -> Void) throws -> [UInt8] {
        var told = Told()
        let isDone = Self.lock.withLock { _ in
            guard let root = gatebook_dictionary_make() else { return false }
            defer { gatebook_dictionary_free(root) }
            fill(PageDictionary(root, placeholders: placeholders))
            return withUnsafeMutablePointer(to: &told) {
                gatebook_template_expand(pointer, root, $0, Told.takePage, Told.takeProblem)
            }
        }
        guard isDone else {
            throw TemplateError(problems: [
                TemplateProblem(file: "page", line: nil, sentence: told.problemSentence)
            ])
        }
        return told.page
    }
}

/// What the bridge handed back during a call.
private struct Told {
    var page: [UInt8] = []
    var problem = ""

    /// The bridge's message on one line.
    var problemSentence: String {
        let lines = problem.split(separator: "\n").map { line in
            line.replacing("ERROR: ", with: "").replacing("Template : ", with: "")
        }
        let text = lines.joined(separator: " ")
        return text.isEmpty ? "the template could not be used: out of memory" : text
    }

    static let takePage: gatebook_sink = { context, bytes, length in
        guard let context, let bytes else { return }
        let raw = UnsafeRawBufferPointer(start: bytes, count: length)
        context.assumingMemoryBound(to: Told.self).pointee.page = Array(raw)
    }

    static let takeProblem: gatebook_sink = { context, bytes, length in
        guard let context, let bytes else { return }
        let raw = UnsafeRawBufferPointer(start: bytes, count: length)
        context.assumingMemoryBound(to: Told.self).pointee.problem =
            String(decoding: raw, as: UTF8.self)
    }
}
