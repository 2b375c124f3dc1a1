import AutoencoderModel
import EnglishModel
import LanguageModel
import SkipGram
import TensorKit
import TestSupport
import Testing
import TextAutoencoder

/// Paraphrases by the model that comes with the package and a text of generated sentences.
@Suite("Paraphrases with a text")
struct ParaphraserTests {
  /// Sentences in memory.
  private struct Texts: SimilarTexts {
    let sentences: [String]
    let vectors: Matrix

    func texts(
      near vector: Matrix, count: Int, pool: WorkerPool
    ) -> [(text: String, similarity: Double)] {
      let found = sentences.indices.map {
        (sentences[$0], Metric.cosine(vector, row: 0, vectors, row: $0))
      }
      return Array(found.sorted { ($0.1, $1.0) > ($1.1, $0.0) }.prefix(count))
    }
  }

  private static let sentences: [String] = {
    let who = ["The old man", "A young woman", "My brother"]
    let does = ["is drinking", "drinks", "was drinking", "is making", "makes"]
    let what = ["a cup of tea", "some hot tea", "a cup of coffee", "two cups of tea"]
    let place = ["in the kitchen", "in the garden", "by the window"]
    return who.flatMap { a in
      does.flatMap { b in what.flatMap { c in place.map { "\(a) \(b) \(c) \($0)." } } }
    }
  }()

  private static let vectors = SentenceAutoencoder.english.embed(sentences)

  private static func paraphraser(_ sentences: [String], threads: Int = 2) -> Paraphraser {
    var language = NGramModel(order: 4)
    for sentence in Self.sentences { language.add(sentence) }
    let vectors =
      sentences == Self.sentences
      ? Self.vectors : SentenceAutoencoder.english.embed(sentences)
    let texts = Texts(sentences: sentences, vectors: vectors)
    return Paraphraser(
      model: .english, language: language, texts: texts, words: .english, threads: threads)
  }

  private static let sentence = "The old man is drinking a cup of hot tea in the kitchen."

  @Test("What is shown meets all standards, the best first, whatever the threads")
  func standards() throws {
    var paraphraser = Self.paraphraser(Self.sentences)
    paraphraser.options.count = 20
    let found = try paraphraser.paraphrases(of: Self.sentence)
    #expect(!found.isEmpty)
    #expect(Set(found.map(\.text)).count == found.count)
    let standards = paraphraser.standards
    let words = Set(WrittenWord.all(in: Self.sentence).map(\.key))
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
      #expect(!Set(WrittenWord.all(in: one.text).map(\.key)).isSuperset(of: words), "\(one.text)")
      // Another number of cups is another meaning.
      #expect(!one.text.contains("two"), "\(one.text)")
    }
    var alone = Self.paraphraser(Self.sentences, threads: 1)
    alone.options.count = 20
    #expect(try alone.paraphrases(of: Self.sentence) == found)
  }

  @Test("Stricter standards show fewer, and none if nothing meets them")
  func stricter() throws {
    var paraphraser = Self.paraphraser(Self.sentences)
    paraphraser.options.count = 1_000
    let all = try paraphraser.paraphrases(of: Self.sentence)
    paraphraser.standards.mostSharedWords = 0.5
    let different = try paraphraser.paraphrases(of: Self.sentence)
    #expect(different.count < all.count)
    paraphraser.standards.leastSimilarity = 1
    #expect(try paraphraser.paraphrases(of: Self.sentence).isEmpty)
  }

  @Test("A sentence of the text may be the paraphrase, or be changed into one")
  func origins() throws {
    var paraphraser = Self.paraphraser(Self.sentences)
    paraphraser.options.count = 1_000
    paraphraser.standards.leastSimilarity = 0.7
    paraphraser.standards.mostSharedWords = 1
    let origins = Set(try paraphraser.paraphrases(of: Self.sentence).map(\.origin))
    #expect(origins.isSuperset(of: [.neighbor, .edit, .exchange]), "\(origins)")
  }

  @Test("Numbers, persons, denials and questions must be the same")
  func meaning() throws {
    let other = [
      "She is not drinking tea.", "He is drinking tea?", "He is drinking three teas.",
      "They are drinking tea.",
    ]
    var paraphraser = Self.paraphraser(other)
    paraphraser.standards = ParaphraseStandards()
    paraphraser.standards.leastSimilarity = -1
    paraphraser.standards.mostUnlikely = 100
    let found = try paraphraser.paraphrases(of: "She is drinking some tea.")
    #expect(!found.contains { other.contains($0.text) }, "\(found)")
    let same = Self.paraphraser(["She drinks some tea."])
    var lenient = same
    lenient.standards.mostUnlikely = 100
    lenient.standards.leastSimilarity = 0
    #expect(
      try lenient.paraphrases(of: "She is drinking some tea.").contains {
        $0.text == "She drinks some tea."
      })
  }

  @Test(
    "Sentences without words, of one word and of strange ones have paraphrases or none, no more",
    arguments: ["", " ", "...", "Tea", "tea tea tea tea", "ζβλ 😀 xyzzy", "\"Tea,\" he said!"])
  func strange(sentence: String) throws {
    let found = try Self.paraphraser(Self.sentences).paraphrases(of: sentence)
    #expect(found.allSatisfy { $0.text != sentence && !$0.text.isEmpty })
  }

  @Test("Without sentences and word vectors, only what the decoder writes is left")
  func alone() throws {
    var language = NGramModel(order: 3)
    for sentence in Self.sentences { language.add(sentence) }
    var paraphraser = Paraphraser(model: .english, language: language)
    paraphraser.standards.leastSimilarity = 0
    #expect(try paraphraser.paraphrases(of: Self.sentence).isEmpty)
    paraphraser.options.beam = 4
    #expect(
      try paraphraser.paraphrases(of: Self.sentence).allSatisfy {
        Paraphrase.Origin.decoded.contains($0.origin)
      })
  }
}
