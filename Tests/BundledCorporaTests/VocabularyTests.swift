import Foundation
import BundledCorpora
import TestSupport
import Testing
import Tokenization

@Suite("The bundled vocabularies")
struct VocabularyTests {
  static let builders = [
    "word.json": VocabularyBuilder(
      model: .word, vocabularySize: 6_000, minimumCount: 2, lowercase: true),
    "bpe.json": VocabularyBuilder(model: .bpe, vocabularySize: 4_000),
  ]

  static let folder = URL(filePath: CorpusFiles.root).deletingLastPathComponent()
    .appending(path: "vocab").path(percentEncoded: false)

  @Test("are what the bundled corpus gives, to the byte", arguments: ["word.json", "bpe.json"])
  func rebuild(name: String) throws {
    let builder = try #require(Self.builders[name])
    let scratch = try TemporaryFolder()
    let training = try CorpusFiles.bundled.get().training
    let text = try scratch.write(training.joined(separator: "\n") + "\n", to: "training.txt")
    let tokenizer = try builder.build(from: [text], threads: 2)
    let rebuilt = NSTemporaryDirectory() + "rebuilt-" + name
    try tokenizer.write(to: rebuilt)
    let isSame =
      FileManager.default.contents(atPath: rebuilt)
      == FileManager.default.contents(atPath: Self.folder + "/" + name)
    #expect(isSame, "vocab/\(name) is out of date: replace it by \(rebuilt)")
  }

  @Test("are read, and give sentences back", arguments: ["word.json", "bpe.json"])
  func roundTrip(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: Self.folder + "/" + name)
    let sentence = "It was my sister that found the almanac in the library."
    // A word-level tokenizer does not keep where the spaces were.
    let decoded = tokenizer.decode(tokenizer.encode(sentence)).replacing(" .", with: ".")
    #expect(decoded.lowercased() == sentence.lowercased())
  }

  @Test("know almost every word of the held-out expanded sentences")
  func coverage() throws {
    let tokenizer = try Tokenizer(contentsOf: Self.folder + "/word.json")
    let ids = try CorpusFiles.bundled.get().heldOutExpanded.flatMap { tokenizer.encode($0) }
    let unknown = ids.count { $0 == tokenizer.unknownID }
    #expect(unknown * 500 < ids.count, "\(unknown) of \(ids.count) are unknown")
  }

  @Test("come from a corpus that keeps its held-out sentences apart")
  func division() throws {
    let corpus = try CorpusFiles.bundled.get()
    let written = try WrittenCorpus(directory: CorpusFiles.root + "/written")
    let training = Set(corpus.training)
    #expect(training.count == BundledCorpus.expandedCount + written.training.count)
    #expect(training.isDisjoint(with: corpus.heldOutExpanded))
    #expect(training.isDisjoint(with: corpus.heldOutWritten))
    let early = Set(corpus.training.prefix(4_000)).intersection(written.training).count
    let expected = 4_000 * written.training.count / training.count
    #expect(
      (expected / 2...expected * 2).contains(early),
      "the written sentences are not mixed in: \(early)")
  }
}
