import AutoencoderModel
import EnglishModel
import LanguageModel
import SkipGram
import TensorKit
import Testing
import TextAutoencoder

/// Where paraphrases are looked for, and how far.
@Suite("The search for paraphrases")
struct ParaphraseSearchTests {
  /// 72 sentences in which "kids" and "children" are common, at the beginning and after other words.
  private static let kids: [String] = {
    let places = ["in the park", "in the garden", "by the sea"]
    return ["", "the ", "my ", "these ", "often the ", "here the "].flatMap { start in
      ["kids", "children"].flatMap { who in
        ["play", "are playing"].flatMap { does in
          places.map { "\(start)\(who) \(does) \($0)." }
        }
      }
    }
  }()

  @Test("Words are exchanged by their vectors, the first word too")
  func words() throws {
    var paraphraser = Paraphraser(
      model: .english, language: NGramModel(of: Self.kids), words: .english, threads: 2)
    paraphraser.standards = .none
    for (sentence, other) in [
      ("The children are playing in the park.", "The kids are playing in the park."),
      ("Children are playing in the park.", "Kids are playing in the park."),
    ] {
      let found = try paraphraser.paraphrases(of: sentence)
      let one = try #require(found.first { $0.text == other }, "\(found)")
      #expect(one.origin == .exchange)
    }
  }

  @Test("Copies of a sentence do not hide the others")
  func copies() throws {
    let sentence = "The old man is drinking a cup of tea."
    let other = "The old man drinks some tea."
    let texts = Array(repeating: sentence, count: 2_000) + [other]
    let found = try Paraphraser.lenient(texts).paraphrases(of: sentence)
    #expect(found.contains { $0.text == other && $0.origin == .neighbor })
  }

  @Test("A long sentence is compared with others, and not changed", arguments: [61, 400])
  func long(count: Int) throws {
    let words = ["the", "old", "man", "drinks", "tea", "and", "then", "some", "more"]
    func text(_ count: Int, _ skipped: Int) -> String {
      (0..<count).map { words[($0 * 7 + $0 / 9 + skipped) % 9] }.joined(separator: " ") + "."
    }
    let sentence = text(count, 0)
    let others = (1...5).map { text(count - $0, $0 % 3) }
    let found = try Paraphraser.lenient(others, words: .english).paraphrases(of: sentence)
    #expect(found.count > 1)
    #expect(Set(found.map(\.origin)) == [.neighbor])
    // A shorter one is.
    let short = try Paraphraser.lenient((1...5).map { text(40 - $0, $0 % 3) })
      .paraphrases(of: text(40, 0))
    #expect(short.contains { $0.origin != .neighbor })
  }

  @Test("A long sentence of the text is no donor for a short one")
  func longNeighbors() throws {
    let sentence = "The old man drinks tea."
    let long = Array(repeating: "the old man drinks some hot tea and", count: 50)
    let found = try Paraphraser.lenient([long.joined(separator: " ") + " rests."])
      .paraphrases(of: sentence)
    #expect(found.map(\.origin) == [.neighbor])
  }

  @Test("A language model of any order will do", arguments: 2...6)
  func orders(order: Int) throws {
    let sentence = "Children are playing in the park now."
    let paraphraser = Paraphraser.lenient(
      Self.kids, language: NGramModel(of: Self.kids, order: order), words: .english)
    let origins = Set(try paraphraser.paraphrases(of: sentence).map(\.origin))
    #expect(origins.isSuperset(of: [.neighbor, .exchange]), "\(origins)")
  }

  @Test("The similarity is that of the text that is shown")
  func similarities() throws {
    let sentence = "Well, the old man drinks tea!"
    let found = try Paraphraser.lenient(["the old man drinks some tea ..."]).paraphrases(
      of: sentence)
    let one = try #require(found.first { $0.origin == .neighbor })
    #expect(one.text == "The old man drinks some tea!")
    let vectors = SentenceAutoencoder.english.embed([sentence, one.text])
    #expect(abs(Metric.cosine(vectors, row: 0, vectors, row: 1) - one.similarity) < 1e-6)
  }
}
