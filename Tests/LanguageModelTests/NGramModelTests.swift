import DataStructures
import Foundation
import LanguageModel
import TestSupport
import Testing

@Suite("N-gram models")
struct NGramModelTests {
  private struct Golden: Decodable {
    struct Case: Decodable {
      let order: Int
      let sentence: String
      let probabilities: [Double]
    }
    let discount: Double
    let sentences: [String]
    let cases: [Case]
    struct Estimate: Decodable {
      let order: Int
      /// Of sequences of 2, 3, … words.
      let discounts: [Double]
    }
    let estimates: [Estimate]
  }

  private static func model(_ sentences: [String], order: Int) -> NGramModel {
    var model = NGramModel(order: order)
    for sentence in sentences { model.add(sentence) }
    return model
  }

  private static func logProbabilities(_ model: NGramModel, _ sentence: String) -> [Double] {
    model.logProbabilities(of: model.ids(of: WrittenWord.all(in: sentence).map(\.key)))
  }

  @Test("With a fixed discount, probabilities are those of NLTK's Kneser–Ney")
  func golden() throws {
    let golden: Golden = try GoldenFile.decode("kneser-ney.json")
    #expect(golden.cases.count == 25)
    for one in golden.cases {
      var model = Self.model(golden.sentences, order: one.order)
      model.discount = golden.discount
      let found = Self.logProbabilities(model, one.sentence).map(exp)
      #expect(found.count == one.probabilities.count)
      for (a, b) in zip(found, one.probabilities) {
        #expect(abs(a - b) < 1e-12, "\(one.sentence), order \(one.order): \(a), \(b)")
      }
    }
  }

  @Test("The estimated discounts are n₁ / (n₁ + 2 n₂) of the counts of NLTK")
  func discounts() throws {
    let golden: Golden = try GoldenFile.decode("kneser-ney.json")
    #expect(golden.estimates.map(\.order) == [2, 3, 4, 5, 6])
    for one in golden.estimates {
      let model = Self.model(golden.sentences, order: one.order)
      #expect(one.discounts.count == one.order - 1)
      for (place, expected) in one.discounts.enumerated() {
        #expect(abs(model.discount(place + 2) - expected) < 1e-12, "order \(one.order)")
      }
    }
    // They are those that the probabilities are made with.
    let estimated = Self.model(golden.sentences, order: 2)
    var fixed = estimated
    fixed.discount = 9.0 / 19
    let sentence = "the soup was not hot"
    for (a, b) in zip(
      Self.logProbabilities(estimated, sentence), Self.logProbabilities(fixed, sentence))
    {
      #expect(abs(a - b) < 1e-12)
    }
    fixed.discount = 0.75
    #expect(
      Self.logProbabilities(fixed, sentence) != Self.logProbabilities(estimated, sentence))
  }

  @Test("After any words the probabilities of all words add to 1", arguments: 2...6)
  func sums(order: Int) throws {
    let golden: Golden = try GoldenFile.decode("kneser-ney.json")
    let model = Self.model(golden.sentences, order: order)
    let vocabulary = Set(golden.sentences.flatMap { $0.split(separator: " ").map(String.init) })
    #expect(model.vocabularyCount == vocabulary.count)
    for start in ["", "the", "the soup was", "a zebra", "cat cat hot"] {
      let before = start.split(separator: " ").count
      var sum = 0.0
      for word in vocabulary.union(["zebra"]) {
        sum += exp(Self.logProbabilities(model, start + " " + word)[before])
      }
      sum += exp(Self.logProbabilities(model, start)[before])
      #expect(abs(sum - 1) < 1e-9, "after \"\(start)\": \(sum)")
    }
  }

  @Test("Sentences read better than the same words in another order")
  func order() {
    let sentences = (0..<400).map { number in
      let (a, b) = (
        ["cook", "sailor", "child"][number % 3], ["soup", "boat", "tree"][number / 3 % 3]
      )
      return "The \(a) looks at the \(b)."
    }
    let model = Self.model(sentences, order: 4)
    let whole = model.meanLogProbability(of: "the sailor looks at the tree .")
    #expect(whole > model.meanLogProbability(of: "the sailor at looks the tree .") + 1)
    #expect(whole > model.meanLogProbability(of: "the sailor looks at the zebra .") + 0.5)
    // Case and spaces before marks do not matter.
    #expect(whole == model.meanLogProbability(of: "The SAILOR looks at the tree."))
  }

  @Test("Sequences are counted by how many different words stand before them")
  func continuationCounts() {
    let model = Self.model(["a b c", "x b c", "a b c"], order: 3)
    let ids = model.ids(of: ["a", "b", "c", "x", "y"])
    #expect(model.continuationCount(of: [ids[0], ids[1], ids[2]]) == 2)
    #expect(model.continuationCount(of: [ids[1], ids[2]]) == 2)
    #expect(model.continuationCount(of: [ids[2]]) == 1)
    #expect(model.continuationCount(of: [ids[2], ids[0]]) == 0)
    #expect(model.continuationCount(of: [ids[4]]) == 0)
    #expect(model.frequency(of: ids[1]) == 3 && model.frequency(of: ids[4]) == 0)
    #expect(model.wordCount == 12)
  }

  @Test("Beginnings of sentences are counted by how many sentences have them", arguments: 2...6)
  func beginnings(order: Int) {
    let model = Self.model(["a b c", "x b c", "a b d", "a"], order: order)
    func count(_ words: String...) -> Int {
      model.continuationCount(of: model.framed(model.ids(of: words)).dropLast())
    }
    #expect(count("a") == 3 && count("x") == 1 && count("b") == 0 && count("y") == 0)
    if order > 2 { #expect(count("a", "b") == 2) }
  }

  @Test("The mutual information of words is the logarithm of how much likelier the last one is")
  func information() {
    let model = Self.model(["a b c", "x b c", "a b c", "c x a"], order: 3)
    let ids = model.ids(of: ["a", "b", "c"])
    let after = model.logProbabilities(of: ids)[2]
    #expect(
      abs(
        model.pointwiseMutualInformation(of: ids[...]) - (after - model.logFrequency(of: ids[2])))
        < 1e-12)
    #expect(model.pointwiseMutualInformation(of: [ids[1], ids[2]]) > 0)
    #expect(model.pointwiseMutualInformation(of: [ids[2], ids[1]]) < 0)
  }

  @Test("Nothing, blank lines and long lines are no trouble")
  func edges() {
    var model = NGramModel(order: 3)
    #expect(model.meanLogProbability(of: "anything at all") == 0)
    model.add("")
    model.add("  \t ")
    #expect(model.wordCount == 0)
    model.add(String(repeating: "word ", count: 10_000))
    #expect(model.wordCount == 10_001 && model.vocabularyCount == 1)
    #expect(model.meanLogProbability(of: "") < 0)
  }
}

@Suite("Written words")
struct WrittenWordTests {
  @Test(
    "Words and marks are found, and their text is that of the sentence",
    arguments: [
      ("The soup was hot.", ["The", "soup", "was", "hot", "."]),
      ("it 's n't _num_ !", ["it", "'s", "n't", "_num_", "!"]),
      ("\"Don’t,\" she said—twice", ["\"", "Don’t", ",", "\"", "she", "said", "—", "twice"]),
      ("café 3.5 😀", ["café", "3", ".", "5", "😀"]), ("", []), ("...", [".", ".", "."]),
    ])
  func split(text: String, words: [String]) {
    let found = WrittenWord.all(in: text)
    #expect(found.map(\.text) == words)
    #expect(WrittenWord.text(of: found) == text)
    var keys: [String] = []
    WrittenWord.forEachKey(in: text) { keys.append($0) }
    #expect(keys == found.map(\.key))
    #expect(
      found.allSatisfy { $0.isWord == ($0.text.first!.isLetter || "'_35".contains($0.text.first!)) }
    )
  }
}
