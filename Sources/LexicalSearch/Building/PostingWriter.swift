/// Cuts the postings of one term after another into blocks.
struct PostingWriter {
  private let lengths: [UInt32]
  private let norms: [Float]
  private var block = PostingBlock()
  private var bounds = PostingBounds()
  private var entries: [BlockEntry] = []
  /// The last document of the block before, and where that ended in the term's bytes.
  private var previous = -1
  private var end = 0
  /// The bytes of all postings, and the number of all entries.
  private var byteCount = 0
  private var entryCount = 0

  /// A writer for documents of these numbers of words and lengths of vectors.
  init(lengths: [UInt32], norms: [Float]) {
    (self.lengths, self.norms) = (lengths, norms)
  }

  /// The record of the term that comes next.
  func record(text: Int, documents: Int) -> TermRecord {
    var record = TermRecord()
    record.postings = byteCount
    record.text = text
    record.block = entryCount
    record.documents = documents
    return record
  }

  mutating func append(_ document: UInt32, _ count: UInt32) {
    block.documents.append(document)
    block.counts.append(count)
    bounds.include(
      count: count, length: lengths[Int(document)], norm: norms[Int(document)])
  }

  /// The bytes of the block if it is full, which begins the next one.
  mutating func takeFullBlock() -> [UInt8]? {
    block.count == PostingBlock.capacity ? takeBlock() : nil
  }

  /// The bytes of the last block of a term, which may be none.
  mutating func takeLastBlock() -> [UInt8] { block.count > 0 ? takeBlock() : [] }

  /// The entries of the term's blocks, if there are several; what comes next is another term.
  mutating func takeEntries() -> [BlockEntry] {
    let taken = entries.count > 1 ? entries : []
    entryCount += taken.count
    entries.removeAll(keepingCapacity: true)
    (previous, end) = (-1, 0)
    return taken
  }

  private mutating func takeBlock() -> [UInt8] {
    let bytes = block.bytes(after: previous)
    previous = Int(block.documents[block.count - 1])
    end += bytes.count
    byteCount += bytes.count
    var entry = BlockEntry()
    entry.lastDocument = previous
    entry.end = end
    entry.bounds = bounds
    entries.append(entry)
    block.removeAll()
    bounds = PostingBounds()
    return bytes
  }
}
