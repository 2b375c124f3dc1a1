/// A matrix in the format of the TexMex corpora (`.fvecs`), which faiss reads as well, mapped and
/// validated.
///
///     let file = try FvecsFile(path: "sift_query.fvecs")
///     let values = file.floats(rows: 0..<file.rows)
///
/// Every row is its dimension in four bytes and then as many floats, the least significant byte first.
/// All rows must have the same dimension.
public final class FvecsFile: Sendable {
  /// The largest dimension that is accepted.
  public static let maximumDimension = 1 << 16

  /// How many rows there are, at least one.
  public let rows: Int
  /// How many numbers a row has.
  public let columns: Int
  private let file: MappedFile

  /// Opens a file and compares the dimensions of all rows.
  ///
  /// - Throws: `FileError` for whatever is wrong with it; never traps on its content.
  public init(path: String) throws(FileError) {
    file = try MappedFile(path: path)
    guard file.count >= 4 else { throw file.malformed("is too short for a row of .fvecs") }
    columns = Int(file.integer(at: 0, bytes: 4))
    guard (1...Self.maximumDimension).contains(columns) else {
      throw file.malformed(
        "its first row asks for \(columns) numbers; 1 to \(Self.maximumDimension) are accepted")
    }
    let size = 4 * (columns + 1)
    rows = file.count / size
    guard rows * size == file.count else {
      throw .truncated(path: path, expected: (rows + 1) * size, found: file.count)
    }
    for row in 1..<max(1, rows) {
      let found = file.integer(at: row * size, bytes: 4)
      guard found == columns else {
        throw file.malformed("row \(row + 1) has \(found) numbers, and those before it \(columns)")
      }
    }
  }

  /// The numbers of some rows, `[rows × columns]`.
  public func floats(rows range: Range<Int>) -> [Float] {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    var values: [Float] = []
    values.reserveCapacity(range.count * columns)
    for row in range { values += file.floats(at: row * 4 * (columns + 1) + 4, count: columns) }
    return values
  }
}
