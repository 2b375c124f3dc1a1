/// Writes the numbers alone, least significant byte first.
final class RawVectorWriter: VectorWriter {
  private let file: AtomicFile
  private let columns: Int
  private let number: VectorNumber
  private var bytes: [UInt8] = []

  init(_ file: AtomicFile, columns: Int, number: VectorNumber) {
    self.file = file
    self.columns = columns
    self.number = number
  }

  func append(_ rows: Span<Float>, labels: [String]) throws(FileError) {
    bytes.removeAll(keepingCapacity: true)
    number.append(rows, columns: columns, to: &bytes)
    try file.write(bytes)
  }

  func finish() throws(FileError) {
    try file.commit()
  }
}
