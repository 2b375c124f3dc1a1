import SentenceEmbedding
import TensorKit
import TextAutoencoder
import Tokenization
import VectorSearch

/// Sentences and the vectors that a model gives them.
final class EmbeddedSource: IndexSource {
  private let embedder: any SentenceEmbedder
  private var rows: RowStream
  private let split: TextSplit
  let model: IndexModel?
  let count: Int? = nil
  let hasSentences = true
  let vectorFile: String? = nil

  init(
    embedder: any SentenceEmbedder, modelPath: String, rows: RowStream, split: TextSplit = .none
  ) {
    self.embedder = embedder
    self.rows = rows
    self.split = split
    model = IndexModel(path: modelPath, checksum: embedder.checksum)
  }

  var dimension: Int { embedder.dimension }
  var columns: [String] { rows.columns }

  func next(_ count: Int) throws -> IndexPart? {
    guard let (lines, fields) = try rows.next(count) else { return nil }
    guard split == .sentences else {
      return IndexPart(vectors: try embedder.embed(lines), sentences: lines, fields: fields)
    }
    let texts = lines.map(SentenceSplitter.sentences)
    let vectors = DocumentVectors.withMeans(
      try embedder.embed(texts.flatMap { $0 }), sentences: texts.map(\.count))
    // The vector of a whole text has no sentence.
    let sentences = texts.flatMap { $0.count > 1 ? $0 + [""] : $0 }
    // Every vector of a text has the fields of the text.
    let spread = zip(texts, fields).flatMap { text, fields in
      repeatElement(fields, count: DocumentVectors.count(sentences: text.count))
    }
    return IndexPart(vectors: vectors, sentences: sentences, fields: spread, texts: texts)
  }
}
