import CommandLineKit
import EmbeddingEvaluation
import SentenceEmbedding
import TextAutoencoder

extension Ranking: ArgumentChoice {}

/// Orders documents as a search does.
struct IndexedRanking: DocumentRanking {
  /// What makes the vectors; nil for a ranking by words.
  let embedder: (any SentenceEmbedder)?
  let ranking: Ranking
  let split: TextSplit
  let threads: Int

  func rankings(of documents: [String], for queries: [String]) throws -> [[Int]] {
    let index = try DocumentIndex(
      documents, embedder: embedder, splits: split == .sentences, threads: threads)
    return try index.neighbors(of: queries, count: documents.count, by: ranking)
      .map { $0.map(\.id) }
  }
}
