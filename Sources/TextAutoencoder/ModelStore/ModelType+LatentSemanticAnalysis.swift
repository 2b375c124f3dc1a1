import FileFormats
import LatentSemanticAnalysis

extension ModelType {
  /// A folder of TF-IDF weights, with or without LSA vectors.
  static let latentSemanticAnalysis = ModelType(
    kind: LSAModel.kind,
    recognizes: { $0.kind == LSAModel.kind },
    open: { location, _ in
      let model = try LSAModel(contentsOf: location.path)
      return ModelContent(model: model, embedder: model.embedder, termWeights: model.terms)
    })
}

extension LSAModel: DescribedModel {
  package var title: String { embedder == nil ? "TF-IDF" : "TF-IDF and its LSA" }

  package func figures() -> [(name: String, value: JSONValue)] {
    [
      (name: "words", value: .integer(terms.terms.count)),
      (name: "dimension", value: .integer(embedder?.dimension ?? 0)),
      (name: "sentences", value: .integer(terms.sentences)),
    ]
  }
}
