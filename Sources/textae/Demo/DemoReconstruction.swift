import CommandLineKit
import DataStructures
import FileFormats
import TextAutoencoder

/// Held-out sentences reconstructed from their vectors.
struct DemoReconstruction {
  /// What comes back of a sentence.
  struct Output {
    let text: String
    let isExact: Bool
    /// The tokens that must be changed to get the sentence, and those of the longer of both.
    let wrong: Int, tokens: Int
  }

  /// How well many came back.
  struct Figures {
    let exact: Int
    let tokenAccuracy: Double

    fileprivate init(_ outputs: [Output]) {
      exact = outputs.count(where: \.isExact)
      let tokens = outputs.reduce(0) { $0 + $1.tokens }
      tokenAccuracy = 1 - Double(outputs.reduce(0) { $0 + $1.wrong }) / Double(max(1, tokens))
    }

    fileprivate var json: JSONValue {
      ["exact": .integer(exact), "tokenAccuracy": .number(tokenAccuracy)]
    }
  }

  /// Sentences whose results are shown.
  private static let examples = 5

  private let sentences: [String]
  private let rounds: Int
  /// Decoded greedily, once.
  private let once: [Output]
  /// Decoded with rounds of correction.
  private let corrected: [Output]

  /// Encodes sentences and decodes their vectors, once and with corrections.
  init(
    of sentences: [String], by model: SentenceAutoencoder, rounds: Int, _ work: RunOptions
  ) throws {
    (self.sentences, self.rounds) = (sentences, rounds)
    let meter = work.console.meter("reconstruct", unit: "sentences", total: sentences.count)
    var (once, corrected): ([Output], [Output]) = ([], [])
    for start in stride(from: 0, to: sentences.count, by: 64) {
      try Interrupt.check()
      let part = Array(sentences[start..<min(sentences.count, start + 64)])
      let vectors = model.embed(part)
      once += zip(part, try model.decode(vectors)).map { Self.output($1, of: $0, model) }
      corrected += zip(part, try model.decode(vectors, rounds: rounds)).map {
        Self.output($1, of: $0, model)
      }
      meter.update(once.count)
    }
    meter.finish()
    (self.once, self.corrected) = (once, corrected)
  }

  /// An exact match has the same tokens; the vocabulary is in lower case.
  private static func output(
    _ decoded: DecodedSentence, of sentence: String, _ model: SentenceAutoencoder
  ) -> Output {
    let tokens = Array(model.tokens(of: sentence).dropLast())
    return Output(
      text: model.text(of: decoded), isExact: model.isExact(decoded, of: sentence),
      wrong: EditDistance.between(tokens, decoded.tokens),
      tokens: max(tokens.count, decoded.tokens.count))
  }

  /// Those that came back word for word at once.
  var exactSentences: [String] { zip(sentences, once).filter { $1.isExact }.map(\.0) }

  /// Those that came back word for word at once or after corrections.
  var recoveredSentences: [String] {
    zip(sentences, zip(once, corrected)).filter { $1.0.isExact || $1.1.isExact }.map(\.0)
  }

  /// The same sentences by a model before and after it was trained.
  static func section(_ before: DemoReconstruction, _ after: DemoReconstruction) -> DemoSection {
    let count = before.sentences.count
    let rows = [
      ("at once", Figures(before.once), Figures(after.once)),
      (
        "read over \(counted(before.rounds, "time"))", Figures(before.corrected),
        Figures(after.corrected)
      ),
    ]
    var text =
      "3. \(counted(count, "sentence")) that it never saw, written from their vectors alone,\n"
      + "   at once, and read over and corrected \(counted(before.rounds, "time"))\n"
      + TextFormat.padded("", to: 32) + TextFormat.padded("before training", to: 24) + "after\n"
    for (name, first, last) in rows {
      text += line(name + ", word for word", share(first.exact, count), share(last.exact, count))
      text += line(
        name + ", words or parts", TextFormat.percent(first.tokenAccuracy),
        TextFormat.percent(last.tokenAccuracy))
    }
    let shown = Array(before.sentences.indices).evenly(examples)
    for place in shown {
      text += "\n  \(before.sentences[place])\n"
      text += "    before  \(before.once[place].text)\n    after   \(after.once[place].text)\n"
      if !after.once[place].isExact {
        text += "            \(after.corrected[place].text)  (read over)\n"
      }
    }
    return DemoSection(
      key: "reconstruction",
      json: [
        "sentences": .integer(count), "rounds": .integer(before.rounds),
        "before": json(rows[0].1, rows[1].1), "after": json(rows[0].2, rows[1].2),
        "examples": .array(
          shown.map {
            [
              "sentence": .string(before.sentences[$0]), "before": .string(before.once[$0].text),
              "after": .string(after.once[$0].text),
              "corrected": .string(after.corrected[$0].text),
            ]
          }),
      ], text: text)
  }

  private static func line(_ name: String, _ before: String, _ after: String) -> String {
    "  " + TextFormat.padded(name, to: 38) + TextFormat.padded(before, to: 16) + after + "\n"
  }

  private static func share(_ exact: Int, _ count: Int) -> String {
    "\(exact) (\(TextFormat.percent(Double(exact) / Double(max(1, count)))))"
  }

  private static func json(_ once: Figures, _ corrected: Figures) -> JSONValue {
    ["once": once.json, "corrected": corrected.json]
  }
}
