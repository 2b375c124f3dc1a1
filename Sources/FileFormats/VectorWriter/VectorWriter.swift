/// Something that rows of numbers are written to as they come, in order.
public protocol VectorWriter: AnyObject {
  /// Appends rows, `[labels.count × dimension]`, each with the text it stands for.
  func append(_ rows: Span<Float>, labels: [String]) throws(FileError)

  /// Completes the output; without it nothing appears under its name.
  func finish() throws(FileError)
}
