import DataStructures
import Testing

@Suite("UTF-8 keys")
struct UTF8KeyTests {
  @Test(
    "Texts that String takes for equal are different keys",
    arguments: [
      ("caf\u{E9}", "cafe\u{301}"), ("K", "\u{212A}"), ("\u{11938}", "\u{11935}\u{11930}"),
    ])
  func bytes(first: String, second: String) {
    #expect(UTF8Key(first) != UTF8Key(second))
    #expect(UTF8Key(first) == UTF8Key(first) && UTF8Key("") == UTF8Key(""))
    var rows = [UTF8Key(first): 1]
    rows[UTF8Key(second)] = 2
    #expect(rows[UTF8Key(first)] == 1 && rows[UTF8Key(second)] == 2)
  }

  @Test("Keys are ordered by their bytes, not by their letters")
  func order() {
    let sorted = ["z", "\u{E9}", "e\u{301}", "f"].map(UTF8Key.init).sorted()
    #expect(
      sorted.map { Array($0.text.utf8) } == [[0x65, 0xCC, 0x81], [0x66], [0x7A], [0xC3, 0xA9]])
  }

  @Test("A substring and a copy of it are the same key")
  func substrings() {
    let text = "a longer sentence than fits into a small string"
    let part = String(text.dropFirst(2).prefix(20))
    #expect(UTF8Key(part) == UTF8Key(String(decoding: Array(part.utf8), as: UTF8.self)))
  }

  @Test("Distinct texts keep their order")
  func distinct() {
    let texts = ["b", "caf\u{E9}", "b", "cafe\u{301}", "a", "caf\u{E9}"].distinctByBytes()
    #expect(texts.map { $0.unicodeScalars.count } == [1, 4, 5, 1])
  }
}
