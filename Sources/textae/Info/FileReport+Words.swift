import FileFormats
import SkipGram

extension FileReport {
  /// The sizes of a folder of word vectors, and how it was trained if that is known.
  static func facts(_ model: SkipGramModel) -> Facts {
    var facts: Facts = [
      (name: "words", value: .integer(model.words.count)),
      (name: "dimension", value: .integer(model.dimension)),
      (name: "tokenizer", value: model.tokenizer.map { .string($0.model.rawValue) } ?? .null),
    ]
    if !model.counts.isEmpty {
      facts.append((name: "occurrences", value: .integer(model.counts.reduce(0, +))))
    }
    if let settings = model.configuration {
      facts += [
        (name: "window", value: .integer(settings.windowSize)),
        (name: "negative", value: .integer(settings.negativeCount)),
        (name: "sample", value: .number(settings.subsamplingThreshold)),
        (name: "epochs", value: .integer(settings.epochs)),
        (name: "minimumCount", value: .integer(settings.minimumCount)),
        (name: "deterministic", value: .bool(settings.isDeterministic)),
      ]
      if let seconds = settings.timeBudget {
        facts.append((name: "timeBudget", value: .number(seconds)))
      }
    }
    return facts
  }
}
