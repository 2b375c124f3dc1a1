import FileFormats
import TensorKit

extension VectorRows {
  init(_ vectors: Matrix, halfSquaredNorms: Matrix?, largestNorm: Double) {
    precondition(halfSquaredNorms?.columns ?? vectors.rows == vectors.rows, "the counts differ")
    unsafe base = UnsafePointer(vectors.base)
    unsafe self.halfSquaredNorms = halfSquaredNorms.map { unsafe UnsafePointer($0.base) }
    owner = [vectors] + (halfSquaredNorms.map { [$0] } ?? [])
    count = vectors.rows
    dimension = vectors.columns
    self.largestNorm = largestNorm
  }

  /// The vectors at byte `offset` of a file, aligned.
  init(
    _ file: MappedFile, at offset: Int, halfSquaresAt squares: Int?, count: Int, dimension: Int,
    largestNorm: Double
  ) {
    precondition(offset % 4 == 0 && offset + count * dimension * 4 <= file.count, "\(offset)")
    precondition((squares ?? 0) % 4 == 0 && (squares ?? 0) + count * 4 <= file.count, "\(count)")
    guard let start = unsafe file.buffer.baseAddress else {
      preconditionFailure("\(file.path) is empty")
    }
    // Both ranges lie inside the mapping, checked above, and begin at multiples of four bytes.
    unsafe base = (start + offset).assumingMemoryBound(to: Float.self)
    unsafe halfSquaredNorms = squares.map {
      unsafe (start + $0).assumingMemoryBound(to: Float.self)
    }
    owner = [file]
    self.count = count
    self.dimension = dimension
    self.largestNorm = largestNorm
  }

  /// Vector `id` as a view that cannot outlive the closure: [dimension].
  func withRow<R>(_ id: Int, _ body: (Span<Float>) -> R) -> R {
    check(id..<id + 1)
    // The row is inside the vectors, checked above, and the span ends with the closure.
    let row = unsafe UnsafeBufferPointer(start: base + id * dimension, count: dimension)
    return body(unsafe row.span)
  }

  /// Copies some vectors into a matrix, which is resized to hold them.
  func copy(_ range: Range<Int>, into matrix: Matrix) {
    check(range)
    precondition(matrix.columns == dimension, "\(matrix.columns) columns for \(dimension)")
    matrix.resize(rows: range.count)
    // The range lies inside the vectors and the matrix has room for it.
    unsafe matrix.base.update(
      from: base + range.lowerBound * dimension, count: range.count * dimension)
  }

  /// Writes the inner products of a query and some vectors to the start of the query's scores.
  func multiply(_ queries: Matrix, _ query: Int, _ range: Range<Int>, into scores: Matrix) {
    check(range)
    precondition(
      query < queries.rows && queries.columns == dimension && query < scores.rows
        && range.count <= scores.columns, "row \(query), vectors \(range)")
    // All rows lie inside their memory, checked above.
    unsafe Kernels.dots(
      queries.base + query * dimension, rows: base + range.lowerBound * dimension,
      count: range.count, columns: dimension, into: scores.base + query * scores.columns)
  }

  /// Adds the vectors that may be among the nearest to the list.
  ///
  /// For a distance, products are first turned into an order by distance.
  func collect(
    _ scores: Matrix, _ query: Int, _ range: Range<Int>, into list: inout CandidateList
  ) {
    check(range)
    precondition(query < scores.rows && range.count <= scores.columns, "row \(query)")
    // The row of scores and the half squares hold range.count floats, checked above.
    let row = unsafe scores.base + query * scores.columns
    if let squares = unsafe halfSquaredNorms {
      let first = unsafe squares + range.lowerBound
      for index in 0..<range.count { unsafe row[index] -= first[index] }
    }
    var index = 0
    // Sixteen at a time, since almost all are below the threshold.
    while index + 16 <= range.count {
      let lanes = unsafe UnsafeRawPointer(row + index).loadUnaligned(as: SIMD16<Float>.self)
      if any(lanes .>= list.threshold) {
        for lane in 0..<16 where lanes[lane] >= list.threshold {
          list.add(range.lowerBound + index + lane, lanes[lane])
        }
      }
      index += 16
    }
    while index < range.count {
      let score = unsafe row[index]
      if score >= list.threshold { list.add(range.lowerBound + index, score) }
      index += 1
    }
  }
}
