import FileFormats

extension TokenFile {
  /// Tokenizes corpora of any size into a token file, in parallel and in constant memory.
  ///
  /// A corpus is a path or `-` for standard input; `format` says where its sentences stand. They are
  /// cut to `maximumLength` tokens, not counting `</s>`. The file is written beside its destination
  /// and renamed into place once it is complete. Zero threads means one per core.
  ///
  /// - Throws: `TokenizerError.noSentences` or `cancelled`, or `FileError`.
  public static func build(
    corpora: [String], format: CorpusFormat = .lines, tokenizer: Tokenizer,
    maximumLength: Int = 100, at path: String, threads: Int = 0,
    progress: CorpusProgressHandler? = nil
  ) throws -> TokenFile {
    precondition(maximumLength > 0, "maximum length \(maximumLength)")
    let reader = try CorpusReader(corpora, format: format, progress: progress)
    var writer = try TokenFileWriter(path: path, tokenizer, maximumLength: maximumLength)
    try OrderedPipeline<SentenceEncoder>.run(
      threads: Workers.count(threads), read: reader.next
    ) {
      SentenceEncoder(tokenizer, maximumLength: maximumLength)
    } deliver: { block in
      try writer.append(block)
    }
    guard !writer.isEmpty else { throw TokenizerError.noSentences(paths: corpora) }
    try writer.finish(corpusChecksum: reader.checksum)
    return try TokenFile(path: path)
  }

  /// The checksum that a token file of these corpora would carry, found by reading them.
  public static func corpusChecksum(
    of corpora: [String], format: CorpusFormat = .lines, progress: CorpusProgressHandler? = nil
  ) throws -> UInt64 {
    let reader = try CorpusReader(corpora, format: format, progress: progress)
    while try reader.next() != nil {}
    return reader.checksum
  }
}

/// The sentences of a block as tokens.
struct EncodedBlock: Sendable {
  var tokens: [UInt32] = []
  var lengths: [Int] = []
  /// The number of empty lines before each sentence, since the one before it.
  var skippedLines: [Int] = []
  /// The number of empty lines after the last sentence.
  var emptyLinesAtEnd = 0
  var truncatedCount = 0
}

/// Encodes the blocks that one thread gets.
private final class SentenceEncoder: BlockWorker {
  private var session: Tokenizer.Session
  private let maximumLength: Int
  /// How long a sentence without words is.
  private let emptyLength: Int

  init(_ tokenizer: Tokenizer, maximumLength: Int) {
    session = Tokenizer.Session(tokenizer)
    self.maximumLength = maximumLength
    emptyLength = tokenizer.core.prefix.count + tokenizer.core.suffix.count
  }

  func work(on block: LineBlock) -> EncodedBlock {
    var result = EncodedBlock()
    block.forEachLine { (line, _) in
      let start = result.tokens.count
      let isCut = session.encode(
        utf8: line, maximumLength: maximumLength, into: &result.tokens)
      let length = result.tokens.count - start
      if length == emptyLength {
        result.tokens.removeLast(length)
        result.emptyLinesAtEnd += 1
      } else {
        result.lengths.append(length)
        result.skippedLines.append(result.emptyLinesAtEnd)
        result.emptyLinesAtEnd = 0
        result.truncatedCount += isCut ? 1 : 0
      }
    }
    return result
  }

  func finish() {}
}

/// Writes the chunks of a token file one after another, then their table and the header.
struct TokenFileWriter {
  private let file: AtomicFile
  private(set) var header = TokenFileHeader()
  private var entries: [TokenFileHeader.Entry] = []
  private var tokens: [UInt32] = []
  private var lengths: [Int] = []
  private var skippedLines: [Int] = []
  /// Empty lines since the last sentence.
  private var emptyLines = 0
  /// Lines before the next chunk to write.
  private var lineCount = 0

  init(path: String, _ tokenizer: Tokenizer, maximumLength: Int) throws(FileError) {
    file = try AtomicFile(path: path)
    header.vocabularySize = tokenizer.vocabularySize
    header.tokenWidth = tokenizer.vocabularySize <= 1 << 16 ? 2 : 4
    header.tokenizerChecksum = tokenizer.checksum
    header.maximumLength = maximumLength
    // This only reserves the space; the numbers are known at the end.
    try file.write(header.bytes)
  }

  /// Whether no sentence has been given yet.
  var isEmpty: Bool { header.sentenceCount == 0 && lengths.isEmpty }

  mutating func append(_ block: EncodedBlock) throws(FileError) {
    tokens += block.tokens
    lengths += block.lengths
    if let first = block.skippedLines.first {
      skippedLines.append(emptyLines + first)
      skippedLines += block.skippedLines.dropFirst()
      emptyLines = 0
    }
    emptyLines += block.emptyLinesAtEnd
    header.truncatedCount += block.truncatedCount
    header.emptyCount += block.skippedLines.reduce(block.emptyLinesAtEnd, +)
    var sentence = 0
    var token = 0
    while lengths.count - sentence >= TokenFile.chunkSize {
      token += try writeChunk(sentence..<sentence + TokenFile.chunkSize, from: token)
      sentence += TokenFile.chunkSize
    }
    lengths.removeFirst(sentence)
    skippedLines.removeFirst(sentence)
    tokens.removeFirst(token)
  }

  mutating func finish(corpusChecksum: UInt64) throws(FileError) {
    if !lengths.isEmpty { _ = try writeChunk(lengths.indices, from: 0) }
    let table = TokenFileHeader.bytes(of: entries)
    header.corpusChecksum = corpusChecksum
    header.chunkCount = entries.count
    header.tableOffset = file.count
    header.tableChecksum = Checksum.of(table)
    try file.write(table)
    try file.rewrite(header.bytes, at: 0)
    try file.commit()
  }

  /// Writes one chunk and returns how many tokens it has.
  private mutating func writeChunk(
    _ sentences: Range<Int>, from start: Int
  ) throws(FileError) -> Int {
    let (chunk, skipped) = (lengths[sentences], skippedLines[sentences])
    let count = chunk.reduce(0, +)
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(lineCount))
    for length in chunk { bytes.append(littleEndian: UInt64(length), bytes: 4) }
    for number in skipped { bytes.append(littleEndian: UInt64(number), bytes: 4) }
    lineCount += chunk.count + skipped.reduce(0, +)
    bytes.append(tokens: tokens[start..<start + count], width: header.tokenWidth)
    entries.append(
      .init(
        offset: file.count, sentenceCount: chunk.count, tokenCount: count,
        checksum: Checksum.of(bytes)))
    try file.write(bytes)
    header.sentenceCount += chunk.count
    header.tokenCount += count
    return count
  }
}
