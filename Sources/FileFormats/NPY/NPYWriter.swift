/// Writes a matrix of single precision as a NumPy file, row by row, `[rows × columns]`.
///
/// The number of rows need not be known in advance: the header has a fixed length and is rewritten
/// when the file is finished. Writing to a pipe therefore needs a temporary file, unless the number
/// is given.
public final class NPYWriter: VectorWriter {
  private let file: AtomicFile
  private let columns: Int
  private let expectedRows: Int?
  private var count = 0

  /// Begins a file of rows of `columns` numbers.
  ///
  /// - Throws: `FileError` if the output cannot be made.
  public init(
    path: String, columns: Int, rows: Int? = nil, existing: OverwritePolicy = .replace
  ) throws(FileError) {
    precondition(columns >= 0 && rows ?? 0 >= 0, "\(rows ?? 0) rows of \(columns)")
    file = try AtomicFile(path: path, existing: existing, spooling: rows == nil)
    self.columns = columns
    expectedRows = rows
    try file.write(NPYHeader.bytes(rows: rows ?? 0, columns: columns))
  }

  /// Appends rows, `[n × columns]`.
  public func append(_ rows: Span<Float>) throws(FileError) {
    precondition(columns > 0 && rows.count % columns == 0, "\(rows.count) numbers in \(columns)s")
    count += rows.count / columns
    try file.write(rows)
  }

  /// Appends rows, `[labels.count × columns]`; the format has no place for the labels.
  public func append(_ rows: Span<Float>, labels: [String]) throws(FileError) {
    precondition(
      rows.count == labels.count * columns, "\(rows.count) numbers, \(labels.count) rows")
    try append(rows)
  }

  /// Completes the file.
  public func finish() throws(FileError) {
    if let expectedRows {
      precondition(count == expectedRows, "\(count) of \(expectedRows) rows were written")
    } else {
      try file.rewrite(NPYHeader.bytes(rows: count, columns: columns), at: 0)
    }
    try file.commit()
  }
}
