import FileFormats
import Foundation
import LexicalSearch
import TestSupport
import Testing

@Suite("Index of words")
struct LexicalIndexTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let texts = {
    var random = RandomTexts(seed: 11)
    return random.texts(300) + ["", "é 👩‍👩‍👧 new\nline nul\0", "w0x"]
  }()

  @discardableResult
  private func build(_ name: String, postingsPerRun: Int = 1 << 22) throws -> LexicalIndex {
    let builder = try LexicalIndexBuilder(
      path: folder.file(name), hasTexts: true, postingsPerRun: postingsPerRun)
    for text in Self.texts { try builder.append(text) }
    #expect(builder.count == Self.texts.count)
    try builder.finish()
    return try LexicalIndex(path: folder.file(name))
  }

  @Test("texts come back, and the file holds what an index in memory does")
  func roundTrip() throws {
    let index = try build("a.words")
    try index.verify()
    #expect(try (0..<index.count).map { try index.text($0) } == Self.texts)
    #expect(LexicalIndex.isAt(folder.file("a.words")))
    #expect(try folder.names == ["a.words"])
    let memory = try LexicalIndex(of: Self.texts)
    #expect(memory.termCount == index.termCount && memory.wordCount == index.wordCount)
    for text in Self.texts.prefix(20) {
      #expect(try memory.search(text, count: 5) == index.search(text, count: 5))
    }
  }

  @Test(
    "how the documents are cut into runs does not change a byte", arguments: [1, 7, 100, 1_000])
  func runs(size: Int) throws {
    try build("a.words")
    try build("b.words", postingsPerRun: size)
    #expect(try folder.read("a.words") == folder.read("b.words"))
  }

  @Test("a document may be made of sentences, each of which belongs to it")
  func groups() throws {
    let builder = try LexicalIndexBuilder(path: folder.file("x.words"), hasGroups: true)
    let documents = [["a cold sea", "we swam"], [], ["the end"], []]
    for sentences in documents { try builder.append(sentences: sentences) }
    try builder.finish()
    let index = try LexicalIndex(path: folder.file("x.words"))
    try index.verify()
    #expect(try (0..<4).map { try index.rows($0) } == [0..<2, 2..<2, 2..<3, 3..<3])
    #expect(index.rowCount == 3)
    #expect(try (0..<3).map { try index.document(ofRow: $0) } == [0, 0, 2])
    #expect(try index.text(0) == "a cold sea we swam")
    #expect(try index.search("swimming swam", count: 5).map(\.id) == [0])
  }

  @Test("an index of nothing finds nothing")
  func empty() throws {
    let builder = try LexicalIndexBuilder(path: folder.file("x.words"))
    try builder.finish()
    let index = try LexicalIndex(path: folder.file("x.words"))
    try index.verify()
    #expect(try index.count == 0 && index.search("anything", count: 5).isEmpty)
  }

  @Test("another stemmer is recorded and used for queries")
  func stemmer() throws {
    let analyzer = TextAnalyzer(stemmer: WholeWords())
    let builder = try LexicalIndexBuilder(path: folder.file("x.words"), analyzer: analyzer)
    try builder.append("searching")
    try builder.finish()
    let index = try LexicalIndex(path: folder.file("x.words"))
    #expect(index.analyzer.stemmerName == "none")
    #expect(try index.search("search", count: 1).isEmpty)
    #expect(try index.search("Searching", count: 1).count == 1)
  }

  // MARK: - Damage

  @Test("a file cut short at any length is refused when it is opened")
  func truncated() throws {
    let bytes = [UInt8](try small())
    for length in 0..<bytes.count {
      try folder.write(bytes.prefix(length), to: "cut")
      #expect(throws: FileError.self) { try LexicalIndex(path: folder.file("cut")) }
    }
    try folder.write(bytes + [0], to: "cut")
    #expect(throws: FileError.self) { try LexicalIndex(path: folder.file("cut")) }
  }

  @Test("a flipped bit in any byte is found, and none makes a search trap")
  func flipped() throws {
    let bytes = [UInt8](try small())
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place * 5 % 8)
      try folder.write(changed, to: "flipped")
      #expect(throws: FileError.self) { try LexicalIndex(path: folder.file("flipped")).verify() }
      guard let index = try? LexicalIndex(path: folder.file("flipped")) else { continue }
      for scoring in [TFIDFCosine(), BM25()] as [any WordScoring] {
        guard let query = try? LexicalQuery("w0x w1x the sea w2x", in: [index]) else { continue }
        _ = try? index.search(query, count: 3, scoring: scoring)
      }
      _ = try? index.text(0)
    }
  }

  @Test("newer formats and unknown stemmers are named as such")
  func newer() throws {
    var bytes = [UInt8](try small())
    bytes[8] = 2
    try folder.write(bytes, to: "newer")
    let path = folder.file("newer")
    #expect(throws: FileError.unsupportedVersion(path: path, found: "2", supported: "1")) {
      try LexicalIndex(path: path)
    }
  }

  /// The bytes of a small index with a term of several blocks.
  private func small() throws -> Data {
    let builder = try LexicalIndexBuilder(path: folder.file("small.words"))
    for number in 0..<140 { try builder.append("w0x" + (number % 50 == 0 ? " w1x the sea" : "")) }
    try builder.finish()
    return try folder.read("small.words")
  }

  @Test("an index becomes a part of a collection as if it had been made beside the others")
  func reweighing() throws {
    var random = RandomTexts(seed: 5)
    // Words of more than one block, and of one.
    let texts = random.texts(700)
    let (own, others) = (texts.prefix(400), [texts[400..<401], texts[401...]])
    let beside = try others.map { try LexicalIndex(of: Array($0)) }
    func bytes(_ others: [LexicalIndex]) throws -> [UInt8] {
      try LexicalIndex.bytes(
        TextAnalyzer(), hasGroups: false, at: folder.file("x"), beside: others
      ) { for text in own { try $0.append(text) } }
    }
    let path = folder.file("alone.words")
    try folder.write(Data(try bytes([])), to: "alone.words")
    let alone = try LexicalIndex(path: path)
    #expect(try alone.reweighed(beside: beside) == bytes(beside))
    #expect(try alone.reweighed(beside: []) == bytes([]))
    #expect(try bytes([]) != bytes(beside))
    var damaged = try bytes([])
    damaged[damaged.count - 10] ^= 1
    try folder.write(Data(damaged), to: "damaged.words")
    #expect(throws: FileError.self) {
      try LexicalIndex(path: folder.file("damaged.words")).reweighed(beside: beside)
    }
  }
}
