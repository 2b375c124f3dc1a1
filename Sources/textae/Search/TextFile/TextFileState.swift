import FileFormats
import VectorSearch

/// What an index remembers of the text file that it was made from, in a file of its own in its folder.
///
/// It also knows the fingerprint of the index, so it counts for nothing once the index was changed in
/// another way, or its writing was interrupted.
struct TextFileState: Equatable {
  /// The size of the text in bytes.
  var size: Int
  /// When the text was last changed, in nanoseconds since 1970.
  var modified: Int
  /// A checksum of its bytes.
  var checksum: UInt64
  /// The column that was read; nil for lines.
  var column: String?
  /// Whether rows that cannot be read were left out.
  var skipsBadRows: Bool
  /// The fingerprint of the index.
  var index: UInt64

  private static let fileName = "text.json"
  private static let kind = "index of a text file"

  private static func path(in folder: String) -> String { "\(folder)/\(fileName)" }

  /// The file beside an index that is there while the index is made, and after a run that was killed.
  private static func mark(beside folder: String) -> String { folder + ".making" }

  /// Whether an index was made from a text file, or was about to be.
  static func isIn(_ folder: String) -> Bool {
    Paths.exists(path(in: folder)) || Paths.exists(mark(beside: folder))
  }

  /// Leaves a mark beside an index that is about to be made from a text file.
  ///
  /// An index gets its name before it can be told what it was made from. Without the mark, one whose
  /// writing was interrupted in between would look like an index that somebody else made.
  static func begin(_ folder: String) throws {
    try AtomicFile(path: mark(beside: folder), existing: .replace).commit()
  }

  /// Takes the mark away, unless it is needed to tell whose the index is.
  static func end(_ folder: String) {
    guard Paths.exists(path(in: folder)) || !Paths.exists(folder) else { return }
    FileDescriptor.remove(mark(beside: folder))
  }

  /// What changes whenever an index does: a checksum of its manifest.
  static func fingerprint(of index: String) throws -> UInt64 {
    let file = try MappedFile(path: MappedIndex.manifest(of: index))
    return file.checksum(0..<file.count)
  }

  /// Forgets what an index was made from.
  static func remove(from folder: String) { FileDescriptor.remove(path(in: folder)) }

  /// Examines a text file before it is read.
  init(of file: String, column: String?, skipsBadRows: Bool) throws {
    guard let status = FileDescriptor.status(of: file) else { throw FileError.notFound(path: file) }
    (size, modified) = (status.size, status.modified)
    let mapped = try MappedFile(path: file)
    checksum = mapped.checksum(0..<mapped.count)
    self.column = column
    self.skipsBadRows = skipsBadRows
    index = 0
  }

  /// Reads what an index remembers; nil if it remembers nothing that can be read.
  init?(in folder: String) {
    guard let json = try? JSONValue(contentsOf: Self.path(in: folder), limit: 1 << 16),
      json["kind"]?.text == Self.kind,
      let size = json["bytes"]?.wholeNumber,
      let modified = json["modified"]?.text.flatMap({ Int($0) }),
      let checksum = json["checksum"]?.text.flatMap({ UInt64($0, radix: 16) }),
      let index = json["index"]?.text.flatMap({ UInt64($0, radix: 16) })
    else { return nil }
    (self.size, self.modified, self.checksum, self.index) = (size, modified, checksum, index)
    column = json["column"]?.text
    skipsBadRows = json["skipsBadRows"] == true
  }

  /// Writes it into the folder of an index.
  func write(in folder: String) throws {
    let json: JSONValue = [
      "kind": .string(Self.kind), "bytes": .integer(size),
      "modified": .string(String(modified)),
      "checksum": .string(checksum.hexadecimal),
      "column": column.map { .string($0) } ?? .null, "skipsBadRows": .bool(skipsBadRows),
      "index": .string(index.hexadecimal),
    ]
    let file = try AtomicFile(path: Self.path(in: folder), existing: .replace)
    try file.write(json.indentedText + "\n")
    try file.commit()
  }
}
