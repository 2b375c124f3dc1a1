/// Vectors as the data sets of similarity search have them: each is its dimension, a 32-bit integer,
/// and as many floats, little-endian.
///
///     let file = try FvecsFile(path: "sift_base.fvecs")
///     let values = try file.floats(rows: 0..<file.rows)
public final class FvecsFile: Sendable {
  /// The path as it was given.
  public let path: String
  /// How many vectors there are.
  public let rows: Int
  /// How many numbers a vector has.
  public let columns: Int
  private let file: MappedFile

  /// Opens a file and checks its size.
  ///
  /// - Throws: `FileError` for whatever is wrong with it; never traps on its content.
  public init(path: String) throws(FileError) {
    file = try MappedFile(path: path)
    self.path = path
    guard file.count >= 4 else {
      throw .truncated(path: path, expected: 4, found: file.count)
    }
    let dimension = file.integer(at: 0, bytes: 4)
    guard (1...UInt64(Self.maximumColumns)).contains(dimension) else {
      throw file.malformed("its first vector has \(dimension) numbers")
    }
    columns = Int(dimension)
    let stride = 4 + 4 * columns
    guard file.count % stride == 0 else {
      throw file.malformed("\(file.count) bytes are no whole number of vectors of \(columns)")
    }
    rows = file.count / stride
  }

  private static let maximumColumns = 1 << 20

  /// The numbers of some rows, `[rows × columns]`.
  ///
  /// - Throws: `FileError.malformed` if a vector has another dimension than the first.
  public func floats(rows range: Range<Int>) throws(FileError) -> [Float] {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    let stride = 4 + 4 * columns
    var values: [Float] = []
    values.reserveCapacity(range.count * columns)
    for row in range {
      guard file.integer(at: row * stride, bytes: 4) == UInt64(columns) else {
        throw file.malformed("vector \(row) (counted from 0) has another dimension than the first")
      }
      values += file.floats(at: row * stride + 4, count: columns)
    }
    return values
  }
}
