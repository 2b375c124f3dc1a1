import FileFormats

/// Texts in two sections of a file: where each begins, and their bytes.
struct TextTable: Sendable {
  let file: MappedFile
  /// The bytes of count + 1 offsets.
  let offsets: Range<Int>
  /// The bytes of the texts.
  let text: Range<Int>

  var count: Int { offsets.count / 8 - 1 }

  /// The bytes of a text in the file.
  ///
  /// - Throws: `FileError.malformed` if the table is damaged at this place.
  func range(_ index: Int) throws(FileError) -> Range<Int> {
    precondition(index >= 0 && index < count, "text \(index) of \(count)")
    let start = file.integer(at: offsets.lowerBound + index * 8, bytes: 8)
    let end = file.integer(at: offsets.lowerBound + index * 8 + 8, bytes: 8)
    guard start <= end, end <= UInt64(text.count) else { throw damage }
    return text.lowerBound + Int(start)..<text.lowerBound + Int(end)
  }

  /// A text.
  subscript(index: Int) -> String {
    get throws(FileError) { String(decoding: file.bytes(try range(index)), as: UTF8.self) }
  }

  /// Whether a text has these bytes; a damaged place has none.
  func equals(_ index: Int, _ bytes: [UInt8]) -> Bool {
    guard let range = try? range(index), range.count == bytes.count else { return false }
    return file.withBytes(range) { span in span.indices.allSatisfy { span[$0] == bytes[$0] } }
  }

  /// Checks that the texts follow each other and fill their section.
  func verify() throws(FileError) {
    var previous = text.lowerBound
    for index in 0..<count {
      let range = try range(index)
      guard range.lowerBound == previous else { throw damage }
      previous = range.upperBound
    }
    guard previous == text.upperBound else { throw damage }
  }

  private var damage: FileError {
    file.malformed("damaged: its table of texts contradicts itself. Make it again")
  }
}
