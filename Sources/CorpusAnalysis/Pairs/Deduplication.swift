import TensorKit
import VectorSearch

/// Keeps the first of near-duplicates.
///
/// ```swift
/// var deduplication = Deduplication(dimension: 384, threshold: 0.95, pool: pool)
/// for batch in batches { kept += try deduplication.add(batch).map { $0 == nil } }
/// ```
/// A vector is dropped if its cosine with a vector kept before is at least the threshold. Memory is
/// that of the kept vectors. The decision is that of exact arithmetic, whatever the threads and the
/// batches.
public struct Deduplication: Sendable {
  /// The least cosine of duplicates.
  public let threshold: Double
  /// How many vectors have been added.
  public private(set) var count = 0
  private var kept: UnitVectorSet
  /// The number of each kept vector among all that were added.
  private var numbers: [Int] = []
  private let pool: WorkerPool

  /// Vectors that are compared with all kept ones at a time.
  private static let batchRows = 1_024

  /// Begins with nothing.
  public init(dimension: Int, threshold: Double, pool: WorkerPool) {
    kept = UnitVectorSet(dimension: dimension)
    self.threshold = threshold
    self.pool = pool
  }

  /// How many vectors were kept.
  public var keptCount: Int { numbers.count }

  /// Adds vectors [n × dimension]; for each of them nil, or the number of the first kept vector that
  /// it duplicates.
  ///
  /// - Throws: `SearchError` if one is not finite.
  public mutating func add(_ vectors: Matrix) throws(SearchError) -> [Int?] {
    var result: [Int?] = []
    for start in stride(from: 0, to: vectors.rows, by: Self.batchRows) {
      let rows = start..<min(vectors.rows, start + Self.batchRows)
      result += try addBatch(vectors.rows(at: rows))
    }
    return result
  }

  private mutating func addBatch(_ vectors: Matrix) throws(SearchError) -> [Int?] {
    let batch: UnitVectorSet
    do {
      batch = try UnitVectorSet(vectors)
    } catch {
      if case .notFinite(let row) = error { throw .notFinite(row: count + row) }
      throw error
    }
    var found = duplicates(of: batch)
    // Among themselves, in order.
    let own = scores(within: batch)
    var fresh: [Int] = []
    for row in 0..<batch.count where found[row] == nil {
      if let earlier = fresh.first(where: { isDuplicate(own[row, $0], batch, row, batch, $0) }) {
        found[row] = count + earlier
      } else {
        fresh.append(row)
      }
    }
    if !fresh.isEmpty { try kept.append(batch.rows(fresh)) }
    numbers += fresh.map { count + $0 }
    count += batch.count
    return found
  }

  /// The number of the first kept vector that each vector duplicates.
  private func duplicates(of batch: UnitVectorSet) -> [Int?] {
    guard kept.count > 0, let block = batch.blocks.first else {
      return Array(repeating: nil, count: batch.count)
    }
    let products = BlockProducts(kept, pool: pool)
    products.prepare(block)
    let pieces = products.pieces()
    var first = [[Int]](repeating: [], count: pieces.count)
    first.withUnsafeSlots { first in
      products.forEach(pieces[...]) { number, piece, rows, scores in
        var list = first[number]
        for row in rows {
          list.append(
            scores.withRow(row - rows.lowerBound) { scores in
              for column in 0..<piece.count
              where isDuplicate(scores[column], batch, row, kept, piece.lowerBound + column) {
                return piece.lowerBound + column
              }
              return .max
            })
        }
        first[number] = list
      }
    }
    return (0..<batch.count).map { row in
      let place = first.reduce(Int.max) { min($0, $1[row]) }
      return place == .max ? nil : numbers[place]
    }
  }

  private func scores(within batch: UnitVectorSet) -> Matrix {
    let scores = Matrix(rows: batch.count, columns: batch.count)
    guard let block = batch.blocks.first else { return scores }
    let (left, right) = (PackedMatrix(.left, .f32), PackedMatrix(.right, .f32))
    left.pack(MatrixRegion(block), pool: pool)
    right.pack(MatrixRegion(block), transposed: true, pool: pool)
    left.multiply(by: right, into: scores, pool: pool)
    return scores
  }

  /// Whether the cosine is at least the threshold, by exact arithmetic where rounding could matter.
  private func isDuplicate(
    _ rounded: Float, _ first: UnitVectorSet, _ row: Int, _ second: UnitVectorSet, _ other: Int
  ) -> Bool {
    if Double(rounded) < threshold - Double(kept.largestError) { return false }
    if Double(rounded) > threshold + Double(kept.largestError) { return true }
    let (a, b) = (first.place(of: row), second.place(of: other))
    return a.block.withRow(a.row) { x in
      b.block.withRow(b.row) { y in Metric.product(x, y) >= threshold }
    }
  }
}
