import DataStructures
import FileFormats

/// A corpus tokenized once, on disk: read in chunks of sentences, so that memory stays constant.
///
///     let file = try TokenFile.build(
///       corpora: ["corpus.txt.gz"], tokenizer: tokenizer, maximumLength: 100, at: "corpus.tokens")
///     print(file.sentenceCount, file.tokenCount)
///
/// A sentence is stored as an encoder reads it, `</s>` included. Lines without any token are left
/// out and counted. The bytes depend on the corpus, the tokenizer and the maximum length only. Safe
/// to share between threads.
public struct TokenFile: Sendable {
  /// Sentences in every chunk but the last.
  public static let chunkSize = 1024

  /// Where the file is.
  public let path: String
  let header: TokenFileHeader
  private let file: FileDescriptor
  private let entries: [TokenFileHeader.Entry]

  /// Opens a token file and checks everything but the chunks, which are checked when read.
  ///
  /// - Throws: `FileError` if it cannot be read, is damaged or of a newer version.
  public init(path: String) throws(FileError) {
    self.path = path
    file = try .reading(path)
    let size = try file.status().size
    header = try TokenFileHeader(
      bytes: try file.bytes(0..<min(size, TokenFileHeader.size)), path: path,
      fileSize: size)
    entries = try header.entries(
      bytes: try file.bytes(header.tableOffset..<size), path: path)
  }

  /// How many sentences there are.
  public var sentenceCount: Int { header.sentenceCount }
  /// How many tokens there are, each `</s>` included.
  public var tokenCount: Int { header.tokenCount }
  /// How many chunks, all but the last of `chunkSize` sentences.
  public var chunkCount: Int { entries.count }
  /// How many sentences were cut to `maximumLength` tokens.
  public var truncatedCount: Int { header.truncatedCount }
  /// How many lines had no token and were left out.
  public var emptyCount: Int { header.emptyCount }
  /// How many lines the corpora have, empty ones included.
  public var lineCount: Int { header.sentenceCount + header.emptyCount }
  /// The largest number of tokens in a sentence, not counting `</s>`.
  public var maximumLength: Int { header.maximumLength }
  /// Every token is below this.
  public var vocabularySize: Int { header.vocabularySize }
  /// The checksum of the lines it was made from.
  public var corpusChecksum: UInt64 { header.corpusChecksum }
  /// The checksum of the tokenizer it was made with.
  public var tokenizerChecksum: UInt64 { header.tokenizerChecksum }

  /// Reads the chunk with a number below `chunkCount`.
  ///
  /// - Throws: `FileError` if it cannot be read or its bytes are not those that were written.
  package func chunk(_ index: Int) throws(FileError) -> TokenSequences {
    try numberedChunk(index).sentences
  }

  /// How often a token occurs.
  ///
  /// - Throws: the errors of `chunk`.
  package func occurrences(of token: UInt32) throws(FileError) -> Int {
    var count = 0
    for index in 0..<chunkCount {
      count += try chunk(index).tokens.reduce(0) { $1 == token ? $0 + 1 : $0 }
    }
    return count
  }

  /// Reads a chunk with the number of the line of every sentence, counted from 0 through all
  /// corpora.
  ///
  /// - Throws: the errors of `chunk`.
  package func numberedChunk(
    _ index: Int
  ) throws(FileError) -> (sentences: TokenSequences, lines: [Int]) {
    precondition(index >= 0 && index < chunkCount, "chunk \(index) of \(chunkCount)")
    let entry = entries[index]
    let end = entry.offset + entry.size(width: header.tokenWidth)
    let bytes = try file.bytes(entry.offset..<end)
    guard Checksum.of(bytes) == entry.checksum else { throw .checksumMismatch(path: path) }
    var starts = [0]
    starts.reserveCapacity(entry.sentenceCount + 1)
    var shortest = Int.max
    for sentence in 0..<entry.sentenceCount {
      let length = Int(bytes.littleEndian(at: 8 + sentence * 4, bytes: 4))
      shortest = min(shortest, length)
      starts.append(starts[sentence] + length)
    }
    let tokens = bytes.tokens(from: entry.tokenStart, width: header.tokenWidth)
    guard starts[entry.sentenceCount] == tokens.count, shortest > 0,
      tokens.allSatisfy({ Int($0) < header.vocabularySize })
    else {
      throw .malformed(path: path, line: nil, reason: "chunk \(index) has impossible tokens")
    }
    guard let lines = lines(of: entry, bytes) else {
      throw .malformed(path: path, line: nil, reason: "chunk \(index) has impossible lines")
    }
    return (TokenSequences(tokens: tokens, starts: starts), lines)
  }

  /// The lines of the sentences of a chunk, from its bytes; nil if they are not those of a corpus.
  private func lines(of entry: TokenFileHeader.Entry, _ bytes: [UInt8]) -> [Int]? {
    guard var next = Int(exactly: bytes.littleEndian(at: 0, bytes: 8)), next <= lineCount else {
      return nil
    }
    var lines: [Int] = []
    lines.reserveCapacity(entry.sentenceCount)
    for sentence in entry.sentenceCount..<2 * entry.sentenceCount {
      let skipped = Int(bytes.littleEndian(at: 8 + sentence * 4, bytes: 4))
      guard skipped < lineCount - next else { return nil }
      lines.append(next + skipped)
      next += skipped + 1
    }
    return lines
  }
}
