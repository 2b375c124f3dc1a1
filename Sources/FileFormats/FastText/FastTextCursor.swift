/// Reads numbers and texts of a mapped file one after the other, and never beyond its end.
struct FastTextCursor {
  private let file: MappedFile
  private(set) var position: Int

  init(_ file: MappedFile, at position: Int = 0) {
    self.file = file
    self.position = position
  }

  mutating func bytes(_ count: Int) throws(FileError) -> [UInt8] {
    try require(count)
    defer { position += count }
    return file.bytes(position..<position + count)
  }

  mutating func int32() throws(FileError) -> Int {
    try require(4)
    defer { position += 4 }
    return Int(Int32(truncatingIfNeeded: file.integer(at: position, bytes: 4)))
  }

  mutating func int64() throws(FileError) -> Int {
    try require(8)
    defer { position += 8 }
    return Int(Int64(truncatingIfNeeded: file.integer(at: position, bytes: 8)))
  }

  /// The bytes up to a zero byte, which is skipped.
  mutating func text(atMost limit: Int) throws(FileError) -> [UInt8] {
    let window = file.bytes(position..<min(file.count, position + limit + 1))
    guard let end = window.firstIndex(of: 0) else {
      throw malformed("a word without end")
    }
    position += end + 1
    return Array(window[..<end])
  }

  func malformed(_ reason: String) -> FileError {
    .malformed(path: file.path, line: nil, reason: reason)
  }

  private func require(_ count: Int) throws(FileError) {
    guard count <= file.count - position else {
      throw .truncated(path: file.path, expected: position + count, found: file.count)
    }
  }
}
