import DataStructures
import Foundation
import TensorKit

/// Builds a graph of neighbors (Malkov and Yashunin, HNSW, 2016), on all cores.
///
/// Rows are added in an order that the seed determines, in batches. The rows of a batch look for
/// their neighbors at the same time, in the graph as it was before the batch; then their links are
/// added, those of each row by one thread and in order. So the graph is the same for any number of
/// threads. A batch is small compared with the graph, so its rows hardly miss each other.
final class GraphBuilder {
  private let vectors: GraphVectors
  private let parameters: GraphParameters
  private let pool: WorkerPool
  private let scratches: [GraphScratch]
  private var graph: NeighborGraph
  /// The rows in the order in which they are added, and their levels.
  private let order: [UInt32]
  private let levels: [UInt8]

  private static let largestBatch = 1_024
  /// The graph has at least this many times the rows of a batch.
  private static let batchShare = 24

  /// Prepares a graph of some of the vectors.
  init(_ vectors: GraphVectors, firsts: [UInt32], _ parameters: GraphParameters, pool: WorkerPool) {
    self.vectors = vectors
    self.parameters = parameters
    self.pool = pool
    var order = firsts
    var random = SplitMix64(seed: parameters.seed)
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, random.below(last + 1))
    }
    self.order = order
    levels = order.map { Self.level(of: $0, parameters) }
    let slotCount = levels.reduce(0) { $0 + Int($1) }
    graph = NeighborGraph(count: vectors.count, width: parameters.links, slotCount: slotCount)
    var slot = 0
    for (row, level) in zip(order, levels) where level > 0 {
      graph.place(Int(row), at: slot)
      slot += Int(level)
    }
    scratches = (0..<pool.threads).map { _ in
      GraphScratch(vectors.rows, links: 4 * parameters.links)
    }
  }

  /// A level with the probability M^−level (Malkov and Yashunin, section 4.1).
  private static func level(of row: UInt32, _ parameters: GraphParameters) -> UInt8 {
    let bits = SplitMix64.mix(parameters.seed ^ SplitMix64.mix(UInt64(row)))
    let uniform = (Double(bits >> 11) + 1) * 0x1p-53
    let level = -log(uniform) / log(Double(parameters.links))
    return UInt8(min(Double(NeighborGraph.maximumLevels), level))
  }

  /// Adds all rows; `progress` is told how many are there, and may throw to give up.
  func build(progress: (Int) throws -> Void) rethrows -> NeighborGraph {
    var done = 0
    while done < order.count {
      let size = max(1, min(Self.largestBatch, done / Self.batchShare))
      let batch = done..<min(order.count, done + size)
      commit(batch, search(batch))
      done = batch.upperBound
      try progress(done)
    }
    return graph
  }

  // MARK: - Looking for neighbors

  /// The links of every row of a batch, on each of its levels from the lowest.
  private func search(_ batch: Range<Int>) -> [[[UInt32]]] {
    var found = [[[UInt32]]](repeating: [], count: batch.count)
    guard graph.entry != nil else { return found }
    let (graph, order, levels) = (graph, order, levels)
    let (vectors, scratches, parameters) = (vectors, scratches, parameters)
    found.withUnsafeSlots { slots in
      pool.run(batch.count) { index, worker in
        let row = Int(order[batch.lowerBound + index])
        let level = Int(levels[batch.lowerBound + index])
        slots[index] = Self.links(
          of: row, level: min(level, graph.levels), graph, vectors, scratches[worker], parameters)
      }
    }
    return found
  }

  private static func links(
    of row: Int, level: Int, _ graph: NeighborGraph, _ vectors: GraphVectors,
    _ scratch: GraphScratch, _ parameters: GraphParameters
  ) -> [[UInt32]] {
    let walk = GraphWalk(graph: graph, scratch: scratch) { vectors.score(row, $0) }
    guard let start = walk.descend(to: level) else { return [] }
    var starts = [start]
    var links = [[UInt32]](repeating: [], count: level + 1)
    for upper in stride(from: level, through: 0, by: -1) {
      walk.search(from: starts, on: upper, limit: parameters.effort)
      let nearest = (0..<scratch.count).map { scratch[$0] }
      links[upper] = select(parameters.links, of: nearest, vectors, scratch.batch)
      starts = nearest.prefix(parameters.links).map(\.row)
    }
    return links
  }

  /// The rows to link to: the nearest first, and none that is nearer to an earlier one than to the
  /// row itself (Malkov and Yashunin 2016, algorithm 4).
  private static func select(
    _ limit: Int, of candidates: [(row: Int, score: Float)], _ vectors: GraphVectors,
    _ batch: RowBatch
  ) -> [UInt32] {
    var chosen: [UInt32] = []
    for candidate in candidates {
      if chosen.count == limit { break }
      batch.clear()
      for id in chosen { batch.append(id) }
      vectors.score(candidate.row, batch)
      var isShadowed = false
      for place in 0..<batch.count where batch[place] > candidate.score { isShadowed = true }
      if !isShadowed { chosen.append(UInt32(candidate.row)) }
    }
    return chosen
  }

  // MARK: - Adding links

  /// A link back to a row of the batch: in the order of level, target and place in the batch.
  private struct Edge {
    static func key(level: Int, target: UInt32, index: Int) -> UInt64 {
      UInt64(level) << 56 | UInt64(target) << 20 | UInt64(index)
    }
    static func list(_ key: UInt64) -> UInt64 { key >> 20 }
    static func index(_ key: UInt64) -> Int { Int(key & 0xF_FFFF) }
    static func level(ofList list: UInt64) -> Int { Int(list >> 36) }
    static func target(ofList list: UInt64) -> Int { Int(list & 0xFFFF_FFFF) }
  }

  private func commit(_ batch: Range<Int>, _ found: [[[UInt32]]]) {
    var edges: [UInt64] = []
    for (index, links) in found.enumerated() {
      for (level, ids) in links.enumerated() {
        graph.setLinks(of: Int(order[batch.lowerBound + index]), on: level, ids)
        for id in ids { edges.append(Edge.key(level: level, target: id, index: index)) }
      }
    }
    edges.sort()
    var starts: [Int] = []
    for index in edges.indices
    where index == 0 || Edge.list(edges[index]) != Edge.list(edges[index - 1]) {
      starts.append(index)
    }
    let (graph, order, vectors, scratches) = (graph, order, vectors, scratches)
    let (sorted, firsts) = (edges, starts)
    pool.run(firsts.count) { number, worker in
      let range = firsts[number]..<(number + 1 < firsts.count ? firsts[number + 1] : sorted.count)
      let list = Edge.list(sorted[range.lowerBound])
      let rows = sorted[range].map { order[batch.lowerBound + Edge.index($0)] }
      Self.add(
        rows, to: Edge.target(ofList: list), on: Edge.level(ofList: list), graph, vectors,
        scratches[worker].batch)
    }
    for place in batch where Int(levels[place]) > self.graph.levels || self.graph.entry == nil {
      self.graph.entry = Int(order[place])
      self.graph.levels = Int(levels[place])
    }
  }

  /// Adds rows to the links of another one, and chooses among all if there are too many.
  private static func add(
    _ rows: [UInt32], to target: Int, on level: Int, _ graph: NeighborGraph,
    _ vectors: GraphVectors, _ batch: RowBatch
  ) {
    let limit = level == 0 ? 2 * graph.width : graph.width
    let all = Array(graph.links(of: target, on: level)) + rows
    guard all.count > limit else { return graph.setLinks(of: target, on: level, all) }
    var scored: [(row: Int, score: Float)] = []
    for start in stride(from: 0, to: all.count, by: batch.capacity) {
      batch.clear()
      for row in all[start..<min(all.count, start + batch.capacity)] { batch.append(row) }
      vectors.score(target, batch)
      for place in 0..<batch.count { scored.append((batch.id(place), batch[place])) }
    }
    scored.sort { ($1.score, $0.row) < ($0.score, $1.row) }
    graph.setLinks(of: target, on: level, select(limit, of: scored, vectors, batch))
  }
}
