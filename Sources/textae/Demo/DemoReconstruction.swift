import CommandLineKit
import DataStructures
import FileFormats
import TextAutoencoder

/// Held-out sentences reconstructed from their vectors.
struct DemoReconstruction {
  /// A sentence and its reconstruction.
  struct Attempt {
    let input: String
    let output: String
    let isExact: Bool
  }

  let attempts: [Attempt]

  /// Encodes sentences and decodes their vectors.
  ///
  /// An exact match has the same tokens, none of them unknown; the vocabulary is in lower case.
  init(sentences: [String], model: SentenceAutoencoder) throws {
    let decoded = try model.decode(model.embed(sentences))
    attempts = zip(sentences, decoded).map { sentence, decoded in
      let tokens = model.tokens(of: sentence).dropLast()
      let isKnown = model.tokenizer.unknownID.map { !tokens.contains($0) } ?? true
      return Attempt(
        input: sentence, output: model.text(of: decoded),
        isExact: isKnown && tokens == decoded.tokens[...])
    }
  }

  var exact: Int { attempts.count(where: \.isExact) }
  var share: Double { Double(exact) / Double(max(1, attempts.count)) }

  static func section(
    expanded: DemoReconstruction, written: DemoReconstruction, _ examples: Int
  ) -> DemoSection {
    DemoSection(
      key: "reconstruction",
      json: ["expanded": expanded.json(examples), "written": written.json(examples)],
      text: "5. Held-out sentences, reconstructed from their vectors alone\n"
        + expanded.text("expanded from frames", examples)
        + written.text("written by hand", examples))
  }

  private func text(_ kind: String, _ examples: Int) -> String {
    var text =
      "  \(kind): \(grouped(exact)) of \(grouped(attempts.count)) are exact matches, "
      + "\(TextFormat.percent(share))\n"
    for attempt in shown(examples) {
      text += "    \(attempt.input)\n"
      text += attempt.isExact ? "      = exact match\n" : "      > \(attempt.output)\n"
    }
    return text
  }

  private func json(_ examples: Int) -> JSONValue {
    [
      "sentences": .integer(attempts.count), "exact": .integer(exact), "share": .number(share),
      "examples": .array(
        shown(examples).map {
          [
            "input": .string($0.input), "output": .string($0.output), "exact": .bool($0.isExact),
          ]
        }),
    ]
  }

  /// Evenly spaced ones, chosen whatever their results.
  private func shown(_ count: Int) -> [Attempt] {
    let step = max(1, attempts.count / count)
    return (0..<min(count, attempts.count)).map { attempts[$0 * step] }
  }
}
