/// Writes the numbers alone, four bytes each, least significant first.
final class RawFloatWriter: VectorWriter {
  private let file: AtomicFile

  init(_ file: AtomicFile) {
    self.file = file
  }

  func append(_ rows: Span<Float>, labels: [String]) throws(FileError) {
    try file.write(rows)
  }

  func finish() throws(FileError) {
    try file.commit()
  }
}
