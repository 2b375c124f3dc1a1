import TensorKit

/// Finds groups of vectors that are all near one of them; most vectors may belong to none.
///
/// ```swift
/// let groups = try CommunityDetection(threshold: 0.75, minimumSize: 10)
///   .clusters(of: set, pool: pool)
/// ```
/// The vector with the most others at or above the threshold makes the first group, of them all.
/// The next is made by the free vector with the most, of those that are still free, and so on. Equal
/// ones go by their rows. It reads the products of all pairs at most twice, and stores none.
public struct CommunityDetection: Sendable {
  /// The least cosine with the center of a group.
  public let threshold: Double
  /// The least number of vectors in a group.
  public let minimumSize: Int

  /// Possible centers whose products are computed together.
  private static let batchCenters = 64

  /// Settings; a group has at least one vector.
  public init(threshold: Double, minimumSize: Int) {
    precondition(minimumSize > 0 && !threshold.isNaN, "groups of \(minimumSize) at \(threshold)")
    (self.threshold, self.minimumSize) = (threshold, minimumSize)
  }

  /// The groups, in the order in which they are made.
  ///
  /// - Parameters:
  ///   - set: the vectors.
  ///   - pool: the threads to use; the result does not depend on them.
  ///   - progress: called with the number of vectors done so far; what it throws ends the work.
  /// - Returns: the groups, each with its central vector first.
  /// - Throws: what `progress` throws.
  public func clusters(
    of set: UnitVectorSet, pool: WorkerPool,
    progress: (_ done: Int) throws -> Void = { _ in }
  ) throws -> [Cluster] {
    let products = BlockProducts(set, pool: pool)
    let counts = try neighborCounts(of: set, products, progress)
    var order = counts.indices.filter { counts[$0] >= minimumSize }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }[...]
    var isFree = [Bool](repeating: true, count: set.count)
    var clusters: [Cluster] = []
    while !order.isEmpty {
      var centers: [Int] = []
      while centers.count < Self.batchCenters, let next = order.popFirst() {
        if isFree[next] { centers.append(next) }
      }
      let near = neighbors(of: centers, in: set, products)
      for (center, near) in zip(centers, near) where isFree[center] {
        let free = near.filter { isFree[$0.id] }
        guard free.count >= minimumSize else { continue }
        for neighbor in free { isFree[neighbor.id] = false }
        let ranked = free.sorted { a, b in
          (a.id == center ? 0 : 1, b.score, a.id) < (b.id == center ? 0 : 1, a.score, b.id)
        }
        clusters.append(
          Cluster(members: ranked.map(\.id), scores: ranked.map { Float($0.score) }))
      }
      try progress(set.count)
    }
    return clusters
  }

  /// How many vectors are near each one, itself included.
  private func neighborCounts(
    of set: UnitVectorSet, _ products: BlockProducts, _ progress: (Int) throws -> Void
  ) throws -> [Int] {
    var counts = [Int](repeating: 0, count: set.count)
    let pieces = products.pieces()
    for (number, block) in set.blocks.enumerated() {
      let first = number * UnitVectorSet.blockRows
      products.prepare(block)
      counts.withUnsafeSlots { counts in
        products.forEach(pieces[...]) { _, piece, rows, scores in
          for row in rows {
            scores.withRow(row - rows.lowerBound) { scores in
              for column in 0..<piece.count
              where isNear(scores[column], set, first + row, piece.lowerBound + column) {
                // One thread has all rows of a column.
                counts[piece.lowerBound + column] += 1
              }
            }
          }
        }
      }
      try progress(first + block.rows)
    }
    return counts
  }

  /// The vectors near each of some, themselves included.
  private func neighbors(
    of centers: [Int], in set: UnitVectorSet, _ products: BlockProducts
  ) -> [[(id: Int, score: Double)]] {
    guard !centers.isEmpty else { return [] }
    products.prepare(set.rows(centers))
    let pieces = products.pieces()
    var found = [[(row: Int, id: Int)]](repeating: [], count: pieces.count)
    found.withUnsafeSlots { found in
      products.forEach(pieces[...]) { number, piece, rows, scores in
        var list = found[number]
        found[number] = []
        for row in rows {
          scores.withRow(row - rows.lowerBound) { scores in
            for column in 0..<piece.count
            where isNear(scores[column], set, centers[row], piece.lowerBound + column) {
              list.append((row, piece.lowerBound + column))
            }
          }
        }
        found[number] = list
      }
    }
    var result = [[(id: Int, score: Double)]](repeating: [], count: centers.count)
    for (row, id) in found.joined() { result[row].append((id, set.cosine(centers[row], id))) }
    return result
  }

  /// Whether the cosine is at least the threshold, by exact arithmetic where rounding could matter.
  private func isNear(_ rounded: Float, _ set: UnitVectorSet, _ first: Int, _ second: Int) -> Bool {
    if first == second { return true }
    if Double(rounded) < threshold - Double(set.largestError) { return false }
    if Double(rounded) > threshold + Double(set.largestError) { return true }
    return set.cosine(first, second) >= threshold
  }
}
