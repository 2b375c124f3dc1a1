import TensorKit

/// A byte for each component, −127 to 127, and a scale for each vector.
///
/// Queries are rounded in the same way, so that a comparison needs only products of integers, which
/// are exact. The query knows how far it was rounded, so the error is bounded (Cauchy and Schwarz).
struct Int8Codec: ReadableCodec {
  static let name = "int8"
  static let code: UInt32 = 3

  private let dimension: Int
  /// The components with zeros behind them; the scale follows.
  private let padded: Int

  static func rowBytes(dimension: Int) -> Int { padded(dimension) + 4 }

  private static func padded(_ dimension: Int) -> Int {
    (dimension + RowBatch.byteStep - 1) / RowBatch.byteStep * RowBatch.byteStep
  }

  init(dimension: Int, parameters: [Float]) {
    self.dimension = dimension
    padded = Self.padded(dimension)
  }

  /// The size of one step, so that the largest component is 127 steps.
  private static func scale(_ vector: Span<Float>) -> Float {
    var largest: Float = 0
    for index in vector.indices { largest = max(largest, vector[index].magnitude) }
    return largest / 127
  }

  private static func steps(_ value: Float, _ inverse: Float) -> Int8 {
    // Rounding of the scale may take the largest component a little above 127.
    Int8(max(-127, min(127, (value * inverse).rounded(.toNearestOrEven))))
  }

  /// One step as a factor, or zero where even that is too small for a float.
  private static func inverse(_ scale: Float) -> Float {
    scale >= Float.leastNormalMagnitude ? 1 / scale : 0
  }

  func encode(_ vector: Span<Float>, into row: inout MutableSpan<UInt8>) {
    let scale = Self.scale(vector)
    let inverse = Self.inverse(scale)
    for index in vector.indices {
      row[index] = UInt8(bitPattern: Self.steps(vector[index], inverse))
    }
    for index in vector.count..<padded { row[index] = 0 }
    row.set(inverse == 0 ? 0 : scale, at: padded)
  }

  func decode(_ row: Span<UInt8>, into vector: inout MutableSpan<Float>) {
    let scale = row.float(at: padded)
    for index in vector.indices { vector[index] = Float(Int8(bitPattern: row[index])) * scale }
  }

  func query(_ vector: Span<Float>) -> any CodecQuery { Query(vector, padded: padded) }

  func score(row: Int, against batch: RowBatch) {
    batch.multiply(bytesOf: row, padded)
    let scale = batch.rows.withRow(row) { $0.float(at: padded) }
    batch.scale(by: scale, at: padded)
  }

  private struct Query: CodecQuery {
    private let bytes: [Int8]
    private let scale: Float
    /// The length of what rounding took away, and of what it left.
    private let lost: Double
    private let length: Double

    init(_ vector: Span<Float>, padded: Int) {
      let scale = Int8Codec.scale(vector)
      let inverse = Int8Codec.inverse(scale)
      let bytes = (0..<padded).map { index in
        index < vector.count ? Int8Codec.steps(vector[index], inverse) : 0
      }
      var (lost, kept) = (0.0, 0.0)
      for index in vector.indices {
        let value = Double(bytes[index]) * Double(scale)
        lost += (Double(vector[index]) - value) * (Double(vector[index]) - value)
        kept += value * value
      }
      self.bytes = bytes
      self.scale = scale
      self.lost = lost.squareRoot()
      length = kept.squareRoot()
    }

    func score(_ batch: RowBatch) {
      batch.multiply(bytes: bytes)
      batch.scale(by: scale, at: bytes.count)
    }

    func largestError(longest: Double) -> Double? {
      // Four roundings to floats.
      (lost + length * 8 * 0x1p-24) * longest * 1.01
    }
  }
}
