import TensorKit

/// How an index stores the numbers of a vector, and how it compares them with a query.
///
/// A codec is one type in one file, with a line in `CodecKinds.all`. What it stores for a vector is
/// a row of bytes; scores are approximate inner products of a query and the vectors that the rows
/// stand for. A query tells how far its scores can be off, so that a search knows which vectors it
/// has to score again exactly.
protocol VectorCodec: Sendable {
  /// The spelling in commands and manifests.
  static var name: String { get }
  /// The number that stands for the codec in a file; never changed.
  static var code: UInt32 { get }

  /// The bytes that a vector takes.
  static func rowBytes(dimension: Int) -> Int
  /// How many numbers all rows share.
  static func parameterCount(dimension: Int) -> Int
  /// The numbers that all rows share, from some of the vectors.
  static func parameters(for sample: Matrix) -> [Float]

  /// A codec for vectors of `dimension` components; the parameters are those of a file or sample.
  init(dimension: Int, parameters: [Float])

  /// Writes the row of a vector.
  func encode(_ vector: Span<Float>, into row: inout MutableSpan<UInt8>)
  /// Makes a query ready to be compared with rows.
  func query(_ vector: Span<Float>) -> any CodecQuery
}

/// A codec whose rows can be read again: to score a vector exactly, or two rows with each other.
protocol ReadableCodec: VectorCodec {
  /// Reads the vector of a row.
  func decode(_ row: Span<UInt8>, into vector: inout MutableSpan<Float>)
  /// Scores the rows of a batch against another row of the same rows.
  func score(row: Int, against batch: RowBatch)
}

/// A query in the form that a codec compares with its rows.
protocol CodecQuery: Sendable {
  /// Scores the rows of a batch.
  func score(_ batch: RowBatch)

  /// By how much a score can differ from the exact inner product with the vector of a row, whose
  /// length is at most `longest`; nil if nothing certain can be said.
  func largestError(longest: Double) -> Double?
}

extension VectorCodec {
  static func parameterCount(dimension: Int) -> Int { 0 }
  static func parameters(for sample: Matrix) -> [Float] { [] }
}

/// The length of a vector, in double precision.
func length(_ vector: Span<Float>) -> Double { Metric.product(vector, vector).squareRoot() }

/// By how much a float sum of the products of `count` components may be off, relative to the
/// lengths of the vectors.
///
/// A sum of d products in any order is off by at most d u |q| |x|, with u = 2⁻²⁴ (Higham, Accuracy
/// and Stability of Numerical Algorithms, 3.1).
func roundingError(_ count: Int) -> Double { Double(count + 8) * 0x1p-24 * 1.01 }
