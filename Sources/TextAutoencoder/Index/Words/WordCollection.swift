import FileFormats
import LexicalSearch
import TensorKit
import VectorSearch

/// Indexes of words that count as one collection: one alone, or those of all segments of an index.
///
/// The lengths of documents are of the time when their segment was written, while queries know all segments.
/// So scores can be a little off while segments are young, and are cut at 1.
///
/// A text has the id of its row. Texts of several sentences are numbered from 0, in the order of the
/// segments.
public struct WordCollection: Sendable {
  /// How many texts there are.
  public private(set) var count: Int
  /// How texts are cut into words, and how queries are.
  public let analyzer: TextAnalyzer
  private let parts: [Part]
  /// The only texts that may be found; nil for all.
  private var allowed: Set<Int>?

  /// The words of a segment.
  private struct Part: Sendable {
    let index: LexicalIndex
    /// Where they were found; nil for an index of its own.
    let section: IndexSection?
    /// The number of the first text, with groups.
    var firstText = 0
    /// The id of the first row, with groups.
    var firstRow = 0

    func id(_ document: Int) -> Int {
      index.hasGroups ? firstText + document : section?.id(document) ?? document
    }

    /// The document of an id; nil if it is not there.
    func document(_ id: Int) -> Int? {
      if let section, !index.hasGroups { return section.row(of: id) }
      return (firstText..<firstText + index.count).contains(id) ? id - firstText : nil
    }

    var liveCount: Int { index.hasGroups ? index.count : section?.liveCount ?? index.count }
    /// With groups, the ids of all rows.
    var rows: Range<Int> { firstRow..<firstRow + index.rowCount }
  }

  /// An index alone.
  public init(_ index: LexicalIndex) {
    count = index.count
    analyzer = index.analyzer
    parts = [Part(index: index, section: nil)]
  }

  /// The words of an index of vectors; nil if it has none.
  ///
  /// - Throws: `FileError` for words that do not belong to the rows.
  public init?(of index: MappedIndex) throws(FileError) {
    guard let stemmer = index.design.stemmer,
      let sections = index.sections(named: IndexWords.section), !sections.isEmpty
    else { return nil }
    var parts: [Part] = []
    var texts = 0
    for section in sections {
      let words = try LexicalIndex(section.file, section.range)
      guard words.rowCount == section.count, words.analyzer.stemmerName == stemmer,
        words.hasGroups == parts.first?.index.hasGroups ?? words.hasGroups,
        !words.hasGroups || section.isWhole
      else {
        throw .malformed(
          path: index.path, line: nil, reason: "the words of a segment are not those of its rows")
      }
      parts.append(
        Part(index: words, section: section, firstText: texts, firstRow: section.firstID))
      texts += words.count
    }
    self.parts = parts
    analyzer = parts[0].index.analyzer
    count = parts.reduce(0) { $0 + $1.liveCount }
  }

  /// The same words, where only the texts of some rows can be found.
  ///
  /// - Throws: `FileError.malformed` if the index is damaged.
  public func only(rows: Set<Int>) throws(FileError) -> WordCollection {
    var texts: Set<Int> = []
    for row in rows { texts.insert(try text(ofRow: row)) }
    var result = self
    result.allowed = texts
    result.count = texts.count
    return result
  }

  /// Whether texts are made of several sentences, which have rows of their own.
  public var hasGroups: Bool { parts[0].index.hasGroups }

  /// How many rows each text has; nil without groups.
  ///
  /// - Throws: `FileError.malformed` if the index is damaged.
  public func groups() throws(FileError) -> [Int]? {
    guard hasGroups else { return nil }
    var groups: [Int] = []
    for part in parts {
      for document in 0..<part.index.count { groups.append(try part.index.rows(document).count) }
    }
    return groups
  }

  /// The numbers of the texts that may be found, if they are made of several sentences.
  var documents: [Int] { allowed?.sorted() ?? Array(0..<count) }

  /// The rows of a text, by their ids.
  ///
  /// - Throws: `FileError.malformed` if the index is damaged.
  package func rows(_ id: Int) throws(FileError) -> Range<Int> {
    guard hasGroups else { return id..<id + 1 }
    for part in parts {
      guard let document = part.document(id) else { continue }
      let rows = try part.index.rows(document)
      return part.firstRow + rows.lowerBound..<part.firstRow + rows.upperBound
    }
    return 0..<0
  }

  /// The text that a row belongs to.
  ///
  /// - Throws: `FileError.malformed` if the index is damaged.
  func text(ofRow row: Int) throws(FileError) -> Int {
    guard hasGroups, let part = parts.first(where: { $0.rows.contains(row) }) else { return row }
    return part.firstText + (try part.index.document(ofRow: row - part.firstRow))
  }

  /// The stored text of an id; nil if there is none.
  ///
  /// - Throws: `FileError.malformed` if the index is damaged.
  public func text(_ id: Int) throws(FileError) -> String? {
    for part in parts {
      if let document = part.document(id) { return try part.index.text(document) }
    }
    return nil
  }

  /// A query, with what is known of its words in the whole collection.
  ///
  /// - Throws: `FileError.malformed` if the index is damaged.
  func query(_ text: String) throws(FileError) -> LexicalQuery {
    try LexicalQuery(text, in: parts.map(\.index), discountsCommonWords: true)
  }

  /// The texts that answer a query best, best first, equal ones by lower id.
  ///
  /// - Throws: `FileError.malformed` if the index is damaged.
  func search(
    _ query: LexicalQuery, count: Int, scoring: any WordScoring
  ) throws(FileError) -> [Neighbor] {
    var found: [Neighbor] = []
    for part in parts {
      found += try part.index.search(
        query, count: count, scoring: scoring, isAllowed: condition(of: part)
      ).map { Neighbor(id: part.id($0.id), score: min($0.score, 1)) }
    }
    guard parts.count > 1 else { return found }
    found.sort { $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id }
    return Array(found.prefix(count))
  }

  /// Which documents of a part may be found; nil for all.
  private func condition(of part: Part) -> ((Int) -> Bool)? {
    if let allowed {
      // Rows that were removed are not among those that are allowed.
      return { allowed.contains(part.id($0)) }
    }
    guard part.liveCount < part.index.count, let section = part.section else { return nil }
    return { !section.isRemoved($0) }
  }

  /// The scores of some texts; 0 for one without a word of the query.
  ///
  /// - Throws: `FileError.malformed` if the index is damaged.
  func scores(
    of ids: [Int], for query: LexicalQuery, scoring: any WordScoring
  ) throws(FileError) -> [Float] {
    var scores = [Float](repeating: 0, count: ids.count)
    for part in parts {
      var (places, documents): ([Int], [Int]) = ([], [])
      for (place, id) in ids.enumerated() {
        guard let document = part.document(id) else { continue }
        places.append(place)
        documents.append(document)
      }
      guard !documents.isEmpty else { continue }
      let some = try part.index.scores(of: documents, for: query, scoring: scoring)
      for (place, score) in zip(places, some) { scores[place] = min(score, 1) }
    }
    return scores
  }

  /// Reads everything and detects every contradiction.
  ///
  /// - Throws: `FileError`.
  public func verify() throws(FileError) {
    for part in parts { try part.index.verify() }
  }
}
