internal import CExpat
import Foundation

/// Takes the elements of an XML text as they come.
protocol XMLHandler: AnyObject {
    /// An element begins.
    func start(_ name: XMLName, _ attributes: XMLAttributes)
    /// An element ends.
    func end(_ name: XMLName)
    /// Characters inside an element, in as many pieces as it pleases.
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
    /// What is wrong with what has come so far; ends the reading.
    var fault: String? { get }
}

/// The name of an element or attribute without its namespace; valid during the call only.
struct XMLName {
    private let start: UnsafePointer<CChar>

    init(_ name: UnsafePointer<CChar>) {
        if let mark = strrchr(name, Int32(UInt8(ascii: "|"))) {
            start = UnsafePointer(mark) + 1
        } else {
            start = name
        }
    }

    /// Whether it is this name.
    static func == (name: XMLName, other: StaticString) -> Bool {
        strcmp(name.start, UnsafeRawPointer(other.utf8Start).assumingMemoryBound(to: CChar.self))
            == 0
    }
}

/// The attributes of an element; valid during the call only.
struct XMLAttributes {
    fileprivate let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    /// The bytes of an attribute's value, ended by a zero; `nil` when the element lacks it.
    func value(_ name: StaticString) -> UnsafePointer<CChar>? {
        guard var pair = list else { return nil }
        while let key = pair[0], let value = pair[1] {
            if XMLName(key) == name { return value }
            pair += 2
        }
        return nil
    }

    /// The value of an attribute as text.
    subscript(name: StaticString) -> String? { value(name).map { String(cString: $0) } }
}

/// Reads XML piece by piece, within limits, without document types.
final class XMLStream {
    /// Elements inside each other.
    private static let depthLimit = 64
    /// Bytes a tag may have.
    private static let tagLimit = 4 << 20

    private let parser: XML_Parser
    private let handler: any XMLHandler
    private let name: String
    private var depth = 0
    private var fedBytes = 0
    private var hasDocumentType = false

    /// Starts reading the part `name` for `handler`.
    init(_ name: String, _ handler: any XMLHandler) throws {
        guard let parser = XML_ParserCreateNS("UTF-8", XML_Char(UInt8(ascii: "|"))) else {
            throw SpreadsheetError(.tooLarge, "there is no memory to read \(name)")
        }
        self.parser = parser
        self.handler = handler
        self.name = name
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in
                guard let stream = XMLStream.of(context), let name else { return }
                stream.depth += 1
                stream.handler.start(XMLName(name), XMLAttributes(list: attributes))
                stream.stopIfNeeded()
            },
            { context, name in
                guard let stream = XMLStream.of(context), let name else { return }
                stream.depth -= 1
                stream.handler.end(XMLName(name))
                stream.stopIfNeeded()
            })
        XML_SetCharacterDataHandler(parser) { context, bytes, count in
            guard let stream = XMLStream.of(context), let bytes else { return }
            bytes.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                stream.handler.text(UnsafeBufferPointer(start: $0, count: Int(count)))
            }
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            guard let stream = XMLStream.of(context) else { return }
            stream.hasDocumentType = true
            XML_StopParser(stream.parser, XML_Bool(XML_FALSE))
        }
    }

    deinit { XML_ParserFree(parser) }

    private static func of(_ context: UnsafeMutableRawPointer?) -> XMLStream? {
        context.map { Unmanaged<XMLStream>.fromOpaque($0).takeUnretainedValue() }
    }

    private func stopIfNeeded() {
        guard handler.fault != nil || depth > Self.depthLimit else { return }
        XML_StopParser(parser, XML_Bool(XML_FALSE))
    }

    /// Reads the next bytes.
    func feed(_ bytes: UnsafeRawBufferPointer) throws {
        let count = bytes.count
        fedBytes += count
        let outcome = XML_Parse(
            parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(count), 0)
        try check(outcome)
        guard fedBytes - Int(XML_GetCurrentByteIndex(parser)) <= Self.tagLimit else {
            throw SpreadsheetError(.tooLarge, "\(name) has a tag that never ends")
        }
    }

    /// Reads the end.
    func finish() throws { try check(XML_Parse(parser, "", 0, 1)) }

    private func check(_ outcome: XML_Status) throws {
        if let fault = handler.fault { throw SpreadsheetError.damaged(name, fault) }
        if depth > Self.depthLimit {
            throw SpreadsheetError.damaged(name, "its elements are too deep in each other")
        }
        if hasDocumentType {
            throw SpreadsheetError.damaged(name, "it declares a document type")
        }
        guard outcome != XML_STATUS_OK else { return }
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? ""
        throw SpreadsheetError.damaged(
            name, "line \(XML_GetCurrentLineNumber(parser)): \(reason)")
    }
}
