import CTensorKernels
import TensorKit

/// One bit for each component: the signs of the vector after a random rotation (Gao and Long,
/// RaBitQ, 2024).
///
/// From every vector the mean of a sample, the center, is taken away first. Of the rest r, rotated,
/// the row holds the signs, and the factor |r|² / Σ|rᵢ| that makes the estimate of an inner product
/// with it unbiased. The query keeps four bits a component. The estimate is off by about
/// |q − c| |r| / √d, so the best candidates have to be scored again.
struct BitsCodec: VectorCodec {
  static let name = "bits"
  static let code: UInt32 = 4

  private let center: [Float]
  private let rotation: Rotation

  private var words: Int { rotation.size / 64 }

  /// The signs, the factor, the product of center and rest, and the number of ones.
  static func rowBytes(dimension: Int) -> Int { Rotation.size(for: dimension) / 8 + 12 }

  static func parameterCount(dimension: Int) -> Int { dimension }

  /// The mean of the sample.
  static func parameters(for sample: Matrix) -> [Float] {
    var sums = [Double](repeating: 0, count: sample.columns)
    for row in 0..<sample.rows {
      sample.withRow(row) { values in
        for column in values.indices { sums[column] += Double(values[column]) }
      }
    }
    return sums.map { Float($0 / Double(max(1, sample.rows))) }
  }

  init(dimension: Int, parameters: [Float]) {
    precondition(parameters.count == dimension, "\(parameters.count) for \(dimension)")
    center = parameters
    rotation = Rotation(dimension: dimension)
  }

  /// The vector without the center, rotated.
  private func rest(_ vector: Span<Float>) -> [Float] {
    var rest = [Float](repeating: 0, count: rotation.size)
    for index in vector.indices { rest[index] = vector[index] - center[index] }
    rotation.apply(to: &rest)
    return rest
  }

  func encode(_ vector: Span<Float>, into row: inout MutableSpan<UInt8>) {
    let rest = rest(vector)
    var (sizes, squares, shift) = (0.0, 0.0, 0.0)
    var ones = 0
    for byte in 0..<rest.count / 8 {
      var bits: UInt8 = 0
      for bit in 0..<8 where rest[byte * 8 + bit] > 0 { bits |= 1 << UInt8(bit) }
      row[byte] = bits
      ones += bits.nonzeroBitCount
    }
    for value in rest {
      sizes += Double(value.magnitude)
      squares += Double(value) * Double(value)
    }
    for index in vector.indices {
      shift += Double(center[index]) * (Double(vector[index]) - Double(center[index]))
    }
    row.set(sizes > 0 ? Float(squares / sizes) : 0, at: words * 8)
    row.set(Float(shift), at: words * 8 + 4)
    row.set(Float(ones), at: words * 8 + 8)
  }

  func query(_ vector: Span<Float>) -> any CodecQuery {
    var constant = 0.0
    for index in vector.indices { constant += Double(vector[index]) * Double(center[index]) }
    return Query(rest(vector), constant: Float(constant))
  }

  /// The rest q of a query, four bits a component: q ≈ least + step · u with u in 0 ... 15.
  private struct Query: CodecQuery {
    private let planes: [UInt64]
    private let levels: ck_levels

    init(_ rest: [Float], constant: Float) {
      let least = rest.min() ?? 0
      let step = ((rest.max() ?? 0) - least) / 15
      var planes = [UInt64](repeating: 0, count: rest.count / 64 * RowBatch.planes)
      let words = rest.count / 64
      for (index, value) in rest.enumerated() where step > 0 {
        let level = Int(min(15, max(0, ((value - least) / step).rounded())))
        let bit = UInt64(1) << UInt64(index % 64)
        for plane in 0..<RowBatch.planes where level & (1 << plane) != 0 {
          planes[plane * words + index / 64] |= bit
        }
      }
      self.planes = planes
      levels = ck_levels(
        least: least, step: step, sum: Float(rest.reduce(0.0) { $0 + Double($1) }),
        constant: constant)
    }

    func score(_ batch: RowBatch) {
      batch.multiply(planes: planes)
      batch.estimate(levels, at: planes.count / RowBatch.planes * 8)
    }

    func largestError(longest: Double) -> Double? { nil }
  }
}
