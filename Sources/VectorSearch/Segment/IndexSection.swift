import FileFormats

extension LiveSegment {
  /// All sections.
  var sections: [IndexSection] {
    segment.header.sections.map { IndexSection(segment: self, name: $0.name, range: $0.range) }
  }

  /// A section that another module keeps.
  func section(named name: String) -> IndexSection? {
    segment.section(name).map { IndexSection(segment: self, name: name, range: $0) }
  }
}

/// A section of a segment, for instance one that another module keeps in it.
public struct IndexSection: Sendable {
  fileprivate let segment: LiveSegment
  /// Its name.
  public let name: String
  /// Where it is in `file`.
  public let range: Range<Int>

  /// The file of the segment.
  public var file: MappedFile { segment.segment.file }
  /// How many rows the segment has, the removed ones included.
  public var count: Int { segment.segment.count }
  /// How many of them are there.
  public var liveCount: Int { segment.liveCount }
  /// The id of the first row; 0 without rows.
  public var firstID: Int { count == 0 ? 0 : id(0) }
  /// Whether no row was removed and the ids have no gaps.
  public var isWhole: Bool {
    guard liveCount == count, count > 0 else { return count == 0 }
    // Whatever the file says, no sum of ids that are in bounds is too large.
    let bounds = SegmentHeader.ids
    return bounds.contains(id(0)) && bounds.contains(id(count - 1))
      && id(count - 1) - id(0) == count - 1
  }
  /// The id of a row.
  public func id(_ row: Int) -> Int { segment.segment.id(row) }
  /// The row of an id, if it is there.
  public func row(of id: Int) -> Int? {
    segment.segment.row(of: id).flatMap { isRemoved($0) ? nil : $0 }
  }
  /// Whether a row was removed.
  public func isRemoved(_ row: Int) -> Bool { segment.removed?.contains(row) ?? false }
}
