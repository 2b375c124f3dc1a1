/// A form in which another program takes the rows of an index: files in a folder.
///
/// A form is one type in one file, with a line in `IndexExports.all`.
protocol IndexExport: Sendable {
  /// The spelling in commands.
  static var name: String { get }
  /// What the files are, as the help shows it.
  static var help: String { get }

  /// Throws if the other program cannot hold such an index.
  static func check(_ index: MappedIndex) throws(IndexExportError)

  /// Writes the files into a folder that exists. `progress` is told how many rows are done, and may
  /// throw to give up.
  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws
}

extension IndexExport {
  static func check(_ index: MappedIndex) throws(IndexExportError) {}
}
