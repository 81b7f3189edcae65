/// The answer to a request for one template: its bytes and, behind them, its validity.
///
/// Two captured answers end in 01, which is no part of the template; pyzk drops that byte and, where
/// six zero bytes end the rest, those as well. Templates of algorithm 10 tell their own length: `SS21`
/// at offset 2, the length at 8, high byte first. Where it agrees with the bytes, it decides;
/// the length in the list of all templates decides before that.
public struct TemplateAnswer: Hashable, Sendable {
    /// The template. Never shown, never logged.
    public var template: [UInt8]
    /// 0 invalid, 1 valid, 3 duress; 1 when the answer does not tell.
    public var validity: UInt8

    /// Reads an answer; `nil` when it holds no template.
    ///
    /// - Parameters:
    ///   - bytes: The answer.
    ///   - listedLength: The length that the list of all templates tells, where it was read.
    public init?(decoding bytes: [UInt8], listedLength: Int? = nil) {
        let told = [listedLength, Self.ownLength(of: bytes)].compactMap(\.self)
        let length = told.first { $0 > 0 && $0 <= bytes.count } ?? bytes.count - 1
        guard length > 0 else { return nil }
        template = Array(bytes.prefix(length))
        let flag = length < bytes.count ? bytes[length] : 1
        validity = [0, 1, 3].contains(flag) ? flag : 1
    }

    /// The length that a template of algorithm 10 tells, when no more than padding follows.
    private static func ownLength(of bytes: [UInt8]) -> Int? {
        guard bytes.count > 10, bytes[2..<6].elementsEqual("SS21".utf8) else { return nil }
        let length = Int(bytes[8]) << 8 | Int(bytes[9])
        return (bytes.count - 7...bytes.count).contains(length) ? length : nil
    }
}
