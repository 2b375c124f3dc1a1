import DataStructures
import FileFormats
import TensorKit

/// A segment without the rows that were removed.
struct LiveSegment: Sendable {
  let segment: Segment
  /// The rows that were removed; nil if there are none.
  let removed: RowSet?
  /// The rows that are there; nil for all.
  let live: RowSet?
  let liveCount: Int

  init(segment: Segment, removed: RowSet?) {
    self.segment = segment
    self.removed = removed
    live = removed.map { removed in
      var live = RowSet(rows: segment.count, all: true)
      live.subtract(removed)
      return live
    }
    liveCount = live?.count ?? segment.count
  }

  /// The nearest rows to each query, with their ids.
  ///
  /// - Throws: `SearchError.damaged` if a row that was found has no id.
  func search(
    _ queries: PreparedVectors, _ options: SearchOptions, allowed: RowSet?, pool: WorkerPool
  ) throws(SearchError) -> [[TopK<Double>.Element]] {
    let vectors = segment.vectors
    var request = ScanRequest(
      count: options.count, effort: options.effort, threshold: options.threshold,
      allowed: allowed ?? live)
    request.count = min(request.count, liveCount)
    let found: [[TopK<Double>.Element]]
    if let graph = segment.graph, allowed == nil, let effort = effort(options) {
      found = graph.search(queries, in: vectors, request, effort: effort, pool: pool)
    } else {
      found = VectorScan(vectors: vectors).search(queries, request, pool: pool)
    }
    do throws(FileError) {
      return try found.map { (rows) throws(FileError) in
        try rows.map { (row) throws(FileError) in
          TopK<Double>.Element(id: try segment.checkedID(row.id), score: row.score)
        }
      }
    } catch {
      throw .damaged(error)
    }
  }

  /// How many rows a search of the graph looks at; nil if comparing all is better.
  private func effort(_ options: SearchOptions) -> Int? {
    let count = min(options.count, liveCount)
    var effort = options.effort ?? StoredGraph.defaultEffort(count)
    // A wide answer needs more than its own size to be as good as a narrow one.
    effort = max(effort, count + min(count, effort))
    // Rows that were removed are passed through, but are no answers.
    guard liveCount > 0, liveCount >= segment.count / 2 else { return nil }
    effort = effort * segment.count / liveCount
    return effort <= segment.count / 8 ? effort : nil
  }

  /// The rows whose fields fulfill all conditions and whose ids are among some, without those that
  /// were removed.
  func rows(
    where conditions: [(column: Int, condition: FieldCondition)], ids: Set<Int>?, pool: WorkerPool
  ) -> RowSet {
    var result = RowSet(rows: segment.count, all: ids == nil)
    for id in ids ?? [] { segment.row(of: id).map { result.insert($0) } }
    if let removed { result.subtract(removed) }
    guard let fields = segment.fields, !conditions.isEmpty else { return result }
    var words = result.words
    let columns = segment.columnCount
    words.withUnsafeSlots { slots in
      pool.run(result.words.count, grain: 64) { range in
        for word in range {
          var (rest, kept) = (slots[word], slots[word])
          while rest != 0 {
            let bit = rest.trailingZeroBitCount
            let row = word * 64 + bit
            let isKept = conditions.allSatisfy {
              $0.condition.accepts(fields, row * columns + $0.column)
            }
            if !isKept { kept &= ~(1 << UInt64(bit)) }
            rest &= rest - 1
          }
          slots[word] = kept
        }
      }
    }
    for (index, word) in words.enumerated() { result.setWord(index, word) }
    return result
  }
}
