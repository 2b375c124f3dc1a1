import LexicalSearch
import Testing

@Suite("Words of a text")
struct TextWordsTests {
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    TextWords.forEach(in: text) { word, _ in words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  @Test(
    "are runs of letters and digits, in lower case",
    arguments: [
      ("", []), (" \t--!? ", []), ("The Soup, was HOT.", ["the", "soup", "was", "hot"]),
      ("AB-12 x_y", ["ab", "12", "x", "y"]), ("Don't 'quote' it’s", ["don't", "quote", "it's"]),
      ("pi is 3.14. Next", ["pi", "is", "3.14", "next"]),
      (
        "12,000 and 1,2 and 1,2345 or 1,000,000.5",
        [
          "12000", "and", "1", "2", "and", "1", "2345",
          "or", "1000000.5",
        ]
      ),
      ("10.0.0.1 v2.0", ["10.0.0.1", "v2", "0"]), ("2nd 3D", ["2nd", "3d"]),
      ("Größe É", ["größe", "é"]), ("cafe\u{301}", ["caf\u{e9}"]),
      ("東京タワー", ["東", "京", "タ", "ワ", "ー"]),
      ("\u{1F600}ok\u{1F600}", ["ok"]), ("снова РЕКА", ["снова", "река"]),
    ] as [(String, [String])])
  func words(text: String, expected: [String]) {
    #expect(Self.words(text) == expected)
  }

  @Test("a long run counts by its first bytes")
  func long() {
    let words = Self.words(String(repeating: "x", count: 1_000_000) + " y")
    #expect(words == [String(repeating: "x", count: TextWords.longestWord), "y"])
  }

  @Test("places slice the text")
  func places() {
    let text = "Größe: 12,000 cafe\u{301}s, don’t."
    let bytes = Array(text.utf8)
    var found: [String] = []
    TextWords.forEach(in: text) { _, place in
      found.append(String(decoding: bytes[place], as: UTF8.self))
    }
    #expect(found == ["Größe", "12,000", "cafe\u{301}s", "don’t"])
  }

  @Test("words with a stem in common match")
  func matches() {
    let text = "They searched the SEARCHES; seas."
    let places = TextAnalyzer().matches(of: "searching sea", in: text)
    let bytes = Array(text.utf8)
    #expect(
      places.map { String(decoding: bytes[$0], as: UTF8.self) } == ["searched", "SEARCHES", "seas"])
  }
}
