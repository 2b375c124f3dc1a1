import FileFormats

/// The postings of some documents in a row, sorted by term before they are set aside.
///
/// Memory is bounded by `capacity` postings and the different words among them.
struct PostingRun {
  /// Different words, with the number of the stem of each: a word is cut only once.
  private var words = TermTable()
  private var termOfWord: [Int] = []
  private var terms = TermTable()
  /// A posting: the term, the document, and how often that has it.
  private var postings: [(term: UInt32, document: UInt32, count: UInt32)] = []
  /// The terms of the current document.
  private var current: [Int] = []

  var count: Int { postings.count }

  /// Appends a document and returns the number of its words.
  mutating func append(_ texts: [String], document: Int, analyzer: TextAnalyzer) -> Int {
    current.removeAll(keepingCapacity: true)
    for text in texts {
      TextWords.forEach(in: text) { word, _ in
        let (number, isNew) = words.number(of: word)
        if isNew {
          analyzer.stemmer.stem(&word)
          termOfWord.append(terms.number(of: word).number)
        }
        current.append(termOfWord[number])
      }
    }
    current.sort()
    var start = 0
    for place in current.indices
    where place + 1 == current.count || current[place + 1] != current[place] {
      postings.append((UInt32(current[place]), UInt32(document), UInt32(place + 1 - start)))
      start = place + 1
    }
    return current.count
  }

  /// The run as bytes, in pieces: for each term in the order of the bytes its length, its bytes, the
  /// number of its documents, and for each the gap to the one before and the count, all as varints.
  func forEachPiece(_ write: ([UInt8]) throws(FileError) -> Void) throws(FileError) {
    var starts = [Int](repeating: 0, count: terms.count + 1)
    for posting in postings { starts[Int(posting.term) + 1] += 1 }
    for term in 0..<terms.count { starts[term + 1] += starts[term] }
    var ends = starts
    var order = [UInt32](repeating: 0, count: postings.count)
    for (place, posting) in postings.enumerated() {
      order[ends[Int(posting.term)]] = UInt32(place)
      ends[Int(posting.term)] += 1
    }
    let sorted = (0..<terms.count).sorted { terms[$0].lexicographicallyPrecedes(terms[$1]) }
    var piece: [UInt8] = []
    for term in sorted {
      piece.append(varint: terms[term].count)
      piece += terms[term]
      piece.append(varint: starts[term + 1] - starts[term])
      var last = -1
      for place in order[starts[term]..<starts[term + 1]] {
        let posting = postings[Int(place)]
        piece.append(varint: Int(posting.document) - last)
        piece.append(varint: Int(posting.count))
        last = Int(posting.document)
      }
      if piece.count >= 1 << 18 {
        try write(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    try write(piece)
  }
}

extension [UInt8] {
  /// Appends a number of at least 0, seven bits a byte, the lowest first.
  mutating func append(varint number: Int) {
    var rest = UInt(bitPattern: number)
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
