import FileFormats
import SkipGram

extension ModelType {
  /// A folder of word vectors that were trained or converted by this program.
  static let skipGram = ModelType(
    kind: SkipGramModel.kind, hasPooling: true,
    recognizes: { $0.kind == SkipGramModel.kind }, open: openWords)

  /// A word2vec, GloVe or fastText file; its reader also reports a missing file.
  static let wordVectorFile = ModelType(
    kind: "word-vectors", hasPooling: true, recognizes: { !$0.isFolder }, open: openWords)

  private static let openWords:
    @Sendable (ModelLocation, ModelStore.Options) throws -> ModelContent = { location, options in
      let model =
        try location.folder.map { try SkipGramModel($0) }
        ?? SkipGramModel(contentsOf: location.path)
      return ModelContent(
        model: model, embedder: options.pooling.embedder(of: model), wordVectors: model)
    }
}

extension SkipGramModel: DescribedModel {
  package var title: String { "word vectors" }

  package func figures() -> [(name: String, value: JSONValue)] {
    var figures: [(name: String, value: JSONValue)] = [
      (name: "words", value: .integer(words.count)),
      (name: "dimension", value: .integer(dimension)),
      (name: "numbers", value: .string(storedNumbers)),
      (name: "tokenizer", value: tokenizer.map { .string($0.model.rawValue) } ?? .null),
    ]
    if !counts.isEmpty {
      figures.append((name: "occurrences", value: .integer(counts.reduce(0, +))))
    }
    if let settings = configuration {
      figures += [
        (name: "window", value: .integer(settings.windowSize)),
        (name: "negative", value: .integer(settings.negativeCount)),
        (name: "sample", value: .number(settings.subsamplingThreshold)),
        (name: "epochs", value: .integer(settings.epochs)),
        (name: "minimumCount", value: .integer(settings.minimumCount)),
        (name: "deterministic", value: .bool(settings.isDeterministic)),
      ]
      if let seconds = settings.timeBudget {
        figures.append((name: "timeBudget", value: .number(seconds)))
      }
    }
    return figures
  }
}
