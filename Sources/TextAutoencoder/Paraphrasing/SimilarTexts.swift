import LanguageModel
import TensorKit
import VectorSearch

/// Sentences with vectors by the same embedder, among which those like another can be found.
public protocol SimilarTexts: Sendable {
  /// The sentences nearest to a vector [1 × dimension], nearest first, and their cosines with it.
  ///
  /// Fewer than `count` mean that there are no others.
  ///
  /// - Throws: what keeps the sentences from being read.
  func texts(
    near vector: Matrix, count: Int, pool: WorkerPool
  ) throws -> [(text: String, similarity: Double)]
}

extension MappedIndex: SimilarTexts {
  /// The sentences nearest to a vector [1 × dimension], nearest first, and their cosines with it.
  ///
  /// - Throws: `SearchError` for an index of vectors of another dimension, `FileError` for a damaged one.
  public func texts(
    near vector: Matrix, count: Int, pool: WorkerPool
  ) throws -> [(text: String, similarity: Double)] {
    let found = try search(queries: vector, options: SearchOptions(count: count), pool: pool)
    let texts = try found[0].compactMap { neighbor in
      try sentence(neighbor.id).map { ($0, cosine(vector, neighbor)) }
    }
    return metric == .cosine ? texts : texts.sorted { $0.1 > $1.1 }
  }

  /// The cosine of a vector and a neighbor, whatever the index compares by.
  private func cosine(_ vector: Matrix, _ neighbor: Neighbor) -> Double {
    guard metric != .cosine else { return Double(neighbor.score) }
    guard let other = self.vector(neighbor.id) else { return 0 }
    return vector.withRow(0) { Metric.cosine($0, other.span) }
  }

  /// A language model of the sentences of the index.
  ///
  /// - Parameters:
  ///   - order: the longest sequences that are counted, in words.
  ///   - limit: of more sentences than this, some are left out evenly, which bounds memory.
  ///   - progress: called now and then with how many sentences were counted, of how many; what it throws
  ///     ends the work.
  /// - Returns: a model of nothing for an index without sentences.
  /// - Throws: `FileError` for a damaged index, and what `progress` throws.
  public func languageModel(
    order: Int = 4, limit: Int = 500_000,
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws -> NGramModel {
    var model = NGramModel(order: order)
    let ids = ids
    let total = min(limit, ids.count)
    for number in 0..<total {
      if let sentence = try sentence(ids[number * ids.count / max(1, total)]) {
        model.add(sentence)
      }
      if number % 4_096 == 4_095 { try progress(number + 1, total) }
    }
    try progress(total, total)
    return model
  }
}
