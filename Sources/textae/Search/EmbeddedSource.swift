import SentenceEmbedding
import TensorKit
import VectorSearch

/// Sentences and the vectors that a model gives them.
final class EmbeddedSource: IndexSource {
  private let embedder: any SentenceEmbedder
  private var rows: RowStream
  let model: IndexModel?
  let count: Int? = nil
  let hasSentences = true

  init(embedder: any SentenceEmbedder, modelPath: String, rows: RowStream) {
    self.embedder = embedder
    self.rows = rows
    model = IndexModel(path: modelPath, checksum: embedder.checksum)
  }

  var dimension: Int { embedder.dimension }
  var columns: [String] { rows.columns }

  func next(_ count: Int) throws -> IndexPart? {
    guard let (sentences, fields) = try rows.next(count) else { return nil }
    return IndexPart(
      vectors: try embedder.embed(sentences), sentences: sentences, fields: fields)
  }
}
