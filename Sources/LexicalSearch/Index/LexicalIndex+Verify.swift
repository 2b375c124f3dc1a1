import FileFormats

extension LexicalIndex {
  /// Reads the whole index: detects every flipped bit and every list that contradicts another.
  ///
  /// - Throws: `FileError.checksumMismatch`, or `malformed` for content that contradicts itself.
  public func verify() throws(FileError) {
    for section in header.sections {
      guard file.checksum(section.offset..<section.end) == section.checksum else {
        throw .checksumMismatch(path: file.path)
      }
    }
    try verifyTables()
    var previous: [UInt8] = []
    var found = [UInt64](repeating: 0, count: count)
    for term in 0..<termCount {
      let text = file.array(try place(ofTerm: term))
      guard term == 0 || previous.lexicographicallyPrecedes(text) else { throw damagedTerms }
      previous = text
      try verifyPostings(try postings(ofTerm: term), &found)
    }
    for document in 0..<count where found[document] != UInt64(length(document)) {
      throw damagedTerms
    }
    guard found.reduce(0, +) == UInt64(header.words) else { throw damagedTerms }
  }

  private func verifyTables() throws(FileError) {
    for tag in [LexicalHeader.Tag.offsets, .groups] where header.section(tag) != nil {
      guard file.uint64(at: start(tag)) == 0 else { throw damagedTerms }
    }
    for document in 0..<count {
      _ = try text(document)
      _ = try rows(document)
      guard norm(document) >= 0, norm(document).isFinite else { throw damagedTerms }
    }
  }

  /// Reads all postings of a term and adds the counts to those of their documents.
  private func verifyPostings(
    _ postings: TermPostings, _ found: inout [UInt64]
  ) throws(FileError) {
    var cursor = try PostingCursor(postings, of: self)
    while cursor.document < count {
      let document = cursor.document
      var exact = PostingBounds()
      exact.include(
        count: cursor.termCount, length: length(document), norm: norm(document))
      guard cursor.bounds.contain(exact) else { throw damagedTerms }
      found[document] += UInt64(cursor.termCount)
      try cursor.next()
    }
  }
}
