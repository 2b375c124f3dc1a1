import FileFormats

extension LexicalIndex {
  /// The bytes of the same index as a part of a larger collection.
  ///
  /// How rare a word is depends on all documents of a collection, and the length of the TF-IDF vector of
  /// each document on that. So these lengths are computed anew, and the bounds of blocks that follow from
  /// them. All else stays, so that the index is the one that ``bytes(_:hasGroups:at:beside:fill:)`` would
  /// have made of its texts.
  /// - Throws: `FileError` if an index is damaged, which is not passed on.
  package func reweighed(beside others: [LexicalIndex]) throws(FileError) -> [UInt8] {
    try verify()
    let norms = try norms(beside: others)
    var bytes = file.array(0..<file.count)
    for (document, norm) in norms.enumerated() {
      bytes.replace(UInt64(norm.bitPattern), bytes: 4, at: normsStart + document * 4)
    }
    for term in 0..<termCount {
      let postings = try postings(ofTerm: term)
      guard let entries = postings.entries else { continue }
      for (number, bounds) in try blockBounds(of: postings, norms).enumerated() {
        let place = entries + number * BlockEntry.byteCount
        var entry = BlockEntry(file, at: place)
        entry.bounds = bounds
        bytes.replaceSubrange(place..<place + BlockEntry.byteCount, with: entry.bytes)
      }
    }
    var header = header
    header.sections = header.sections.map { section in
      var checksum = Checksum()
      checksum.update(Array(bytes[section.offset..<section.end]))
      return .init(
        tag: section.tag, offset: section.offset, length: section.length, checksum: checksum.value)
    }
    bytes.replaceSubrange(0..<LexicalHeader.byteCount, with: header.bytes)
    return bytes
  }

  /// The lengths of the TF-IDF vectors of all documents: [documents].
  private func norms(beside others: [LexicalIndex]) throws(FileError) -> [Float] {
    var squares = [Double](repeating: 0, count: count)
    let documents = others.reduce(count) { $0 + $1.count }
    for term in 0..<termCount {
      let text = file.array(try place(ofTerm: term))
      let postings = try postings(ofTerm: term)
      var frequency = postings.documents
      for other in others { frequency += try other.documentFrequency(of: text) }
      let inverse = TFIDFCosine.inverseFrequency(frequency, of: documents)
      var cursor = try PostingCursor(postings, of: self)
      while cursor.document < count {
        let value = Double(cursor.termCount) * inverse
        squares[cursor.document] += value * value
        try cursor.next()
      }
    }
    return squares.map { Float($0.squareRoot()) }
  }

  /// The bounds of each block of a term.
  private func blockBounds(
    of postings: TermPostings, _ norms: [Float]
  ) throws(FileError) -> [PostingBounds] {
    var bounds: [PostingBounds] = []
    var cursor = try PostingCursor(postings, of: self)
    while cursor.document < count {
      if cursor.blockNumber == bounds.count { bounds.append(PostingBounds()) }
      bounds[cursor.blockNumber].include(
        count: cursor.termCount, length: length(cursor.document), norm: norms[cursor.document])
      try cursor.next()
    }
    return bounds
  }
}

extension [UInt8] {
  /// Puts the low bytes of a number at a place, the least significant first.
  fileprivate mutating func replace(_ number: UInt64, bytes: Int, at offset: Int) {
    for byte in 0..<bytes {
      self[offset + byte] = UInt8(truncatingIfNeeded: number >> UInt64(8 * byte))
    }
  }
}
