import FileFormats

/// A place in the list of documents of a term, which only moves forward.
///
/// Blocks that are passed over are not read; whoever needs only their bounds moves by
/// ``skip(to:)``.
struct PostingCursor {
  /// The document at this place, or `Int.max` behind the last.
  private(set) var document = -1
  /// How often it has the term.
  private(set) var termCount: UInt32 = 0
  /// The bounds of the postings of the current block.
  private(set) var bounds = PostingBounds()
  /// The bounds of all postings.
  private(set) var allBounds = PostingBounds()
  /// The number of the current block; that of all blocks behind the last.
  private(set) var blockNumber = 0
  /// The last document of the current block.
  private(set) var lastOfBlock = 0

  private let index: LexicalIndex
  private let postings: TermPostings
  private let blockCount: Int
  private var block = PostingBlock()
  private var isRead = false
  private var position = 0

  /// Stands at the first document.
  ///
  /// - Throws: `FileError.malformed` if the list is damaged, as all that moves the cursor.
  init(_ postings: TermPostings, of index: LexicalIndex) throws(FileError) {
    self.index = index
    self.postings = postings
    blockCount = (postings.documents + PostingBlock.capacity - 1) / PostingBlock.capacity
    if postings.entries == nil {
      try read(0)
      for (document, count) in zip(block.documents, block.counts) {
        bounds.include(
          count: count, length: index.length(Int(document)), norm: index.norm(Int(document)))
      }
      allBounds = bounds
    } else {
      for number in 0..<blockCount { allBounds.include(entry(number).bounds) }
      try read(0)
    }
    stand()
  }

  /// Goes to the next document.
  mutating func next() throws(FileError) {
    position += 1
    if position < block.count {
      stand()
    } else {
      try enter(blockNumber + 1)
    }
  }

  /// Goes to the first document from `target` on, unless that lies behind.
  mutating func advance(to target: Int) throws(FileError) {
    guard document < target else { return }
    skip(to: target)
    guard blockNumber < blockCount else { return finish() }
    if !isRead { try read(blockNumber) }
    while position < block.count, Int(block.documents[position]) < target { position += 1 }
    guard position < block.count else { return try enter(blockNumber + 1) }
    stand()
  }

  /// Goes to the block that `target` is in, if it is in any, without reading the block.
  mutating func skip(to target: Int) {
    guard lastOfBlock < target else { return }
    var number = blockNumber + 1
    while number < blockCount, entry(number).lastDocument < target { number += 1 }
    blockNumber = number
    isRead = false
    position = 0
    guard number < blockCount else {
      lastOfBlock = .max
      bounds = PostingBounds()
      return
    }
    let entry = entry(number)
    lastOfBlock = entry.lastDocument
    bounds = entry.bounds
  }

  private mutating func enter(_ number: Int) throws(FileError) {
    blockNumber = number
    guard number < blockCount else { return finish() }
    try read(number)
    stand()
  }

  private mutating func stand() {
    document = Int(block.documents[position])
    termCount = block.counts[position]
  }

  private mutating func finish() {
    (document, termCount, lastOfBlock) = (.max, 0, .max)
    bounds = PostingBounds()
  }

  private func entry(_ number: Int) -> BlockEntry {
    BlockEntry(index.file, at: (postings.entries ?? 0) + number * BlockEntry.byteCount)
  }

  private mutating func read(_ number: Int) throws(FileError) {
    let before = number > 0 ? entry(number - 1) : nil
    let own = postings.entries == nil ? nil : entry(number)
    let previous = before?.lastDocument ?? -1
    let (start, end) = (before?.end ?? 0, own?.end ?? postings.range.count)
    guard start <= end, end <= postings.range.count, previous >= document else { throw damaged }
    let size = min(PostingBlock.capacity, postings.documents - number * PostingBlock.capacity)
    try block.read(
      index.file, postings.range.lowerBound + start..<postings.range.lowerBound + end,
      count: size, after: previous, documents: index.count)
    lastOfBlock = Int(block.documents[size - 1])
    if let own {
      guard lastOfBlock == own.lastDocument else { throw damaged }
      bounds = own.bounds
    }
    blockNumber = number
    isRead = true
    position = 0
  }

  private var damaged: FileError {
    index.file.malformed("damaged: its lists of documents contradict themselves. Make it again")
  }
}
