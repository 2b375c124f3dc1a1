import SentenceEmbedding
import TensorKit
import TextAutoencoder
import Tokenization
import VectorSearch

/// Sentences and the vectors that a model gives them.
final class EmbeddedSource: IndexSource {
  private let embedder: any SentenceEmbedder
  private var stream: SentenceStream
  private let split: TextSplit
  let model: IndexModel?
  let count: Int? = nil
  let hasSentences = true

  init(embedder: any SentenceEmbedder, modelPath: String, stream: SentenceStream, split: TextSplit)
  {
    self.embedder = embedder
    self.stream = stream
    self.split = split
    model = IndexModel(path: modelPath, checksum: embedder.checksum)
  }

  var dimension: Int { embedder.dimension }

  func next(_ count: Int) throws -> IndexPart? {
    guard let lines = try stream.next(count) else { return nil }
    guard split == .sentences else {
      return IndexPart(vectors: try embedder.embed(lines), sentences: lines)
    }
    let texts = lines.map(SentenceSplitter.sentences)
    let vectors = DocumentVectors.withMeans(
      try embedder.embed(texts.flatMap { $0 }), sentences: texts.map(\.count))
    // The vector of a whole text has no sentence.
    let sentences = texts.flatMap { $0.count > 1 ? $0 + [""] : $0 }
    return IndexPart(vectors: vectors, sentences: sentences, texts: texts)
  }
}
