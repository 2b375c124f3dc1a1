import FileFormats
import LexicalSearch
import VectorSearch

/// The words of the sentences of an index of vectors, kept in every segment of it.
///
///     let design = IndexDesign(dimension: 512, stemmer: EnglishStemmer.name)
///     let builder = try IndexBuilder(path: "notes.index", design: design)
///     // …
///     try builder.finish(parts: [IndexWords(analyzer: TextAnalyzer())], pool: pool)
///
/// So words change with the vectors, in one step. The words of a segment are an index of words whose
/// documents are the rows, or with groups texts of several rows, in their order. How rare a word is depends
/// on all segments that are there when one is written. A segment that is added later changes that a little;
/// the older ones follow when they are written again.
public struct IndexWords: SegmentPart {
  /// The name of the section of a segment.
  static let section = "words"

  private let analyzer: TextAnalyzer
  private let groups: [Int]?
  private let progress: @Sendable (Int) throws -> Void

  /// The words of an index of a design with the same stemmer.
  ///
  /// - Parameters:
  ///   - analyzer: cuts sentences into words.
  ///   - groups: how many rows each text has, if a text has several sentences: behind those of more than
  ///     one, it has a row for the whole.
  ///   - progress: is told how many texts are done, and may throw to give up.
  public init(
    analyzer: TextAnalyzer, groups: [Int]? = nil,
    progress: @escaping @Sendable (Int) throws -> Void = { _ in }
  ) {
    self.analyzer = analyzer
    self.groups = groups
    self.progress = progress
  }

  /// Makes the words of the rows of a segment.
  ///
  /// - Throws: `FileError`, and what `progress` throws.
  public func sections(
    of content: SegmentContent
  ) throws -> [(name: String, bytes: [UInt8])] {
    let others = try content.otherSections(named: Self.section).map {
      try LexicalIndex($0.file, $0.range)
    }
    let bytes = try LexicalIndex.bytes(
      analyzer, hasGroups: groups != nil, at: content.path, beside: others
    ) {
      try fill($0, content)
    }
    return [(Self.section, bytes)]
  }

  /// The words of a segment as a part of all.
  ///
  /// - Throws: `FileError`.
  public func merged(_ section: IndexSection, beside others: [IndexSection]) throws -> [UInt8]? {
    guard section.name == Self.section, !others.isEmpty else { return nil }
    return try LexicalIndex(section.file, section.range).reweighed(
      beside: others.map { try LexicalIndex($0.file, $0.range) })
  }

  private func fill(_ builder: LexicalIndexBuilder, _ content: SegmentContent) throws {
    guard let groups else {
      for row in 0..<content.count {
        try builder.append(try content.sentence(row) ?? "")
        if builder.count.isMultiple(of: 4_096) { try progress(builder.count) }
      }
      return
    }
    var start = 0
    for rows in groups {
      let sentences = start..<start + (rows > 1 ? rows - 1 : rows)
      try builder.append(
        sentences: try sentences.map { try content.sentence($0) ?? "" }, rows: rows)
      if builder.count.isMultiple(of: 4_096) { try progress(builder.count) }
      start += rows
    }
    precondition(start == content.count, "\(start) rows of \(content.count)")
  }
}
