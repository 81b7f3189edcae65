import CSV
import Testing

@Suite struct `Formula guard` {
    @Test(arguments: ["=1+1", "+1", "-1", "@A", "\tx", "\rx", "'=1", "''-", "=", "'\t"])
    func `risky text gets an apostrophe that is taken off again`(text: String) {
        let bytes = Array(text.utf8)
        #expect(FormulaGuard.isNeeded(bytes))
        let guarded = [FormulaGuard.mark] + bytes
        #expect(Array(FormulaGuard.removed(guarded[...])) == bytes)
    }

    @Test(arguments: ["", "'", "''", "O'Hara", "'quoted'", "1-2", " =1", "a=b", "রহিম"])
    func `other text stays as it is, both ways`(text: String) {
        let bytes = Array(text.utf8)
        #expect(!FormulaGuard.isNeeded(bytes))
        #expect(Array(FormulaGuard.removed(bytes[...])) == bytes)
    }
}
