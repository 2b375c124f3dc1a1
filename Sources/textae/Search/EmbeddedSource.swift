import SentenceEmbedding
import TensorKit
import VectorSearch

/// Sentences and the vectors that a model gives them.
final class EmbeddedSource: IndexSource {
  private let embedder: any SentenceEmbedder
  private var stream: SentenceStream
  let model: IndexModel?
  let count: Int? = nil
  let hasSentences = true

  init(embedder: any SentenceEmbedder, modelPath: String, stream: SentenceStream) {
    self.embedder = embedder
    self.stream = stream
    model = IndexModel(path: modelPath, checksum: embedder.checksum)
  }

  var dimension: Int { embedder.dimension }

  func next(_ count: Int) throws -> IndexPart? {
    guard let sentences = try stream.next(count) else { return nil }
    return IndexPart(vectors: try embedder.embed(sentences), sentences: sentences)
  }
}
