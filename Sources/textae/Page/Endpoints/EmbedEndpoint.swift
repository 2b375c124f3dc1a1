import FileFormats

/// The vectors of sentences, as `textae embed` gives them.
enum EmbedEndpoint: ExplorerEndpoint {
  static let path = "/embed"

  static func answer(_ question: JSONValue, _ explorer: Explorer) throws -> JSONValue {
    let sentences = try question.texts(of: "sentences", most: 4_096)
    let vectors = try explorer.embedder.embed(sentences)
    return [
      "model": .string(explorer.model.name), "dimension": .integer(vectors.columns),
      "vectors": .array(
        (0..<vectors.rows).map { .array(vectors.row($0).map { .float($0) }) }),
    ]
  }
}
