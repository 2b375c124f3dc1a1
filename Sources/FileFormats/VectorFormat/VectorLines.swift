/// Writes every row as a line of text.
final class VectorLines: VectorWriter {
  private let file: AtomicFile
  private let appendLine: (Span<Float>, String, inout [UInt8]) -> Void
  private var line: [UInt8] = []

  init(_ file: AtomicFile, appendLine: @escaping (Span<Float>, String, inout [UInt8]) -> Void) {
    self.file = file
    self.appendLine = appendLine
  }

  func append(_ rows: Span<Float>, labels: [String]) throws(FileError) {
    guard !labels.isEmpty else { return }
    precondition(rows.count % labels.count == 0, "\(rows.count) numbers, \(labels.count) rows")
    let dimension = rows.count / labels.count
    for (index, label) in labels.enumerated() {
      line.removeAll(keepingCapacity: true)
      let row = rows.extracting(index * dimension..<(index + 1) * dimension)
      appendLine(row, label, &line)
      try file.write(line)
    }
  }

  func finish() throws(FileError) {
    try file.commit()
  }
}
