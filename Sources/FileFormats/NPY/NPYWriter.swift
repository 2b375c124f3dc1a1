/// Writes a matrix as a NumPy file, row by row, `[rows × columns]`.
///
/// The number of rows need not be known in advance: the header has a fixed length and is rewritten
/// when the file is finished. Writing to a pipe therefore needs a temporary file, unless the number
/// is given.
public final class NPYWriter: VectorWriter {
  private let file: AtomicFile
  private let columns: Int
  private let expectedRows: Int?
  private let number: VectorNumber
  /// The bytes of the rows in hand, where numbers are not those of memory.
  private var bytes: [UInt8] = []
  private var count = 0

  /// Begins a file of rows of `columns` numbers.
  ///
  /// - Precondition: NumPy has such numbers; it has no `bf16`.
  /// - Throws: `FileError` if the output cannot be made.
  public init(
    path: String, columns: Int, rows: Int? = nil, number: VectorNumber = .f32,
    existing: OverwritePolicy = .replace
  ) throws(FileError) {
    precondition(number.npyType != nil, "NumPy has no \(number)")
    precondition(columns >= 0 && rows ?? 0 >= 0, "\(rows ?? 0) rows of \(columns)")
    file = try AtomicFile(path: path, existing: existing, spooling: rows == nil)
    self.columns = columns
    expectedRows = rows
    self.number = number
    try file.write(NPYHeader.bytes(rows: rows ?? 0, columns: columns, number))
  }

  /// Appends rows, `[n × columns]`.
  public func append(_ rows: Span<Float>) throws(FileError) {
    precondition(columns > 0 && rows.count % columns == 0, "\(rows.count) numbers in \(columns)s")
    count += rows.count / columns
    if number == .f32 { return try file.write(rows) }
    bytes.removeAll(keepingCapacity: true)
    number.append(rows, columns: columns, to: &bytes)
    try file.write(bytes)
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
      try file.rewrite(NPYHeader.bytes(rows: count, columns: columns, number), at: 0)
    }
    try file.commit()
  }
}
