/// An output for rows of numbers, written in order as they come.
public protocol VectorWriter: AnyObject {
  /// Appends rows, `[labels.count × dimension]`, each with the text it stands for.
  func append(_ rows: Span<Float>, labels: [String]) throws(FileError)

  /// Completes the output; without it nothing appears under its name.
  func finish() throws(FileError)
}
