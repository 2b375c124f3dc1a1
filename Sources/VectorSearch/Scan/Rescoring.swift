import DataStructures
import TensorKit

/// Scores candidates again: first by the kernels of the fine form, then those in double precision
/// that this leaves undecided.
struct Rescoring {
  let vectors: StoredVectors
  /// So many rows more than wanted are scored exactly sooner than they are sorted out.
  private static let fewRows = 24

  /// The best of some rows, best first, by exact scores.
  func best(
    _ wanted: Int, of rows: [Int], _ query: Span<Float>, norm: Double
  ) -> [TopK<Double>.Element] {
    var rows = rows
    if vectors.hasTwoForms, rows.count > wanted + Self.fewRows {
      rows = narrowed(rows, wanted, query, norm)
    }
    var best = TopK<Double>(wanted)
    var vector = [Float](repeating: 0, count: vectors.dimension)
    for row in rows {
      best.insert(row, score: vectors.exactScore(query, row, through: &vector))
    }
    return best.sorted
  }

  private func narrowed(
    _ rows: [Int], _ wanted: Int, _ query: Span<Float>, _ norm: Double
  ) -> [Int] {
    let coded = vectors.fine.query(query)
    guard let error = vectors.largestFineError(coded, queryNorm: norm) else { return rows }
    var list = CandidateList(wanted: wanted, slack: Float(2 * error))
    let batch = RowBatch(vectors.fineRows, capacity: min(rows.count, VectorScan.blockRows))
    for start in stride(from: 0, to: rows.count, by: VectorScan.blockRows) {
      batch.clear()
      for row in rows[start..<min(start + VectorScan.blockRows, rows.count)] {
        batch.append(UInt32(row))
      }
      coded.score(batch)
      batch.collect(into: &list, halfSquares: vectors.halfSquares)
    }
    list.prune()
    return list.ids
  }
}
