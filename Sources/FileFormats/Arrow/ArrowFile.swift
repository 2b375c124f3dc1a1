/// A file in Arrow's IPC format, also known as Feather version 2, written row by row.
///
///     let file = try ArrowFile(path: "rows.arrow", [
///       ArrowColumn("id", .integers), ArrowColumn("vector", .vectors(dimension: 2)),
///     ])
///     file.append(integer: 7, to: 0)
///     file.append([0.5, 1], to: 1)
///     try file.endRow()
///     try file.finish()
///
/// No value is missing. Rows are collected in batches of about a megabyte, which are not compressed. The
/// format is that of arrow.apache.org/docs/format/Columnar.html, version 5 of the metadata. Nothing is
/// written again, so the output may be a pipe.
package final class ArrowFile {
  private let file: AtomicFile
  private let columns: [ArrowColumn]
  private var batch: ArrowBatch
  /// Where the batches are: offset, bytes of the metadata, bytes of the body.
  private var blocks: [[Int]] = []

  private static let magic = Array("ARROW1".utf8)
  /// A batch is written once it has so many bytes, or rows.
  private static let batchBytes = 1 << 20
  private static let batchRows = 1 << 16

  /// Begins a file.
  package init(
    path: String, _ columns: [ArrowColumn], existing: OverwritePolicy = .replace
  ) throws(FileError) {
    file = try AtomicFile(path: path, existing: existing)
    self.columns = columns
    batch = ArrowBatch(columns)
    try file.write(Self.magic + [0, 0])
    _ = try write(message: 1, schema)
  }

  /// Adds a number to the row.
  package func append(integer: Int, to column: Int) { batch.append(integer: integer, to: column) }

  /// Adds a text to the row.
  package func append(text: String, to column: Int) { batch.append(text: text, to: column) }

  /// Adds a vector to the row.
  package func append(_ vector: Span<Float>, to column: Int) { batch.append(vector, to: column) }

  /// Ends a row, of which every column has got its value.
  package func endRow() throws(FileError) {
    batch.rows += 1
    if batch.byteCount >= Self.batchBytes || batch.rows == Self.batchRows { try writeBatch() }
  }

  /// Completes the file.
  package func finish() throws(FileError) {
    if batch.rows > 0 { try writeBatch() }
    try file.write([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
    let footer = FlatTable([
      (0, .number(Self.version, bytes: 2)), (1, .table(schema)), (2, .structs([])),
      (3, .structs(blocks)),
    ]).bytes
    var end = footer
    end.append(littleEndian: UInt64(footer.count), bytes: 4)
    try file.write(end + Self.magic)
    try file.commit()
  }

  /// The number of version 5.
  private static let version = 4

  private var schema: FlatTable { FlatTable([(1, .tables(columns.map(\.field)))]) }

  private func writeBatch() throws(FileError) {
    let body = batch.body
    let offset = file.count
    let metadata = try write(message: 3, batch.header(of: body), bodyBytes: body.byteCount)
    for buffer in body.buffers {
      var bytes = buffer
      bytes.pad(to: 8)
      try file.write(bytes)
    }
    blocks.append([offset, metadata, body.byteCount])
    batch = ArrowBatch(columns)
  }

  /// Writes the metadata of a message; returns how many bytes they are with what stands before them.
  private func write(
    message type: Int, _ header: FlatTable, bodyBytes: Int = 0
  ) throws(FileError) -> Int {
    let metadata = FlatTable([
      (0, .number(Self.version, bytes: 2)), (1, .number(type, bytes: 1)), (2, .table(header)),
      (3, .number(bodyBytes, bytes: 8)),
    ]).bytes
    var bytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    bytes.append(littleEndian: UInt64(metadata.count), bytes: 4)
    try file.write(bytes + metadata)
    return bytes.count + metadata.count
  }
}
