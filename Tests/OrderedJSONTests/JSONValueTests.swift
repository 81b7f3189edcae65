import Foundation
import OrderedJSON
import Testing

@Suite struct `JSON with ordered keys` {
    @Test func `keys keep their order`() {
        let value: JSONValue = ["z": 1, "a": [true, nil, "x"], "m": [:]]
        #expect(value.text == #"{"z":1,"a":[true,null,"x"],"m":{}}"#)
    }

    @Test func `indented text ends its last line`() {
        let value: JSONValue = ["a": [1], "b": []]
        #expect(value.indentedText == "{\n  \"a\": [\n    1\n  ],\n  \"b\": []\n}\n")
    }

    @Test(arguments: [
        (0.0, "0"), (1.5, "1.5"), (-0.25, "-0.25"), (2.0004, "2"), (0.9996, "1"),
        (12.3456, "12.346"),
        (.nan, "null"), (.infinity, "null"),
    ])
    func `decimals have at most three places`(number: Double, text: String) {
        #expect(JSONValue.decimal(number).text == text)
    }

    @Test(arguments: ["plain", "\"\\\n\r\t\u{0}\u{1F}", "রহিম", "</script>", "\u{2028}🙂"])
    func `any text is read back by another parser`(text: String) throws {
        let data = Data(JSONValue.array([.string(text)]).text.utf8)
        #expect(try JSONDecoder().decode([String].self, from: data) == [text])
    }
}
