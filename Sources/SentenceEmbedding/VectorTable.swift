import TensorKit

/// Sentences with their vectors: row i of the matrix belongs to sentence i.
public struct VectorTable: Sendable {
  /// The sentences, in the order of the rows.
  public let sentences: [String]
  /// The vectors, `[sentences × dimension]`.
  public let vectors: Matrix

  /// A table from its parts, which have the same length.
  public init(sentences: [String], vectors: Matrix) {
    precondition(
      sentences.count == vectors.rows,
      "\(sentences.count) sentences cannot share \(vectors.rows) vectors")
    self.sentences = sentences
    self.vectors = vectors
  }

  /// A table of what `embedder` makes of `sentences`.
  public init(of sentences: [String], by embedder: some SentenceEmbedder) throws {
    self.init(sentences: sentences, vectors: try embedder.embed(sentences))
  }

  /// How many sentences there are.
  public var count: Int { sentences.count }

  /// Components of every vector.
  public var dimension: Int { vectors.columns }

  /// The rows most similar to `query`, best first, the lower row first among equals.
  ///
  /// Plain and exact, O(count × dimension); a `VectorIndex` does the same for large tables.
  public func neighbors(
    of query: [Float], count: Int, by similarity: Similarity = .cosine
  ) -> [(row: Int, score: Double)] {
    precondition(
      query.count == dimension, "a query of \(query.count) components, expected \(dimension)")
    let scored = (0..<vectors.rows).map { row in
      (row: row, score: vectors.withRow(row) { similarity(query.span, $0) })
    }
    return Array(
      scored.sorted { $0.score != $1.score ? $0.score > $1.score : $0.row < $1.row }.prefix(count))
  }
}
