import FileFormats

/// The terms of several runs in the order of their bytes, each with its postings of all runs.
///
/// Runs are of documents one after another, so the postings of a term are those of the first run that
/// has it, then those of the next.
struct RunMerge {
  /// The number of documents that have the current term.
  private(set) var documents = 0
  private var readers: [RunReader] = []
  /// The readers that have the current term and postings left, the first run last.
  private var waiting: [Int] = []

  init(_ file: RunFile) throws(FileError) {
    for run in file.runs { readers.append(try RunReader(file.file, run)) }
  }

  /// The next term; nil after the last. All postings of the last one must have been read.
  mutating func nextTerm() throws(FileError) -> [UInt8]? {
    var least: [UInt8]?
    for reader in readers {
      guard let term = reader.term else { continue }
      if let known = least, !term.lexicographicallyPrecedes(known) { continue }
      least = term
    }
    guard let least else { return nil }
    waiting = readers.indices.reversed().filter { readers[$0].term == least }
    documents = waiting.reduce(0) { $0 + readers[$1].remaining }
    return least
  }

  /// The next posting of the current term; nil after the last.
  mutating func nextPosting() throws(FileError) -> (document: UInt32, count: UInt32)? {
    guard let run = waiting.last else { return nil }
    let posting = try readers[run].nextPosting()
    if readers[run].remaining == 0 {
      waiting.removeLast()
      try readers[run].nextTerm()
    }
    return posting
  }
}
