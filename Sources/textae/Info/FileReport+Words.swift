import FileFormats
import SkipGram

extension FileReport {
  /// A folder of word vectors: its sizes, and how it was trained if that is known.
  static func skipGram(_ path: String) throws -> Report {
    let model = try SkipGramModel(contentsOf: path)
    var facts: [(name: String, value: JSONValue)] = [
      (name: "file", value: .string(path)), (name: "kind", value: "skipgram"),
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
    }
    return Report(title: "\(path): word vectors", facts: facts)
  }
}
