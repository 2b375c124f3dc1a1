import SentenceEmbedding
import TensorKit

/// What orders the documents of a collection for queries.
public protocol DocumentRanking: Sendable {
  /// The documents for each query by number, best first; those that are left out count as not found.
  func rankings(of documents: [String], for queries: [String]) throws -> [[Int]]
}

/// Orders documents by the cosine of their vectors and that of the query.
public struct CosineRanking: DocumentRanking {
  private let embedder: any SentenceEmbedder
  private let pool: WorkerPool

  /// A ranking by the vectors of an embedder; each document is one text.
  public init(_ embedder: any SentenceEmbedder, pool: WorkerPool) {
    self.embedder = embedder
    self.pool = pool
  }

  /// All documents, nearest first, equally near ones in their order.
  public func rankings(of documents: [String], for queries: [String]) throws -> [[Int]] {
    let scan = CosineScan(candidates: try embedder.embed(documents), pool: pool)
    let results = ResultSlots(count: queries.count, initial: [Int]())
    scan.forEach(of: try embedder.embed(queries)) { query, scores in
      results.set(
        query, Neighbor.best(scores.count, of: scores, excluding: []).map(\.id))
    }
    return results.values
  }
}
