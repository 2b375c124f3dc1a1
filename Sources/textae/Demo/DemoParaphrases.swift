import CommandLineKit
import DataStructures
import FileFormats
import TextAutoencoder

/// The paraphrases that read best.
struct DemoParaphrases {
  private static let shown = 4
  /// The cosine with the sentence, at least.
  private static let leastSimilarity = 0.98

  private struct Found {
    let sentence: String
    let paraphrase: Paraphrase
    let fluency: Double
  }

  private let tried: Int
  private let found: [Found]

  /// Paraphrases sentences and keeps what reads like a sentence, at most one of each.
  init(
    of sentences: [String], by model: SentenceAutoencoder, _ language: KnownPhrases,
    _ sizes: DemoSizes, _ work: RunOptions
  ) throws {
    var options = ParaphraseOptions()
    // Sampling and noise give little that reads well.
    (options.count, options.samples, options.moves) = (options.beam, 0, 0)
    let chosen = sentences.evenly(sizes.paraphrased)
    let meter = work.console.meter("paraphrase", unit: "sentences", total: chosen.count)
    var found: [Found] = []
    for (number, sentence) in chosen.enumerated() {
      try Interrupt.check()
      let own = model.tokens(of: sentence).sorted()
      let candidates = try model.paraphrases(of: sentence, options: options).compactMap {
        paraphrase -> Found? in
        let tokens = model.tokens(of: paraphrase.text).sorted()
        // A shorter one has lost something, often its end; the same words in another order seldom say
        // the same, and another article or preposition changes little or too much ("in the front of").
        guard paraphrase.similarity >= Self.leastSimilarity, tokens.count >= own.count,
          Self.largerWords(paraphrase.text) != Self.largerWords(sentence),
          Self.keepsSubject(of: sentence, paraphrase.text)
        else { return nil }
        return language.fluency(of: paraphrase.text, besides: [sentence]).map {
          Found(sentence: sentence, paraphrase: paraphrase, fluency: $0)
        }
      }
      if let best = candidates.min(by: Self.isBetter) { found.append(best) }
      meter.update(number + 1)
    }
    meter.finish()
    tried = chosen.count
    self.found = Array(found.sorted(by: Self.isBetter).prefix(Self.shown))
  }

  /// The words of a text but for articles and prepositions, sorted.
  private static func largerWords(_ text: String) -> [String] {
    words(text).filter { !smallWords.contains($0) }.sorted()
  }

  private static let smallWords: Set = [
    "a", "an", "the", "to", "of", "in", "on", "at", "for", "by", "with", "from", "into", "about",
  ]

  private static func words(_ text: String) -> [String] {
    text.lowercased().replacing("n't", with: " not").split { !$0.isLetter }.map(String.init)
  }

  /// Whether a paraphrase has a pronoun that can do something if the sentence begins with one.
  private static func keepsSubject(of sentence: String, _ paraphrase: String) -> Bool {
    let subjects: Set = [
      "i", "you", "he", "she", "it", "we", "they", "someone", "somebody", "everyone", "everybody",
      "nobody",
    ]
    guard let first = words(sentence).first, subjects.contains(first) else { return true }
    return !subjects.isDisjoint(with: words(paraphrase))
  }

  private static func isBetter(_ first: Found, _ second: Found) -> Bool {
    (first.fluency, first.paraphrase.similarity, second.sentence)
      > (second.fluency, second.paraphrase.similarity, first.sentence)
  }

  var section: DemoSection {
    var text =
      "4. The best paraphrases of \(counted(tried, "sentence")). Most candidates do not read well; a "
      + "filter keeps few\n"
    for one in found { text += "\n  \(one.sentence)\n    \(one.paraphrase.text)\n" }
    if found.isEmpty { text += "   none read well enough\n" }
    return DemoSection(
      key: "paraphrases",
      json: [
        "sentences": .integer(tried),
        "shown": .array(
          found.map {
            [
              "sentence": .string($0.sentence), "paraphrase": .string($0.paraphrase.text),
              "similarity": .number($0.paraphrase.similarity), "fluency": .number($0.fluency),
            ]
          }),
      ], text: text)
  }
}
