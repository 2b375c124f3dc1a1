import CTensorKernels
import TensorKit

/// Some of many rows, and what comes out when a query is compared with them.
///
/// It is the scratch memory of one thread: rows are chosen, a codec compares them with a query, and
/// the scores are read.
@safe final class RowBatch: @unchecked Sendable {
  // Safe to share: whoever has a batch uses it on one thread at a time.
  let rows: ByteRows
  /// The most rows at once.
  let capacity: Int
  /// How many rows are chosen.
  private(set) var count = 0
  /// The first of consecutive rows; nil if rows are chosen one by one.
  private(set) var first: Int?
  /// Room for a vector of floats.
  var vector: [Float] = []
  private let ids: UnsafeMutablePointer<UInt32>
  private let scores: UnsafeMutablePointer<Float>
  private let integers: UnsafeMutablePointer<Int32>
  private static let kernels = SearchKernels()

  init(_ rows: ByteRows, capacity: Int) {
    self.rows = rows
    self.capacity = capacity
    unsafe ids = .allocate(capacity: capacity)
    unsafe scores = .allocate(capacity: capacity)
    unsafe integers = .allocate(capacity: capacity)
    unsafe ids.initialize(repeating: 0, count: capacity)
    unsafe scores.initialize(repeating: 0, count: capacity)
    unsafe integers.initialize(repeating: 0, count: capacity)
  }

  deinit {
    // Freed once, as they were allocated.
    unsafe ids.deallocate()
    unsafe scores.deallocate()
    unsafe integers.deallocate()
  }

  // MARK: - Choosing

  /// Chooses consecutive rows.
  func choose(_ range: Range<Int>) {
    rows.check(range)
    precondition(range.count <= capacity, "\(range.count) rows of \(capacity)")
    first = range.lowerBound
    count = range.count
  }

  /// Chooses no rows.
  @inline(__always) func clear() {
    first = nil
    count = 0
  }

  /// Chooses one more row after `clear`; a row that is not there, or one too many, is left out.
  @inline(__always) func append(_ id: UInt32) {
    guard Int(id) < rows.count, count < capacity else { return }
    // There is room, and there is such a row, checked above.
    unsafe ids[count] = id
    unsafe ck_fetch(rows.base + Int(id) * rows.stride, rows.stride)
    count += 1
  }

  /// The number of the row at a place of the batch.
  @inline(__always) func id(_ place: Int) -> Int {
    precondition(place >= 0 && place < count, "place \(place) of \(count)")
    if let first { return first + place }
    return unsafe Int(ids[place])
  }

  /// The score of the row at a place of the batch.
  @inline(__always) subscript(place: Int) -> Float {
    get {
      precondition(place >= 0 && place < count, "place \(place) of \(count)")
      return unsafe scores[place]
    }
    set {
      precondition(place >= 0 && place < count, "place \(place) of \(count)")
      unsafe scores[place] = newValue
    }
  }

  // MARK: - Scores

  /// Takes the scores of the chosen rows from a row of a matrix.
  func load(_ matrix: Matrix, row: Int) {
    precondition(row < matrix.rows && count <= matrix.columns, "row \(row) of \(matrix.rows)")
    // Both have room for the chosen rows, checked above and when they were chosen.
    unsafe scores.update(from: matrix.base + row * matrix.columns, count: count)
  }

  /// Adds the rows that may be among the nearest to a list.
  ///
  /// For a distance, half the square of every length is first taken from the score, which then
  /// orders by distance. `allowed` are the rows that may be found; nil for all.
  func collect(
    into list: inout CandidateList, halfSquares: FloatColumn? = nil, allowed: RowSet? = nil
  ) {
    subtract(halfSquares)
    for start in stride(from: 0, to: count, by: Self.lanes)
    where reaches(list.threshold, from: start) {
      for place in start..<min(start + Self.lanes, count) {
        let score = unsafe scores[place]
        guard score >= list.threshold else { continue }
        let row = id(place)
        if allowed?.contains(row) ?? true { list.add(row, score) }
      }
    }
  }

  /// Chooses, in another batch of the same rows, those whose scores reach a threshold.
  func select(
    atLeast threshold: Float, into chosen: RowBatch, halfSquares: FloatColumn?, allowed: RowSet?
  ) {
    subtract(halfSquares)
    chosen.clear()
    for start in stride(from: 0, to: count, by: Self.lanes) where reaches(threshold, from: start) {
      for place in start..<min(start + Self.lanes, count) {
        guard unsafe scores[place] >= threshold else { continue }
        let row = id(place)
        if allowed?.contains(row) ?? true { chosen.append(UInt32(row)) }
      }
    }
  }

  private func subtract(_ halfSquares: FloatColumn?) {
    guard let halfSquares else { return }
    for place in 0..<count { unsafe scores[place] -= halfSquares[id(place)] }
  }

  /// So many scores are compared with a threshold at once, since almost all are below it.
  private static let lanes = 16

  /// Whether one of the scores from a place on may reach a threshold.
  @inline(__always) private func reaches(_ threshold: Float, from start: Int) -> Bool {
    guard start + Self.lanes <= count else { return true }
    // Sixteen scores are there, checked above.
    let lanes = unsafe UnsafeRawPointer(scores + start).loadUnaligned(as: SIMD16<Float>.self)
    return any(lanes .>= threshold)
  }

  // MARK: - Products, written to the scores or the integers

  private var chosen: ck_rows {
    if let first {
      return unsafe ck_rows(
        start: rows.base + first * rows.stride, stride: rows.stride, ids: nil, count: count)
    }
    return unsafe ck_rows(start: rows.base, stride: rows.stride, ids: ids, count: count)
  }

  func multiply(floats query: [Float]) {
    precondition(query.count * 4 <= rows.stride, "\(query.count) floats")
    // All chosen rows are there, checked when they were chosen, and have as many numbers.
    unsafe Self.kernels.table.f32(query, chosen, query.count, scores)
  }

  /// Multiplies by one of the rows itself, `count` floats of it.
  func multiply(floatsOf row: Int, _ count: Int) {
    rows.check(row..<row + 1)
    precondition(count * 4 <= rows.stride, "\(count) floats")
    let query = unsafe (rows.base + row * rows.stride).assumingMemoryBound(to: Float.self)
    unsafe Self.kernels.table.f32(query, chosen, count, scores)
  }

  func multiply(halves query: [Float]) {
    precondition(query.count * 2 <= rows.stride, "\(query.count) halves")
    unsafe Self.kernels.table.f16(query, chosen, query.count, scores)
  }

  func multiply(bfloats query: [Float]) {
    precondition(query.count * 2 <= rows.stride, "\(query.count) bfloats")
    unsafe Self.kernels.table.bf16(query, chosen, query.count, scores)
  }

  func multiply(bytes query: [Int8]) {
    precondition(
      query.count <= rows.stride && query.count % Self.byteStep == 0, "\(query.count) bytes")
    unsafe Self.kernels.table.int8(query, chosen, query.count, integers)
  }

  /// Multiplies by one of the rows itself, `count` bytes of it.
  func multiply(bytesOf row: Int, _ count: Int) {
    rows.check(row..<row + 1)
    precondition(count <= rows.stride && count % Self.byteStep == 0, "\(count) bytes")
    let query = unsafe (rows.base + row * rows.stride).assumingMemoryBound(to: Int8.self)
    unsafe Self.kernels.table.int8(query, chosen, count, integers)
  }

  func multiply(planes query: [UInt64]) {
    let words = query.count / Self.planes
    precondition(query.count % Self.planes == 0 && words * 8 <= rows.stride, "\(words) words")
    unsafe Self.kernels.table.bits(query, chosen, words, integers)
  }

  /// Turns integer products into scores by a scale for all and one at a byte of each row.
  func scale(by scale: Float, at offset: Int) {
    precondition(offset >= 0 && offset + 4 <= rows.stride, "byte \(offset) of \(rows.stride)")
    // All chosen rows have four bytes there, checked above.
    unsafe ck_scale_products(chosen, offset, integers, scale, scores)
  }

  /// Turns products of bits into scores by three floats from a byte of each row on.
  func estimate(_ levels: ck_levels, at offset: Int) {
    precondition(offset >= 0 && offset + 12 <= rows.stride, "byte \(offset) of \(rows.stride)")
    // All chosen rows have twelve bytes there, checked above.
    unsafe ck_estimate_products(chosen, offset, integers, levels, scores)
  }

  /// Rows of bytes are padded to a multiple of this.
  static let byteStep = Int(CK_SEARCH_BYTES)
  /// The bits of a component of a query that is compared with rows of bits.
  static let planes = Int(CK_SEARCH_PLANES)
}
