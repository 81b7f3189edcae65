import Digests
import Testing

@testable import Audit

@Suite struct `Chain of rows` {
    private let text = "a,b\r\n1,\"x\r\ny\"\r\n2,\"\"\"\"\r\n3,z\r\n"

    private func chain(_ text: String, piece: Int) -> RowChain {
        var chain = RowChain("data/t.csv")
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            chain.add(bytes[start..<min(start + piece, bytes.count)])
        }
        chain.finish()
        return chain
    }

    @Test func `it is what its description says`() {
        func digest(_ text: String) -> [UInt8] { SHA256.digest(Array(text.utf8)) }
        var head = digest("gatebook audit chain 1\ndata/t.csv\na,b")
        for row in ["1,\"x\r\ny\"", "2,\"\"\"\"", "3,z"] {
            head = SHA256.digest(head + digest(row))
        }
        let chain = chain(text, piece: 1_000)
        #expect(chain.head == head)
        #expect(chain.rows == 3)
    }

    @Test(arguments: 1...9)
    func `pieces of any size give the same chain`(piece: Int) {
        #expect(chain(text, piece: piece).head == chain(text, piece: 1_000).head)
    }

    @Test func `every thousand rows a link is kept`() {
        let rows = (1...2_500).map { "\($0)\r\n" }.joined()
        let chain = chain("n\r\n" + rows, piece: 777)
        #expect(chain.rows == 2_500)
        #expect(chain.checkpoints.count == 2)
    }
}
