import DataStructures
import LatentSemanticAnalysis
import TensorKit

/// The scores that a sceptic would try first, made from normal texts alone.
public struct AnomalyBaselines: Sendable {
  private let terms: LSAEmbedder
  private let mean: [Double]

  /// Directions that TF-IDF vectors are projected on.
  private static let directions = 64

  /// Learns from normal texts and their vectors.
  ///
  /// - Throws: ``AnomalyError/tooFewTexts(count:needed:)`` without texts, and `SymmetricEigenError`.
  public init(texts: [String], vectors: Matrix, pool: WorkerPool) throws {
    guard !texts.isEmpty else { throw AnomalyError.tooFewTexts(count: 0, needed: 1) }
    var builder = TFIDFBuilder()
    for text in texts { builder.add(text) }
    let model = builder.model()
    var rows = SparseRows(columns: model.terms.count)
    for text in texts { rows.append(model.vector(of: text)) }
    terms = try LSAEmbedder(
      terms: model, corpus: rows,
      dimension: min(Self.directions, model.terms.count, texts.count), pool: pool)
    var sums = [Double](repeating: 0, count: vectors.columns)
    for row in 0..<vectors.rows {
      for (column, value) in vectors.row(row).enumerated() { sums[column] += Double(value) }
    }
    mean = sums.map { $0 / Double(max(1, vectors.rows)) }
  }

  /// The distance of each vector to the mean of the normal ones.
  public func distancesToMean(of vectors: Matrix) -> [Double] {
    (0..<vectors.rows).map { row in
      zip(vectors.row(row), mean).reduce(0.0) {
        $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
      }.squareRoot()
    }
  }

  /// The share of the TF-IDF weight of each text that its projection on the strongest directions of the
  /// normal texts loses: 0 … 1. Words that those do not have are left out; without any known word it is 1.
  public func projectionErrors(of texts: [String]) -> [Double] {
    let projected = terms.embed(texts)
    return (0..<projected.rows).map { row in
      1 - projected.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }
    }
  }
}
