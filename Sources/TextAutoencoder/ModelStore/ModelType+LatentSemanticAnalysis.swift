import LatentSemanticAnalysis

extension ModelType {
  /// A folder of TF-IDF weights, with or without LSA vectors.
  static let latentSemanticAnalysis = ModelType(
    kind: LSAModel.kind,
    recognizes: { $0.kind == LSAModel.kind },
    open: { location, _ in
      let model = try LSAModel(contentsOf: location.path)
      return ModelContent(embedder: model.embedder, termWeights: model.terms)
    })
}
