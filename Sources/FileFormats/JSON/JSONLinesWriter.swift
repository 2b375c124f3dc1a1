/// Writes one JSON value a line.
///
///     let lines = try JSONLinesWriter(path: "-")
///     try lines.append(["query": "good food", "neighbors": []])
///     try lines.finish()
public final class JSONLinesWriter {
  private let file: AtomicFile
  private var line: [UInt8] = []

  /// Begins an output.
  ///
  /// - Throws: `FileError` if it cannot be made.
  public init(path: String, existing: ExistingFile = .replace) throws(FileError) {
    file = try AtomicFile(path: path, existing: existing)
  }

  /// Appends a line.
  public func append(_ value: JSONValue) throws(FileError) {
    line.removeAll(keepingCapacity: true)
    value.append(to: &line)
    line.append(UInt8(ascii: "\n"))
    try file.write(line)
  }

  /// Passes on what is buffered, for a reader that waits for it.
  public func flush() throws(FileError) {
    try file.flush()
  }

  /// Completes the output.
  public func finish() throws(FileError) {
    try file.commit()
  }
}
