import FileFormats
import TensorKit

/// Vectors to be compared, wherever they lie: in a matrix or in a mapped file.
@safe struct VectorRows: @unchecked Sendable {
  // Shared between threads, which only read.
  private let base: UnsafePointer<Float>
  private let halfSquaredNorms: UnsafePointer<Float>?
  /// What keeps the memory alive.
  private let owner: [AnyObject]
  let count: Int
  let dimension: Int
  /// The length of the longest vector.
  let largestNorm: Double

  init(_ vectors: Matrix, halfSquaredNorms: Matrix?, largestNorm: Double) {
    precondition(halfSquaredNorms?.columns ?? vectors.rows == vectors.rows, "the counts differ")
    unsafe base = UnsafePointer(vectors.base)
    unsafe self.halfSquaredNorms = halfSquaredNorms.map { unsafe UnsafePointer($0.base) }
    owner = [vectors] + (halfSquaredNorms.map { [$0] } ?? [])
    count = vectors.rows
    dimension = vectors.columns
    self.largestNorm = largestNorm
  }

  /// The vectors at byte `offset` of a file, which has been checked to hold them there, aligned.
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

  /// The score of a pair in double precision, higher is nearer: minus the square of a distance.
  func exactScore(_ queries: Matrix, _ query: Int, _ id: Int, _ metric: SearchMetric) -> Double {
    precondition(id >= 0 && id < count && query < queries.rows, "\(query), \(id) of \(count)")
    precondition(queries.columns == dimension, "\(queries.columns) numbers of \(dimension)")
    // Both rows lie inside their memory, checked above.
    return unsafe exactScore(queries.base + query * dimension, base + id * dimension, metric)
  }

  /// The same of two of the vectors.
  func exactScore(_ first: Int, _ second: Int, _ metric: SearchMetric) -> Double {
    precondition(
      (0..<count).contains(first) && (0..<count).contains(second),
      "\(first), \(second) of \(count)")
    // Both rows lie inside the vectors, checked above.
    return unsafe exactScore(base + first * dimension, base + second * dimension, metric)
  }

  /// Of two rows of `dimension` floats, as the callers have checked.
  private func exactScore(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ metric: SearchMetric
  ) -> Double {
    var sum = 0.0
    if metric == .l2 {
      for index in 0..<dimension {
        let difference = unsafe Double(x[index]) - Double(y[index])
        sum -= difference * difference
      }
    } else {
      for index in 0..<dimension { sum += unsafe Double(x[index]) * Double(y[index]) }
    }
    return sum
  }

  /// Copies some vectors into the rows of a matrix, which gets as many.
  func copy(_ range: Range<Int>, into matrix: Matrix) {
    check(range)
    precondition(matrix.columns == dimension, "\(matrix.columns) columns for \(dimension)")
    matrix.resize(rows: range.count)
    // The range lies inside the vectors and the matrix has room for it.
    unsafe matrix.base.update(
      from: base + range.lowerBound * dimension, count: range.count * dimension)
  }

  /// Writes the inner products of a query with some vectors to the start of row `query` of `scores`.
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

  /// Turns products into an order by distance, and adds to the list what may be among the nearest.
  func collect(
    _ scores: Matrix, _ query: Int, _ range: Range<Int>, into list: inout CandidateList
  ) {
    check(range)
    precondition(query < scores.rows && range.count <= scores.columns, "row \(query)")
    // The row of scores and the half squares have range.count floats, checked above.
    let row = unsafe scores.base + query * scores.columns
    if let squares = unsafe halfSquaredNorms {
      let first = unsafe squares + range.lowerBound
      for index in 0..<range.count { unsafe row[index] -= first[index] }
    }
    var index = 0
    // Sixteen at a time: almost all of them are below the threshold.
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

  private func check(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
  }
}
