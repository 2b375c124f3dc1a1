import AutoencoderModel
import EnglishModel
import LanguageModel
import SkipGram
import TensorKit
import Testing
import TextAutoencoder

/// Paraphrases by the model that comes with the package and a text of generated sentences.
@Suite("Paraphrases with a text")
struct ParaphraserTests {
  /// 432 sentences.
  private static let sentences: [String] = {
    let who = ["The old man", "A young woman", "My brother"]
    let does = ["is drinking", "drinks", "was drinking", "is making", "makes", "wants"]
    let what = [
      "a cup of tea", "some hot tea", "a cup of coffee", "two cups of tea", "a glass of cold water",
      "fresh orange juice",
    ]
    let place = ["in the kitchen", "in the garden", "by the window", "on the train"]
    return who.flatMap { a in
      does.flatMap { b in what.flatMap { c in place.map { "\(a) \(b) \(c) \($0)." } } }
    }
  }()

  private static let texts = TextsInMemory(sentences)
  private static let language = NGramModel(of: sentences)

  private static func paraphraser(threads: Int = 2) -> Paraphraser {
    Paraphraser(
      model: .english, language: language, texts: texts, words: .english, threads: threads)
  }

  private static let sentence = "The old man is drinking a cup of hot tea in the kitchen."

  /// The words of a text.
  private static func words(_ text: String) -> [String] {
    WrittenWord.all(in: text).filter(\.isWord).map(\.key)
  }

  /// The share of the first words that are among the second, each as often as it is there.
  private static func shared(_ first: String, _ second: String) -> Double {
    var left = Dictionary(words(second).map { ($0, 1) }, uniquingKeysWith: +)
    let count = words(first).count {
      left[$0, default: 0] -= 1
      return left[$0, default: 0] >= 0
    }
    return Double(count) / Double(words(first).count)
  }

  @Test("What is shown meets all standards, the best first, whatever the threads")
  func standards() throws {
    var paraphraser = Self.paraphraser()
    paraphraser.options.count = 20
    let found = try paraphraser.paraphrases(of: Self.sentence)
    try #require(found.count > 1)
    #expect(Set(found.map(\.text)).count == found.count)
    let standards = paraphraser.standards
    for one in found {
      #expect(one.similarity >= standards.leastSimilarity)
      let vectors = SentenceAutoencoder.english.embed([Self.sentence, one.text])
      #expect(abs(Metric.cosine(vectors, row: 0, vectors, row: 1) - one.similarity) < 1e-5)
      let fluency =
        paraphraser.language.meanLogProbability(of: one.text)
        - paraphraser.language.meanLogProbability(of: Self.sentence)
      #expect(abs(try #require(one.fluency) - fluency) < 1e-9)
      #expect(fluency >= -standards.mostUnlikely)
      #expect(one.text.hasSuffix("."), "\(one.text)")
      #expect(Self.shared(Self.sentence, one.text) <= standards.mostSharedWords, "\(one.text)")
    }
    var alone = Self.paraphraser(threads: 1)
    alone.options.count = 20
    #expect(try alone.paraphrases(of: Self.sentence) == found)
  }

  @Test("Each standard can be stricter, and then shows fewer")
  func stricter() throws {
    var lenient = Paraphraser.lenient(
      Self.sentences.filter { $0.hasPrefix("The old man") && !$0.contains("window") },
      words: .english)
    let shown = try lenient.paraphrases(of: Self.sentence)
    let all = Set(shown.map(\.text))
    let fluencies = shown.compactMap(\.fluency).sorted()
    let changes: [(String, WritableKeyPath<ParaphraseStandards, Double>, Double)] = [
      ("similarity", \.leastSimilarity, 0.88), ("lost words", \.mostLostWords, 0.26),
      ("likelihood", \.mostUnlikely, -fluencies[fluencies.count / 2]),
    ]
    for (name, path, value) in changes {
      var one = lenient
      one.standards[keyPath: path] = value
      let found = Set(try one.paraphrases(of: Self.sentence).map(\.text))
      #expect(!found.isEmpty && found.isStrictSubset(of: all), "\(name)")
    }
    // This one also decides which neighbors are changed.
    var others = lenient
    others.standards.mostSharedWords = 0.5
    let different = try others.paraphrases(of: Self.sentence)
    #expect(!different.isEmpty && different.count < all.count)
    for one in different { #expect(Self.shared(Self.sentence, one.text) <= 0.5) }
    var lengths = lenient
    lengths.standards.lengths = 0.9...1.1
    let found = Set(try lengths.paraphrases(of: Self.sentence).map(\.text))
    #expect(!found.isEmpty && found.isStrictSubset(of: all))
    var invented = lenient
    invented.standards.mostInventedWords = 0
    let known = Set(try invented.paraphrases(of: Self.sentence).map(\.text))
    #expect(!known.isEmpty && known.isStrictSubset(of: all))
    #expect(all.contains { $0.contains("train") } && !known.contains { $0.contains("train") })
    lenient.standards.leastSimilarity = 1.01
    #expect(try lenient.paraphrases(of: Self.sentence).isEmpty)
  }

  @Test("A sentence of the text may be the paraphrase, or be changed into one")
  func origins() throws {
    var paraphraser = Self.paraphraser()
    paraphraser.options.count = 1_000
    paraphraser.standards.leastSimilarity = 0.7
    paraphraser.standards.mostSharedWords = 1
    let origins = Set(try paraphraser.paraphrases(of: Self.sentence).map(\.origin))
    #expect(origins.isSuperset(of: [.neighbor, .edit, .exchange]), "\(origins)")
  }

  @Test("A word is invented if the vectors know it and no word of the sentence is like it")
  func invented() throws {
    let sentence = "The old man is drinking hot tea."
    func isShown(_ other: String, _ words: SkipGramModel?) throws -> Bool {
      var paraphraser = Paraphraser.lenient([other], words: words)
      paraphraser.standards.mostInventedWords = 0
      return try paraphraser.paraphrases(of: sentence).contains { $0.text == other }
    }
    #expect(try isShown("The old man is drinking hot coffee.", .english))
    #expect(try !isShown("The old man is drinking hot tea in the election.", .english))
    #expect(try isShown("The old man is drinking hot tea on Qwxyzz.", .english))
    #expect(try isShown("The old man is drinking hot tea in the election.", nil))
  }

  @Test("A word is lost if no new word is like it; without vectors, if no new word is there")
  func lost() throws {
    let sentence = "The old man is drinking hot tea."
    func isShown(_ other: String, _ words: SkipGramModel?) throws -> Bool {
      var paraphraser = Paraphraser.lenient([other], words: words)
      paraphraser.standards.mostLostWords = 0.1
      return try paraphraser.paraphrases(of: sentence).contains { $0.text == other }
    }
    for words in [nil, SkipGramModel.english] {
      #expect(try isShown("The old man is drinking hot coffee.", words))
      #expect(try !isShown("The old man is drinking.", words))
    }
    #expect(try !isShown("The old man is drinking hot gravel.", .english))
    #expect(try isShown("The old man is drinking hot gravel.", nil))
  }

  @Test("Sentences without words have no paraphrase", arguments: ["", " ", "...", "\"?!\""])
  func wordless(sentence: String) throws {
    #expect(try Paraphraser.lenient(["Tea.", "..."]).paraphrases(of: sentence).isEmpty)
  }

  @Test(
    "Sentences of one word and strange ones are no trouble",
    arguments: ["Tea", "tea tea tea tea", "ζβλ 😀 xyzzy", "\"Tea,\" he said!", "  (tea"])
  func strange(sentence: String) throws {
    let found = try Paraphraser.lenient(["Hot tea with milk.", "\"Coffee,\" he said."])
      .paraphrases(of: sentence)
    try #require(!found.isEmpty)
    for one in found { #expect(one.text != sentence && !one.text.isEmpty) }
  }

  @Test("Without sentences and word vectors, only what the decoder writes is left")
  func alone() throws {
    var options = ParaphraseOptions()
    (options.beam, options.samples, options.moves) = (4, 8, 0)
    // A text in which all that the decoder writes is common.
    let written = try SentenceAutoencoder.english.paraphrases(of: Self.sentence, options: options)
    let language = NGramModel(
      of: written.flatMap { one -> [String] in
        let words = WrittenWord.all(in: one.text).map(\.text)
        return Array(repeating: one.text, count: 3)
          + words.indices.flatMap { place in
            ["yes", "well", "so"].map { "\($0) " + words[place...].joined(separator: " ") }
          }
      })
    var paraphraser = Paraphraser(model: .english, language: language)
    paraphraser.standards = .none
    #expect(try paraphraser.paraphrases(of: Self.sentence).isEmpty)
    paraphraser.options = options
    let found = try paraphraser.paraphrases(of: Self.sentence)
    #expect(!found.isEmpty)
    #expect(Set(found.map(\.origin)).isSubset(of: Paraphrase.Origin.decoded))
    // Without a decoder not even that.
    var mute = Paraphraser(embedder: SentenceAutoencoder.english, language: language)
    (mute.standards, mute.options) = (.none, options)
    #expect(try mute.paraphrases(of: Self.sentence).isEmpty)
  }
}
