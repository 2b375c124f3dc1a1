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
      let model = try SkipGramModel(contentsOf: location.path)
      return ModelContent(embedder: options.pooling.embedder(of: model), wordVectors: model)
    }
}
