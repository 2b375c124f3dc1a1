import LexicalSearch
import TestSupport
import Testing

@Suite("English stemmer")
struct EnglishStemmerTests {
  private static func stem(_ word: String) -> String {
    var bytes = Array(word.utf8)
    EnglishStemmer().stem(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("gives the stems of Snowball, for 4,000 words")
  func golden() throws {
    let text = String(decoding: try GoldenFile.bytes("stems.tsv"), as: UTF8.self)
    let pairs = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    #expect(pairs.count > 4_000)
    for pair in pairs where Self.stem(pair[0]) != pair[1] {
      Issue.record("\(pair[0]): \(Self.stem(pair[0])), but Snowball gives \(pair[1])")
    }
  }

  @Test(
    "leaves numbers, names of machines and other alphabets as they are",
    arguments: ["", "a", "is", "2500s", "b52s", "größes", "книги", "3.5"])
  func unchanged(word: String) {
    #expect(Self.stem(word) == word)
  }

  @Test("every kind of stemmer is found by its name")
  func names() {
    for kind in WordStemmers.all {
      #expect(WordStemmers.named(kind.name).map { type(of: $0).name } == kind.name)
    }
    #expect(WordStemmers.named("klingon") == nil)
  }
}
