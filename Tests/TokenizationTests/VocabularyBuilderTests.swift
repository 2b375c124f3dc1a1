import FileFormats
import TestSupport
import Testing
import Tokenization

@Suite("Building a vocabulary")
struct VocabularyBuilderTests {
  /// A corpus of several blocks, so that threads have something to share.
  private static let manyLines: String = (0..<9000)
    .map { "line \($0 % 700) of the corpus with word\($0 % 313) and \($0 * $0 % 1009) ends ." }
    .joined(separator: "\n")

  @Test("is the same for any number of threads", arguments: VocabularyBuilder.Model.allCases)
  func threads(model: VocabularyBuilder.Model) throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write(Self.manyLines, to: "corpus.txt")
    let builder = VocabularyBuilder(model: model, vocabularySize: 500, lowercase: true)
    let one = try builder.build(from: [corpus], threads: 1)
    for count in [2, 3, 7] {
      #expect(try builder.build(from: [corpus], threads: count).checksum == one.checksum)
    }
  }

  @Test("orders words by count and then by bytes")
  func order() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("b a c\nc b é z\nc Z\n", to: "corpus.txt")
    let builder = VocabularyBuilder(model: .word, vocabularySize: 100)
    let tokenizer = try builder.build(from: [corpus])
    #expect(
      tokenizer.tokens(of: Array(0..<UInt32(tokenizer.vocabularySize))) == [
        "<pad>", "<unk>", "<s>", "</s>", "<blank>", "c", "b", "Z", "a", "z", "é",
      ])
  }

  @Test("respects size and minimum count")
  func limits() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("a a a b b c\n", to: "corpus.txt")
    var builder = VocabularyBuilder(model: .word, vocabularySize: 7)
    #expect(try builder.build(from: [corpus]).vocabularySize == 7)
    builder.vocabularySize = 100
    builder.minimumCount = 2
    #expect(try builder.build(from: [corpus]).vocabularySize == 7)
    builder.minimumCount = 4
    #expect(throws: TokenizerError.noWords(paths: [corpus], minimumCount: 4)) {
      try builder.build(from: [corpus])
    }
  }

  @Test("merges pairs only while they are frequent enough")
  func minimumPairs() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("ababab ab\nabc\n", to: "corpus.txt")
    let rare = VocabularyBuilder(vocabularySize: 300, minimumCount: 1)
    let frequent = VocabularyBuilder(vocabularySize: 300, minimumCount: 5)
    #expect(try frequent.build(from: [corpus]).vocabularySize == 262)
    #expect(try rare.build(from: [corpus]).vocabularySize > 262)
  }

  @Test("counts the corpora together, whatever their order")
  func severalCorpora() throws {
    let folder = try TemporaryFolder()
    let first = try folder.write("a b c a", to: "first.txt")
    let second = try folder.write("c c d\r\n", to: "second.txt")
    let builder = VocabularyBuilder(model: .word, vocabularySize: 100)
    let forwards = try builder.build(from: [first, second])
    #expect(try builder.build(from: [second, first]).checksum == forwards.checksum)
    #expect(forwards.id(of: "c") == 5)
    #expect(forwards.id(of: "d\r") == nil)
  }

  @Test("keeps words that differ only in their normalization apart if there is none")
  func unnormalized() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("é e\u{301} e\u{301}", to: "corpus.txt")
    let builder = VocabularyBuilder(model: .word, vocabularySize: 100, normalization: nil)
    let path = folder.path + "/tokenizer.json"
    try builder.build(from: [corpus]).write(to: path)
    let tokenizer = try Tokenizer(contentsOf: path)
    #expect(tokenizer.encode("e\u{301} é") == [5, 6, 3])
  }

  @Test("recognizes special tokens in the corpus")
  func specialTokens() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("a</s>a <pad> </s> </s>\n", to: "corpus.txt")
    let tokenizer = try VocabularyBuilder(model: .word, vocabularySize: 50).build(from: [corpus])
    #expect(tokenizer.vocabularySize == 6)
    #expect(tokenizer.encode("a</s>a <pad>") == [5, 3, 5, 0, 3])
  }

  @Test("refuses what cannot be built")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write("", to: "empty.txt")
    #expect(throws: TokenizerError.noWords(paths: [empty], minimumCount: 1)) {
      try VocabularyBuilder().build(from: [empty])
    }
    #expect(throws: TokenizerError.vocabularyTooSmall(requested: 260, minimum: 261)) {
      try VocabularyBuilder(vocabularySize: 260).build(from: [empty])
    }
    #expect(throws: FileError.notFound(path: folder.path + "/none")) {
      try VocabularyBuilder().build(from: [folder.path + "/none"])
    }
  }

  @Test("reports progress and can be stopped")
  func progress() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write(Self.manyLines, to: "corpus.txt")
    var last: CorpusProgress?
    _ = try VocabularyBuilder(vocabularySize: 270).build(from: [corpus]) { progress in
      last = progress
      return true
    }
    #expect(last?.lines == 9000)
    #expect(last?.bytes == Self.manyLines.utf8.count + 1)
    #expect(throws: TokenizerError.cancelled) {
      try VocabularyBuilder().build(from: [corpus], threads: 2) { _ in false }
    }
  }

  @Test("leaves words out that are too long to be words, and counts them")
  func longWords() throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "x", count: 1001)
    let corpus = try folder.write("\(long) \(long) y", to: "corpus.txt")
    var leftOut = 0
    let tokenizer = try VocabularyBuilder(model: .word, vocabularySize: 50)
      .build(from: [corpus], onLongWords: { leftOut = $0 })
    #expect(tokenizer.vocabularySize == 6)
    #expect(leftOut == 2)
  }

  @Test("learns byte pairs from one word of any length", arguments: ["ACGT", "caf\u{E9}"])
  func longSequences(unit: String) throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: unit, count: 900)
    let corpus = try folder.write(text + "\n", to: "sequence.txt")
    var leftOut = 0
    let tokenizer = try VocabularyBuilder(vocabularySize: 265)
      .build(from: [corpus], onLongWords: { leftOut = $0 })
    #expect(tokenizer.vocabularySize == 265 && leftOut == 0)
    let ids = tokenizer.encode(text)
    #expect(ids.count < text.utf8.count / 3)
    #expect(tokenizer.decode(ids) == text)
  }
}
