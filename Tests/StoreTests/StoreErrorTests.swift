import GateModel
import Testing

@testable import Store

struct StoreErrorTests {
    @Test func `an error tells the statement but never what was bound`() async throws {
        let connection = try Connection(file: ":memory:", access: .create)
        try connection.execute("CREATE TABLE t (n INTEGER, s TEXT CHECK (s = 'x')) STRICT")
        let insert = try connection.statement("INSERT INTO t VALUES (?, ?)")
        try insert.bind(4711, at: 1)
        try insert.bind("secret", at: 2)
        let error = #expect(throws: StoreError.self) { try insert.run() }
        #expect(error?.code == .failed)
        #expect(error?.extendedCode == 275)
        #expect(error?.statement == "INSERT INTO t VALUES (?, ?)")
        for text in [error?.description, error?.debugDescription] {
            let text = try #require(text)
            #expect(text.contains("CHECK constraint failed"))
            #expect(text.contains("secret") == false)
            #expect(text.contains("4711") == false)
        }
    }

    @Test func `a statement that is misused is an error and not a trap`() throws {
        let connection = try Connection(file: ":memory:", access: .create)
        #expect(throws: StoreError.self) { try connection.statement("SELEKT 1") }
        let select = try connection.statement("SELECT ?1")
        #expect(throws: StoreError.self) { try select.bind(1, at: 2) }
    }

    @Test func `a busy database is worth another try`() async throws {
        let error = StoreError(
            extendedCode: 5, message: "database is locked", file: "x.sqlite", statement: nil)
        #expect(error.code == .busy)
        #expect(error.isRetryable)
        #expect(error.sentence.hasPrefix("x.sqlite is in use by another program") == true)
    }

    @Test func `texts of one row do not overwrite each other`() throws {
        let connection = try Connection(file: ":memory:", access: .create)
        let select = try connection.statement("SELECT ?1, ?2, ?3, ?4")
        let texts = [
            "a", String(repeating: "b", count: 200), String(repeating: "c", count: 200), "",
        ]
        for (index, text) in texts.enumerated() { try select.bind(text, at: Int32(index + 1)) }
        #expect(try select.step())
        #expect((0..<4).map { select.text(Int32($0)) } == texts)
    }
}
