import FileFormats

/// The postings of a term of an index.
struct TermPostings: Equatable {
  /// The number of documents that have the term.
  let documents: Int
  /// The bytes of all its blocks in the file.
  let range: Range<Int>
  /// Where its entries begin in the file; nil for a single block, which has none.
  let entries: Int?
}

extension LexicalIndex {
  /// The postings of a term, or nil if no document has it.
  ///
  /// - Throws: `FileError.malformed` if the file is damaged at this place.
  func postings(of term: [UInt8]) throws(FileError) -> TermPostings? {
    var range = 0..<termCount
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let order = file.compare(try place(ofTerm: middle), with: term)
      if order.equals { return try postings(ofTerm: middle) }
      range = order.precedes ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// How many documents have a term.
  ///
  /// - Throws: `FileError.malformed` if the file is damaged at this place.
  package func documentFrequency(of term: [UInt8]) throws(FileError) -> Int {
    try postings(of: term)?.documents ?? 0
  }

  private func record(_ term: Int) -> TermRecord {
    TermRecord(file, at: start(.records) + term * TermRecord.byteCount)
  }

  /// Where the bytes of a term are in the file.
  func place(ofTerm term: Int) throws(FileError) -> Range<Int> {
    let (begin, end) = (record(term).text, record(term + 1).text)
    guard begin <= end, end <= header.section(.terms)?.length ?? 0 else { throw damagedTerms }
    return start(.terms) + begin..<start(.terms) + end
  }

  /// The postings of a term by its number.
  func postings(ofTerm term: Int) throws(FileError) -> TermPostings {
    let (record, next) = (record(term), record(term + 1))
    let blocks = record.blocks > 1 ? record.blocks : 0
    guard (1...count).contains(record.documents), record.postings <= next.postings,
      next.postings <= header.section(.postings)?.length ?? 0,
      record.block <= (header.section(.blocks)?.length ?? 0) / BlockEntry.byteCount - blocks
    else { throw damagedTerms }
    return TermPostings(
      documents: record.documents,
      range: start(.postings) + record.postings..<start(.postings) + next.postings,
      entries: blocks > 0 ? start(.blocks) + record.block * BlockEntry.byteCount : nil)
  }

  var damagedTerms: FileError {
    file.malformed("damaged: its table of words contradicts itself. Make it again")
  }
}
