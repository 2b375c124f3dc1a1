import DataStructures
import FileFormats
import TensorKit

/// A graph of the vectors of a segment, with scratch memory that searches share.
final class StoredGraph: Sendable {
  let graph: NeighborGraph
  let parameters: GraphParameters
  /// The next row equal to a row, if there are equal rows.
  private let duplicates: DuplicateColumn?
  private let idle = Locked<[GraphScratch]>([])

  init(_ graph: NeighborGraph, _ parameters: GraphParameters, duplicates: DuplicateColumn?) {
    self.graph = graph
    self.parameters = parameters
    self.duplicates = duplicates
  }

  /// What a search looks at unless it is told otherwise.
  static func defaultEffort(_ count: Int) -> Int { max(100, 2 * min(count, 1 << 40)) }

  /// The nearest of the allowed rows to each query, best first; by lower row among equals.
  func search(
    _ queries: PreparedVectors, in vectors: StoredVectors, _ request: ScanRequest, effort: Int,
    pool: WorkerPool
  ) -> [[TopK<Double>.Element]] {
    var result = [[TopK<Double>.Element]](repeating: [], count: queries.vectors.rows)
    result.withUnsafeSlots { slots in
      pool.run(queries.vectors.rows) { row in
        slots[row] = queries.vectors.withRow(row) { query in
          let rows = self.candidates(query, in: vectors, request, effort)
          return Rescoring(vectors: vectors)
            .best(request.count, of: rows, query, norm: queries.norms[row])
        }
      }
    }
    return result
  }

  /// The next row whose bytes are equal. Equal rows follow each other upwards, so that no chain is without
  /// end.
  func rowEqual(to row: Int) -> Int? {
    guard let next = duplicates?[row], next > row, next < graph.count else { return nil }
    return next
  }

  private func candidates(
    _ query: Span<Float>, in vectors: StoredVectors, _ request: ScanRequest, _ effort: Int
  ) -> [Int] {
    let scratch =
      idle.withLock { $0.popLast() }
      ?? GraphScratch(vectors.coarseRows, links: 2 * graph.width)
    defer { idle.withLock { $0.append(scratch) } }
    let coded = vectors.coarse.query(query)
    let walk = GraphWalk(graph: graph, scratch: scratch) { batch in
      coded.score(batch)
      guard let halfSquares = vectors.halfSquares else { return }
      for place in 0..<batch.count { batch[place] -= halfSquares[batch.id(place)] }
    }
    guard let start = walk.descend(to: 0) else { return [] }
    walk.search(from: [start], on: 0, limit: effort)
    var rows: [Int] = []
    rows.reserveCapacity(effort)
    for place in 0..<scratch.count where rows.count < effort {
      var row = scratch[place].row
      var left = effort - rows.count
      while left > 0 {
        if request.allowed?.contains(row) ?? true {
          rows.append(row)
          left -= 1
        }
        guard let next = rowEqual(to: row) else { break }
        row = next
      }
    }
    return rows
  }
}

extension StoredGraph {
  /// The bytes of the numbers of a graph; see `SectionName.graph`.
  static let numberBytes = 40

  /// The numbers of a graph as bytes.
  static func numbers(of graph: NeighborGraph, _ parameters: GraphParameters) -> [UInt8] {
    var bytes: [UInt8] = []
    let numbers = [
      graph.width, parameters.effort, graph.levels, graph.entry == nil ? 0 : 1, graph.entry ?? 0, 0,
    ]
    for number in numbers { bytes.append(littleEndian: UInt64(number), bytes: 4) }
    bytes.append(littleEndian: UInt64(graph.slotCount))
    bytes.append(littleEndian: parameters.seed)
    return bytes
  }

  /// Follows every link.
  ///
  /// - Throws: `FileError.malformed` if one leads nowhere.
  func verify(_ file: MappedFile) throws(FileError) {
    for row in 0..<graph.count {
      for level in 0...graph.levels {
        for id in graph.links(of: row, on: level) where Int(id) >= graph.count {
          throw file.malformed("damaged: a link of its graph leads nowhere. Make it again")
        }
      }
      guard let next = duplicates?[row], next != Int(Duplicates.none) else { continue }
      guard next > row, next < graph.count else {
        throw file.malformed("damaged: its equal vectors contradict themselves. Make it again")
      }
    }
  }
}
