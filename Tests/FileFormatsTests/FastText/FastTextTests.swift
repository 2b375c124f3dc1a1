import FileFormats
import Foundation
import TestSupport
import Testing

/// Models that fastText wrote, against the vectors that fastText itself gives.
@Suite("Binary models of fastText")
struct FastTextTests {
  private struct Expected: Decodable {
    let words: [String]
    let counts: [Int]
    let vectors: [String: [Float]]
    let composed: [String: [Float]]
  }

  private static let names = [
    "fasttext.bin", "fasttext_letters.bin", "fasttext_words.bin", "fasttext_supervised.bin",
  ]
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func expected(_ name: String) throws -> Expected {
    try #require(GoldenFile.decode("fasttext.json", as: [String: Expected].self)[name])
  }

  @Test("Words, counts and vectors are those of fastText, to the bit", arguments: names)
  func words(name: String) throws {
    let expected = try expected(name)
    let file = try FastTextFile(path: GoldenFile.path(name))
    #expect(file.words.map { String(decoding: $0, as: UTF8.self) } == expected.words)
    #expect(file.counts == expected.counts)
    for (row, word) in expected.words.enumerated() {
      #expect(file.vector(ofWord: row) == expected.vectors[word], "\(word)")
    }
  }

  @Test("Vectors of unseen words are composed as fastText composes them", arguments: names)
  func unseen(name: String) throws {
    let expected = try expected(name)
    let file = try FastTextFile(path: GoldenFile.path(name))
    #expect(file.composesUnknownWords == (name != "fasttext_words.bin"))
    for (word, vector) in expected.composed {
      let found = file.vector(ofUnknown: Array(word.utf8))
      // fastText gives zeros for a word without n-grams.
      #expect(found ?? [0, 0, 0] == vector, "\(word)")
    }
  }

  @Test("A reader of word vectors gives the words, and what composes the others")
  func reader() throws {
    let expected = try expected("fasttext.bin")
    let reader = try Word2VecReader(path: GoldenFile.path("fasttext.bin"))
    #expect(reader.dimension == 3 && reader.declaredCount == expected.words.count)
    #expect(reader.subwords != nil)
    var vector: [Float] = []
    for (word, count) in zip(expected.words, expected.counts) {
      #expect(try reader.next(into: &vector) == word)
      #expect(vector == expected.vectors[word] && reader.lastCount == count)
    }
    #expect(try reader.next(into: &vector) == nil)
  }

  @Test("Quantized, pruned and newer models are refused by name")
  func refused() throws {
    let quantized = #expect(throws: FileError.self) {
      try FastTextFile(path: GoldenFile.path("fasttext.ftz"))
    }
    #expect(quantized?.description.contains("quantized model of fastText") == true)
    var bytes = try GoldenFile.bytes("fasttext.bin")
    bytes[4] = 13
    let newer = try folder.write(bytes, to: "newer.bin")
    #expect(throws: FileError.unsupportedVersion(path: newer, found: "13", supported: "12")) {
      try FastTextFile(path: newer)
    }
    bytes[4] = 12
    // The number of pruned n-grams ends the header: magic, version, 12 settings, t, 3 counts, tokens.
    bytes.replaceSubrange(84..<92, with: [1, 0, 0, 0, 0, 0, 0, 0])
    let pruned = try folder.write(bytes, to: "pruned.bin")
    let error = #expect(throws: FileError.self) { try FastTextFile(path: pruned) }
    #expect(error?.description.contains("pruned model of fastText") == true)
  }

  @Test("A compressed model is named")
  func compressed() throws {
    let path = try folder.write(GoldenFile.bytes("fasttext.bin"), to: "model.bin")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", path]
    try process.run()
    process.waitUntilExit()
    #expect(
      throws: FileError.foreign(
        path: path + ".gz", format: .packedVectors, purpose: .wordVectors)
    ) { try Word2VecReader(path: path + ".gz") }
  }

  @Test("A model cut short anywhere before its end is refused")
  func cut() throws {
    let bytes = try GoldenFile.bytes("fasttext_words.bin")
    let file = try FastTextFile(path: GoldenFile.path("fasttext_words.bin"))
    // The output layer, which is as large as the words, is not read.
    let needed = bytes.count - file.words.count * 3 * 4 - 17
    for length in 0..<needed {
      let path = try folder.write(Array(bytes[..<length]), to: "cut")
      #expect(throws: FileError.self, "\(length) bytes") { try FastTextFile(path: path) }
    }
    #expect(try FastTextFile(path: folder.write(Array(bytes[..<needed]), to: "cut")).dimension == 3)
  }
}
