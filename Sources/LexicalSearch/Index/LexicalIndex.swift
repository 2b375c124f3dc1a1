import FileFormats
import TensorKit

/// Documents that are found by their words: an inverted index in a memory-mapped file.
///
///     let index = try LexicalIndex(path: "reviews.words")
///     for neighbor in try index.search("cold soup", count: 10) {
///       print(neighbor.score, try index.text(neighbor.id) ?? "")
///     }
///
/// A document is a sentence or a longer text; its number counts from 0 in the order of the builder.
/// Opening an index checks its header and the sizes of its sections, which takes no time; every list
/// is checked when it is read, and `verify` reads everything. Whatever the file holds, no later call
/// reads outside it. Any number of tasks may search an index at once.
public final class LexicalIndex: Sendable {
  /// How the texts were cut into terms, and how queries are.
  public let analyzer: TextAnalyzer
  /// How many documents there are.
  public var count: Int { header.documents }
  /// How many different terms there are.
  public var termCount: Int { header.terms }
  /// How many words all documents have.
  public var wordCount: Int { header.words }
  /// Whether the texts are stored.
  public var hasTexts: Bool { header.hasTexts }
  /// Whether documents have several vectors each, which are numbered.
  public var hasGroups: Bool { header.hasGroups }
  /// The size of the index in bytes.
  public var byteCount: Int { file.count }
  let file: IndexBytes
  let header: LexicalHeader
  private let starts: [LexicalHeader.Tag: Int]
  let lengthsStart: Int
  let normsStart: Int

  /// Maps an index and validates its header.
  ///
  /// - Throws: `FileError`, for instance `unsupportedVersion` for the index of a newer program.
  public convenience init(path: String) throws(FileError) {
    try self.init(IndexBytes(MappedFile(path: path)))
  }

  /// Validates the header of an index that is a part of a file.
  ///
  /// - Throws: `FileError`.
  package convenience init(_ file: MappedFile, _ range: Range<Int>) throws(FileError) {
    try self.init(IndexBytes(file, range))
  }

  init(_ file: IndexBytes) throws(FileError) {
    self.file = file
    header = try LexicalHeader(file)
    starts = Dictionary(uniqueKeysWithValues: header.sections.map { ($0.tag, $0.offset) })
    lengthsStart = starts[.lengths] ?? 0
    normsStart = starts[.norms] ?? 0
    guard let name = header.section(.stemmer),
      let stemmer = WordStemmers.named(
        String(decoding: file.array(name.offset..<name.end), as: UTF8.self))
    else {
      throw .unsupportedVersion(
        path: file.path, found: "an unknown stemmer",
        supported: WordStemmers.all.map { $0.name }.joined(separator: ", "))
    }
    analyzer = TextAnalyzer(stemmer: stemmer)
  }

  /// Whether the file at a path begins as an index of words.
  public static func isAt(_ path: String) -> Bool {
    guard let file = try? MappedFile(path: path) else { return false }
    return LexicalHeader.isAt(IndexBytes(file))
  }

  /// Where a section begins.
  func start(_ tag: LexicalHeader.Tag) -> Int { starts[tag] ?? 0 }

  /// The number of words of a document.
  func length(_ document: Int) -> UInt32 { file.uint32(at: lengthsStart + document * 4) }

  /// The length of the TF-IDF vector of a document.
  func norm(_ document: Int) -> Float { file.float(at: normsStart + document * 4) }

  /// The text of a document, or nil if the index has none.
  ///
  /// - Throws: `FileError.malformed` if the file is damaged at this place.
  public func text(_ document: Int) throws(FileError) -> String? {
    precondition(document >= 0 && document < count, "document \(document) of \(count)")
    guard hasTexts, let text = header.section(.text) else { return nil }
    let range = try range(.offsets, document, limit: text.length)
    return String(
      decoding: file.array(text.offset + range.lowerBound..<text.offset + range.upperBound),
      as: UTF8.self)
  }

  /// The numbers of the vectors of a document: those of its sentences, and perhaps one of the whole. Its
  /// own number without groups.
  ///
  /// - Throws: `FileError.malformed` if the file is damaged at this place.
  public func rows(_ document: Int) throws(FileError) -> Range<Int> {
    precondition(document >= 0 && document < count, "document \(document) of \(count)")
    guard hasGroups else { return document..<document + 1 }
    return try range(.groups, document, limit: rowCount)
  }

  /// How many vectors all documents have.
  public var rowCount: Int {
    hasGroups ? Int(clamping: file.uint64(at: start(.groups) + count * 8)) : count
  }

  /// The document that a vector belongs to.
  ///
  /// - Throws: `FileError.malformed` if the file is damaged at this place.
  public func document(ofRow row: Int) throws(FileError) -> Int {
    guard hasGroups else { return row }
    var range = 0..<count
    while range.count > 1 {
      let middle = range.lowerBound + range.count / 2
      range =
        UInt64(row) < file.uint64(at: start(.groups) + middle * 8)
        ? range.lowerBound..<middle : middle..<range.upperBound
    }
    guard let found = range.first, try rows(found).contains(row) else {
      throw file.malformed("damaged: vector \(row) belongs to no document. Make it again")
    }
    return found
  }

  /// Two neighboring numbers of a section.
  private func range(
    _ tag: LexicalHeader.Tag, _ index: Int, limit: Int
  ) throws(FileError) -> Range<Int> {
    let start = file.uint64(at: start(tag) + index * 8)
    let end = file.uint64(at: self.start(tag) + index * 8 + 8)
    guard start <= end, end <= UInt64(limit) else {
      throw file.malformed("damaged: its tables contradict themselves. Make it again")
    }
    return Int(start)..<Int(end)
  }
}
