import TestSupport

/// A format, some intact files of it, and what is to be tried with each damaged one.
package struct DamagedFormat: Sendable {
  package let name: String
  /// Intact files.
  package let files: @Sendable () throws -> [[UInt8]]
  /// The name that a damaged file gets.
  package let fileName: String
  /// Into how many lists like this one a format is divided, which share its mutations.
  package let parts: Int
  /// The files that stand beside the damaged one, copied once.
  package let folder: (@Sendable () throws -> TemporaryFolder)?
  /// Reads the file at a path as far as possible; whatever it throws is fine.
  package let read: @Sendable (String) throws -> Void

  init(
    _ name: String, as fileName: String, parts: Int = 1,
    in folder: (@Sendable () throws -> TemporaryFolder)? = nil,
    files: @escaping @Sendable () throws -> [[UInt8]],
    read: @escaping @Sendable (String) throws -> Void
  ) {
    self.name = name
    self.fileName = fileName
    self.parts = parts
    self.folder = folder
    self.files = files
    self.read = read
  }

  /// The bytes of goldens of a test target.
  static func goldens(_ target: String, _ names: [String]) throws -> [[UInt8]] {
    let source = #filePath.replacing("DamageSupport", with: target)
    return try names.map { try GoldenFile.bytes($0, source: source) }
  }

  /// The formats of every reader.
  package static let all =
    vectors + tensors + tokenizers + texts + tables + collections + models + fitted
    + DamagedIndexes.formats
}
