import FileFormats

/// A file of vectors without names, as `--vectors` takes it.
protocol RowMatrix: Sendable {
  /// What programs call it, and what people do.
  static var kind: String { get }
  static var title: String { get }

  /// Whether a file is one, by its name and its first bytes.
  static func recognizes(_ path: String, _ head: ArraySlice<UInt8>) -> Bool

  /// Opens and validates a file; a name chooses among several matrices, where a file has such.
  static func open(_ path: String, matrix name: String?) throws(FileError) -> Self

  var rows: Int { get }
  var columns: Int { get }

  /// The numbers of some rows, `[rows × columns]`.
  func floats(rows range: Range<Int>) -> [Float]

  /// Tells the system that some rows will not be read again soon.
  func release(rows range: Range<Int>)
}

extension RowMatrix {
  func release(rows range: Range<Int>) {}
}

/// The kinds of such files; the first that recognizes a file opens it.
enum RowMatrices {
  static let all: [any RowMatrix.Type] = [
    NPYFile.self, ArchivedRows.self, TensorRows.self, FvecsFile.self,
  ]

  /// The kind of a file, or nil.
  ///
  /// - Throws: `FileError`, by name if the file is compressed or a pipe, which cannot be mapped.
  static func kind(of path: String) throws(FileError) -> (any RowMatrix.Type)? {
    let source = try ByteSource(path: path)
    let head = try source.peek(16)
    guard let kind = all.first(where: { $0.recognizes(path, head) }) else { return nil }
    guard source.size != nil else {
      throw .foreign(path: path, format: .packedVectors, purpose: .vectors)
    }
    return kind
  }
}

extension NPYFile: RowMatrix {
  static let kind = "npy"
  static let title = "NumPy matrix"

  static func recognizes(_ path: String, _ head: ArraySlice<UInt8>) -> Bool {
    ForeignFormat(head) == .numpy
  }

  static func open(_ path: String, matrix name: String?) throws(FileError) -> Self {
    try Self(path: path)
  }
}

/// A matrix of an archive that NumPy's `savez` wrote.
struct ArchivedRows: RowMatrix {
  static let kind = "npz"
  static let title = "NumPy matrix"

  private let file: NPYFile

  static func recognizes(_ path: String, _ head: ArraySlice<UInt8>) -> Bool {
    head.starts(with: [0x50, 0x4B, 0x03, 0x04])
  }

  static func open(_ path: String, matrix name: String?) throws(FileError) -> ArchivedRows {
    ArchivedRows(file: try NPZArchive(path: path).matrix(named: name))
  }

  var rows: Int { file.rows }
  var columns: Int { file.columns }
  func floats(rows range: Range<Int>) -> [Float] { file.floats(rows: range) }
  func release(rows range: Range<Int>) { file.release(rows: range) }
}

extension FvecsFile: RowMatrix {
  static let kind = "fvecs"
  static let title = "matrix"

  /// Nothing but the name tells it.
  static func recognizes(_ path: String, _ head: ArraySlice<UInt8>) -> Bool {
    path.hasSuffix(".fvecs")
  }

  static func open(_ path: String, matrix name: String?) throws(FileError) -> Self {
    try Self(path: path)
  }
}
