import FileFormats
import TestSupport
import Testing
import Tokenization

@Suite("A token file")
struct TokenFileTests {
  private static let lines = (0..<2600).map { index in
    index % 50 == 7 ? "  " : String(repeating: "the river \(index) road ", count: 1 + index % 9)
  }

  private func build(
    _ folder: TemporaryFolder, _ name: String = "a.tokens", threads: Int = 2,
    maximumLength: Int = 20
  ) throws -> TokenFile {
    let corpus = try folder.write(Self.lines.joined(separator: "\n"), to: "corpus.txt")
    return try TokenFile.build(
      corpora: [corpus], tokenizer: GoldenTokenizer.load("word-plain"),
      maximumLength: maximumLength,
      at: folder.path + "/" + name, threads: threads)
  }

  @Test("holds exactly what encoding the lines gives")
  func content() throws {
    let folder = try TemporaryFolder()
    let file = try build(folder)
    let tokenizer = try GoldenTokenizer.load("word-plain")
    let whole = Self.lines.map(tokenizer.encode).filter { $0.count > 1 }
    let expected = whole.map { Array($0.dropLast().prefix(20)) + [3] }
    var found: [[UInt32]] = []
    var lines: [Int] = []
    for index in 0..<file.chunkCount {
      let chunk = try file.numberedChunk(index)
      for sentence in 0..<chunk.sentences.count { found.append(Array(chunk.sentences[sentence])) }
      lines += chunk.lines
      #expect(try file.chunk(index).lists == chunk.sentences.lists)
    }
    #expect(found == expected)
    #expect(lines == Self.lines.indices.filter { tokenizer.encode(Self.lines[$0]).count > 1 })
    #expect(file.lineCount == Self.lines.count)
    #expect(file.sentenceCount == expected.count)
    #expect(file.tokenCount == expected.joined().count)
    #expect(file.chunkCount == 3)
    #expect(file.emptyCount == 52)
    #expect(file.truncatedCount == whole.count { $0.count > 21 })
    #expect(file.tokenizerChecksum == tokenizer.checksum)
    #expect(
      file.corpusChecksum == (try TokenFile.corpusChecksum(of: [folder.path + "/corpus.txt"])))
  }

  @Test("counts lines through all corpora, empty ones at every edge included")
  func lineNumbers() throws {
    let folder = try TemporaryFolder()
    // More lines than a block has, so that empty ones also lie between blocks.
    let texts = [
      "\n\nriver\n\n", String(repeating: "\n", count: 300_000), "\nroad\nriver", "\n \n",
      "road\n\n",
    ]
    let corpora = try texts.enumerated().map { try folder.write($1, to: "\($0).txt") }
    let tokenizer = try GoldenTokenizer.load("word-plain")
    for threads in [1, 3] {
      let file = try TokenFile.build(
        corpora: corpora, tokenizer: tokenizer, at: folder.file("\(threads)"), threads: threads)
      #expect(
        try file.numberedChunk(0).lines == [2, 300_005, 300_006, 300_009],
        "\(threads) threads")
      #expect(file.lineCount == 300_011 && file.sentenceCount == 4)
    }
  }

  @Test("has the same bytes for any number of threads")
  func threads() throws {
    let folder = try TemporaryFolder()
    _ = try build(folder, "1", threads: 1)
    for count in [2, 5] {
      _ = try build(folder, "\(count)", threads: count)
      #expect(try fileBytes(folder.file("\(count)")) == fileBytes(folder.file("1")))
    }
  }

  @Test("of large blocks is written in order")
  func manyBlocks() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write(
      (0..<40_000).map { "road \($0 % 10) river" }.joined(separator: "\n"), to: "corpus.txt")
    let tokenizer = try GoldenTokenizer.load("word-plain")
    let files = try [1, 3].map { threads in
      try TokenFile.build(
        corpora: [corpus], tokenizer: tokenizer, at: "\(folder.path)/\(threads)", threads: threads)
    }
    #expect(files[0].sentenceCount == 40_000)
    #expect(try fileBytes(folder.file("1")) == fileBytes(folder.file("3")))
  }

  @Test("is refused if it is cut off anywhere")
  func truncation() throws {
    let folder = try TemporaryFolder()
    _ = try build(folder)
    let bytes = try fileBytes(folder.file("a.tokens"))
    for count in [0, 1, 8, 100, 111, 112, 113, bytes.count / 2, bytes.count - 33, bytes.count - 1] {
      let path = try folder.write(Array(bytes[..<count]), to: "cut")
      #expect(throws: FileError.self) { try TokenFile(path: path) }
    }
  }

  @Test("with any flipped bit is refused when opened or read")
  func bitFlips() throws {
    let folder = try TemporaryFolder()
    let count = try build(folder).chunkCount
    let bytes = try fileBytes(folder.file("a.tokens"))
    for index in Array(0..<112) + Array(stride(from: 112, to: bytes.count, by: 7919)) {
      var damaged = bytes
      damaged[index] ^= 0x40
      let path = try folder.write(damaged, to: "damaged")
      #expect(throws: FileError.self, "byte \(index)") {
        let file = try TokenFile(path: path)
        for chunk in 0..<count { _ = try file.chunk(chunk) }
      }
    }
  }

  /// Puts a number into the header and makes its checksum right again.
  private func forged(_ bytes: [UInt8], at offset: Int, _ value: UInt64) -> [UInt8] {
    var bytes = bytes
    for byte in 0..<8 {
      bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(byte)))
    }
    var header = Array(bytes[..<104])
    header.append(littleEndian: Checksum.of(header))
    bytes.replaceSubrange(..<112, with: header)
    return bytes
  }

  @Test("with forged numbers under a right checksum is refused")
  func forgery() throws {
    let folder = try TemporaryFolder()
    let count = try build(folder).chunkCount
    let bytes = try fileBytes(folder.file("a.tokens"))
    let values: [UInt64] = [0, 1, 1 << 20, 1 << 40, 1 << 58, UInt64(Int.max), .max]
    for offset in [16, 48, 56, 72, 80, 88] {
      // A vocabulary that is larger than needed is no contradiction.
      // So are more empty lines than there are.
      for value in values where offset != 16 && offset != 72 || value < 2 || value == .max {
        let path = try folder.write(forged(bytes, at: offset, value), to: "forged")
        #expect(throws: FileError.self, "\(value) at \(offset)") {
          let file = try TokenFile(path: path)
          for chunk in 0..<count { _ = try file.chunk(chunk) }
        }
      }
    }
  }

  @Test("of a newer version says so")
  func newerVersion() throws {
    let folder = try TemporaryFolder()
    _ = try build(folder)
    let bytes = forged(try fileBytes(folder.file("a.tokens")), at: 8, 3 | 2 << 32)
    let path = try folder.write(bytes, to: "newer")
    #expect(throws: FileError.unsupportedVersion(path: path, found: "3", supported: "2")) {
      try TokenFile(path: path)
    }
  }

  @Test("of an earlier version, which has no line numbers, is to be made again")
  func earlierVersion() throws {
    let folder = try TemporaryFolder()
    _ = try build(folder)
    let bytes = forged(try fileBytes(folder.file("a.tokens")), at: 8, 1 | 2 << 32)
    let path = try folder.write(bytes, to: "earlier")
    let error = try #require(throws: FileError.self) { try TokenFile(path: path) }
    #expect("\(error)".contains("an earlier version wrote it"))
  }

  @Test("is not left behind when there is nothing to write or the work is stopped")
  func failures() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write("\n  \n\n", to: "empty.txt")
    let tokenizer = try GoldenTokenizer.load("word-plain")
    let path = folder.path + "/none.tokens"
    #expect(throws: TokenizerError.noSentences(paths: [empty])) {
      try TokenFile.build(corpora: [empty], tokenizer: tokenizer, at: path)
    }
    #expect(throws: TokenizerError.cancelled) {
      try TokenFile.build(corpora: [empty], tokenizer: tokenizer, at: path) { _ in false }
    }
    #expect(throws: FileError.notFound(path: path)) { try TokenFile(path: path) }
  }
}
