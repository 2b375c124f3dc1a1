import Foundation
import TestSupport
import Testing
import Tokenization

@Suite("Normalization and words")
struct NormalizationTests {
  @Test("the ranges taken for inert are so", arguments: NormalizationForm.allCases)
  func inertRanges(form: NormalizationForm) {
    let before = "a\u{301}"
    for range in form.inertRanges {
      for value in range {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let text = before.precomposedStringWithCanonicalMapping + String(scalar)
        let result =
          switch form {
          case .nfc: text.precomposedStringWithCanonicalMapping
          case .nfd: String(scalar).decomposedStringWithCanonicalMapping
          case .nfkc: text.precomposedStringWithCompatibilityMapping
          case .nfkd: String(scalar).decomposedStringWithCompatibilityMapping
          }
        #expect(
          result.unicodeScalars.last == scalar
            && scalar.properties.canonicalCombiningClass == .notReordered)
      }
    }
  }

  private func tokenizer(
    _ model: VocabularyBuilder.Model, _ form: NormalizationForm?, lowercase: Bool = false,
    stripAccents: Bool = false
  ) throws -> Tokenizer {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("x", to: "corpus.txt")
    return try VocabularyBuilder(
      model: model, vocabularySize: 300, normalization: form, lowercase: lowercase,
      stripAccents: stripAccents
    ).build(from: [corpus])
  }

  @Test("the options do what they say, on words and on plain ASCII alike")
  func options() throws {
    let text = "ﬁne CAFÉ Cafe\u{301} x² 각 İ ΑΣ"
    let plain = try tokenizer(.word, nil)
    #expect(plain.words(of: text).map { $0.unicodeScalars.count } == [3, 4, 5, 2, 1, 1, 2])
    let folded = try tokenizer(.word, .nfkc, lowercase: true, stripAccents: true)
    #expect(
      folded.words(of: text) == [
        "fine", "cafe", "cafe", "x2", "각", "i", "ασ",
      ])
    #expect(folded.words(of: "ABC xyz [Z]") == ["abc", "xyz", "[", "z", "]"])
  }

  @Test("marks hidden in letters are put in order")
  func disguisedMarks() throws {
    let words = try tokenizer(.word, .nfc).words(of: "\u{F71}\u{F72}\u{F73}")
    #expect(words.map { $0.unicodeScalars.map(\.value) } == [[0xF71, 0xF71, 0xF72, 0xF72]])
  }

  @Test("marks and Hangul that only a compatibility decomposition brings are put in order")
  func compatibilityOrder() {
    let cases: [(String, [UInt32])] = [
      ("가\u{313F}", [0xAC0E]), ("\u{1FCD}\u{F39}", [0x20, 0xF39, 0x313, 0x300]),
      ("\u{1D44B}\u{301}\u{FF9F}", [0x58, 0x309A, 0x301]),
    ]
    for (text, expected) in cases {
      #expect(NormalizationForm.nfkc.applied(to: text).unicodeScalars.map(\.value) == expected)
    }
  }

  @Test("scalars younger than the tables are left alone")
  func youngScalars() throws {
    let tokenizer = try tokenizer(.word, .nfkc)
    #expect(tokenizer.words(of: "\u{32FF}x\u{3300}") == ["\u{32FF}", "xアパート"])
  }

  @Test("words and punctuation are cut as the regular expression says")
  func wordsAndPunctuation() throws {
    let tokenizer = try tokenizer(.word, .nfc)
    let cases: [(String, [String])] = [
      ("don't do n't DON'T don’t", ["do", "n't", "do", "n't", "DO", "N'T", "do", "n’t"]),
      ("it's 's 'sad ''s", ["it", "'s", "'s", "'", "sad", "''", "s"]),
      ("we'll They'RE i'd i'dx", ["we", "'ll", "They", "'RE", "i", "'d", "i", "'", "dx"]),
      ("n't n'tx nn't 't", ["n't", "n", "'", "tx", "n", "n't", "'", "t"]),
      ("... .... --- a--b !?", ["...", "...", ".", "---", "a", "--", "b", "!", "?"]),
      ("_num_ a_b x2 ½ e\u{301}", ["_num_", "a_b", "x2", "½", "é"]),
      ("😀😀😀😀 €5", ["😀😀😀", "😀", "€", "5"]),
    ]
    for (text, words) in cases { #expect(tokenizer.words(of: text) == words) }
  }

  /// GPT-2's expression, run by Foundation.
  private func reference(_ text: String) throws -> [String] {
    let expression = try NSRegularExpression(
      pattern: #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#)
    // A match may begin inside a Character, so it is cut out of UTF-16.
    let units = NSString(string: text)
    return expression.matches(in: text, range: NSRange(location: 0, length: units.length))
      .map { units.substring(with: $0.range) }
  }

  @Test("byte-level words are those of the regular expression")
  func byteLevel() throws {
    let tokenizer = try tokenizer(.bpe, nil)
    let parts = [
      " ", "  ", "\t", "\n", "a", "Zz", "é", "ж", "中", "1", "23", "½", ".", "!?", "'s", "'ll", "'",
      "😀", "\u{A0}", "\u{301}", "_", "\u{0}",
    ]
    var state: UInt64 = 5
    for _ in 0..<600 {
      var text = ""
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += parts[Int(state >> 33) % parts.count]
      }
      let expected = try reference(text).map { Array($0.utf8) }
      #expect(
        tokenizer.words(of: text).map { Array($0.utf8) } == expected, "\(text.debugDescription)")
    }
  }
}
