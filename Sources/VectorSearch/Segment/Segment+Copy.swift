import FileFormats

extension Segment {
  /// How many bytes, or ids, are copied at a time.
  private static let pieceBytes = 1 << 20
  private static let pieceIDs = 1 << 16

  /// Writes a copy whose ids are larger by a number; all else stays, the graph too, but for sections that
  /// are replaced.
  ///
  /// `check` is called between pieces and may throw to give up.
  /// - Throws: `FileError`, for instance `malformed` for a damaged section, which is not passed on.
  func copy(
    to path: String, addingToIDs shift: Int, replacing: [String: [UInt8]],
    check: () throws -> Void
  ) throws {
    var copy = try SectionFile(path: path)
    for section in header.sections where section.name != SectionName.ids {
      try copy.begin(section.name)
      if let bytes = replacing[section.name] {
        guard file.checksum(section.range) == section.checksum else {
          throw damage(in: section.name)
        }
        try copy.write(bytes)
        copy.end()
        continue
      }
      for start in stride(from: section.offset, to: section.end, by: Self.pieceBytes) {
        try check()
        try copy.write(file.bytes(start..<min(section.end, start + Self.pieceBytes)))
      }
      copy.end()
      guard copy.sections.last?.checksum == section.checksum else {
        throw damage(in: section.name)
      }
    }
    let ids = header.section(SectionName.ids)
    if let ids, file.checksum(ids.range) != ids.checksum {
      throw damage(in: SectionName.ids)
    }
    if shift > 0 || ids != nil {
      try copy.begin(SectionName.ids)
      for start in stride(from: 0, to: count, by: Self.pieceIDs) {
        var bytes: [UInt8] = []
        for row in start..<min(count, start + Self.pieceIDs) {
          bytes.append(littleEndian: UInt64(try checkedID(row) + shift))
        }
        try copy.write(bytes)
      }
      copy.end()
    }
    try copy.finish(header)
  }
}
