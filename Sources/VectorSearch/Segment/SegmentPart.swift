/// Something that another module keeps in every segment of an index, such as a table of its words.
///
/// Its sections are made again whenever rows are written: when an index is built, extended or
/// compacted. Readers find them with ``MappedIndex/sections(named:)``.
public protocol SegmentPart: Sendable {
  /// Makes the sections for the rows of a segment.
  ///
  /// A name has at most 16 ASCII characters; begin it with the name of the module.
  func sections(of content: SegmentContent) throws -> [(name: String, bytes: [UInt8])]

  /// The bytes of a section of this part in an index that ``IndexMerge`` makes of several.
  ///
  /// - Parameters:
  ///   - section: a section of a segment that is copied.
  ///   - others: those of the same name in all other segments of the new index.
  /// - Returns: nil if the section stays as it is, which is the default.
  /// - Throws: whatever the part cannot do.
  func merged(_ section: IndexSection, beside others: [IndexSection]) throws -> [UInt8]?
}

extension SegmentPart {
  /// Keeps the section as it is.
  public func merged(_ section: IndexSection, beside others: [IndexSection]) throws -> [UInt8]? {
    nil
  }
}

/// The rows that a segment is made of.
public struct SegmentContent {
  /// How many rows there are.
  public let count: Int
  /// Where the segment is to be, beside which temporary files may be made.
  package let path: String
  private let texts: ((Int) throws -> String)?
  private let others: [LiveSegment]

  init(count: Int, path: String, others: [LiveSegment], texts: ((Int) throws -> String)?) {
    self.count = count
    self.path = path
    self.others = others
    self.texts = texts
  }

  /// The sentence of a row; nil if the index has none.
  public func sentence(_ row: Int) throws -> String? { try texts?(row) }

  /// The sections of a name in the segments that stay beside this one.
  package func otherSections(named name: String) -> [IndexSection] {
    others.compactMap { $0.section(named: name) }
  }
}
