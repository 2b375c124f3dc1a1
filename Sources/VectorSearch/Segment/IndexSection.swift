import FileFormats

extension LiveSegment {
  /// A section that another module keeps.
  func section(named name: String) -> IndexSection? {
    segment.section(name).map { IndexSection(segment: self, range: $0) }
  }
}

/// A section that another module keeps in a segment.
package struct IndexSection: Sendable {
  fileprivate let segment: LiveSegment
  /// Where it is in `file`.
  package let range: Range<Int>

  /// The file of the segment.
  package var file: MappedFile { segment.segment.file }
  /// How many rows the segment has, the removed ones included.
  package var count: Int { segment.segment.count }
  /// How many of them are there.
  package var liveCount: Int { segment.liveCount }
  /// The id of the first row; 0 without rows.
  package var firstID: Int { count == 0 ? 0 : id(0) }
  /// Whether no row was removed and the ids have no gaps.
  package var isWhole: Bool {
    guard liveCount == count, count > 0 else { return count == 0 }
    // Whatever the file says, no sum of ids that are in bounds is too large.
    let bounds = 0..<SegmentHeader.endOfIDs
    return bounds.contains(id(0)) && bounds.contains(id(count - 1))
      && id(count - 1) - id(0) == count - 1
  }
  /// The id of a row.
  package func id(_ row: Int) -> Int { segment.segment.id(row) }
  /// The row of an id, if it is there.
  package func row(of id: Int) -> Int? {
    segment.segment.row(of: id).flatMap { isRemoved($0) ? nil : $0 }
  }
  /// Whether a row was removed.
  package func isRemoved(_ row: Int) -> Bool { segment.removed?.contains(row) ?? false }
}
