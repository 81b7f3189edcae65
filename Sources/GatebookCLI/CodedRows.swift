import Digests
import Export
import Reports

/// The rows of a source with codes for names and ids.
struct CodedRows: RowSource {
    private let source: any RowSource
    private let key: SigningKey

    /// Takes the rows of `source`; only the owner of `key` can lead the codes back.
    init(_ source: any RowSource, key: SigningKey) {
        self.source = source
        self.key = key
    }

    /// The rows of `source`, with codes when there is a key.
    static func coding(_ source: any RowSource, with key: SigningKey?) -> any RowSource {
        key.map { CodedRows(source, key: $0) } ?? source
    }

    /// The name of the source.
    var name: String { source.name }
    /// The columns of the source.
    var columns: [ReportColumn] { source.columns }
    /// The extra columns of the source.
    var extraColumns: [ReportColumn] { source.extraColumns }
    /// The months of the source.
    var months: [MonthCount] { source.months }

    /// Hands over the rows with codes.
    func forEachRow(_ body: ([ReportCell]) throws -> Void) throws {
        var codes = Pseudonyms(key)
        let columns = source.columns
        try source.forEachRow { try body(codes.row($0, columns: columns)) }
    }
}
