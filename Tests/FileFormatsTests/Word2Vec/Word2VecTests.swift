import DataStructures
import FileFormats
import Foundation
import TestSupport
import Testing

@Suite struct Word2VecTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let words = ["the", "naïve", "日本", "🙂"]
  static let vectors: [[Float]] = [[0.1, -1e-5, 3.25], [1, 2, 3], [-0.5, 1e10, 0], [7, 8, 9.5]]

  private func read(
    _ path: String, format: Word2VecReader.Format = .automatic
  ) throws -> (words: [String], vectors: [[Float]]) {
    let reader = try Word2VecReader(path: path, format: format)
    var vector: [Float] = []
    var result: (words: [String], vectors: [[Float]]) = ([], [])
    while let word = try reader.next(into: &vector) {
      #expect(vector.count == reader.dimension)
      result.words.append(word)
      result.vectors.append(vector)
    }
    return result
  }

  @Test(
    "files of gensim, word2vec and GloVe are read",
    arguments: ["vectors.txt", "vectors.bin", "vectors_c.bin", "glove.txt"])
  func goldens(name: String) throws {
    let found = try read(GoldenFile.path(name))
    #expect(found.vectors == Self.vectors)
    #expect(found.words.dropFirst() == Self.words.dropFirst())
    #expect(found.words.first == (name == "glove.txt" ? ". . ." : "the"))
  }

  @Test(
    "what is written is read back",
    arguments: [(false, nil), (false, 4), (true, nil), (true, 4)] as [(Bool, Int?)])
  func roundTrip(binary: Bool, count: Int?) throws {
    let path = folder.file("out")
    let writer = try Word2VecWriter(path: path, dimension: 3, count: count, binary: binary)
    for (word, vector) in zip(Self.words, Self.vectors) {
      try writer.append(word: word, vector: vector.span)
    }
    try writer.finish()
    let found = try read(path)
    #expect(found.words == Self.words)
    #expect(found.vectors == Self.vectors)
  }

  @Test("every number survives the text format")
  func numbers() throws {
    var numbers = SplitMix64(seed: 3)
    let values = (0..<3000).map { _ in
      Float(bitPattern: UInt32(truncatingIfNeeded: numbers.next()))
    }.map { $0.isFinite ? $0 : 1 }
    let path = folder.file("out")
    let writer = try Word2VecWriter(path: path, dimension: values.count)
    try writer.append(word: "w", vector: values.span)
    try writer.finish()
    let found = try read(path, format: .text)
    #expect(found.vectors.first?.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test("decimal texts become the nearest float")
  func decimals() throws {
    let texts = [
      "0.1", "1e-45", "1.17549435e-38", "3.4028235e38", "-0", "16777217", "1.0000000596046448",
      "0.000000000000000000000000000000000000000000001401298464324817", "+2.5", "5E-1", "1E2",
      "123456789012345678901234567890", "8.589973e9", "9007199254740993",
    ]
    let path = try folder.write(Array(("w " + texts.joined(separator: " ")).utf8), to: "text")
    #expect(try read(path).vectors.first == texts.compactMap { Float($0) })
  }

  @Test(
    "damaged text is refused with its line",
    arguments: [
      ("", nil), ("\n", 1), ("word\n", 1), ("a b c\n", 1), ("2 3\na 1 2 3\n", nil),
      ("1 3\na 1 2 3\nb 1 2 3\n", 3), ("2 3\na 1 2 3\nb 1 2\n", 3), ("1 3\n1 2 3\n", 2),
      ("1 2\na 1 2 3\n", 2),
      ("1 3\na 1 nan 3\n", 2), ("1 3\na 1 2e 3\n", 2), ("1 3\na 1 1e99 3\n", 2),
      ("-5 3\na 1 2 3\n", 1), ("1 -3\na 1 2 3\n", 1), ("1 0\na\n", 1),
      ("1 99999999\na 1\n", 1), ("a 1 2\nb 1\n", 2),
    ] as [(String, Int?)])
  func damaged(text: String, line: Int?) throws {
    let path = try folder.write(text, to: "damaged")
    let error = #expect(throws: FileError.self) { try read(path, format: .text) }
    guard case .malformed(_, let found, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == line)
  }

  @Test(
    "text whose first number is wrong is not taken for binary",
    arguments: ["nan", "-inf", "1e99", "1.2.3"])
  func wrongNumber(number: String) throws {
    let path = try folder.write("2 3\na 1 \(number) 3\nb 1 2 3\n", to: "damaged")
    let error = #expect(throws: FileError.self) { try read(path) }
    guard case .malformed(_, line: 2, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("a count too large for an integer is still a header", arguments: [false, true])
  func largeCount(asText: Bool) throws {
    let text = "99999999999999999999999 3\na 1 2 3\n"
    let path = try folder.write(text, to: "forged.vec")
    #expect(throws: FileError.self) {
      try read(path, format: asText ? .text : .automatic)
    }
  }

  @Test("a binary file cut short anywhere is refused, and forged counts are")
  func binary() throws {
    let bytes = try GoldenFile.bytes("vectors.bin")
    for length in 0..<bytes.count {
      let path = try folder.write(Array(bytes[..<length]), to: "cut")
      #expect(throws: FileError.self) { try read(path, format: .binary) }
    }
    for header in ["99999999999 3\n", "9223372036854775807 65536\n", "3 3\n", "1 70000\n"] {
      let path = try folder.write(Array(header.utf8) + bytes.dropFirst(4), to: "forged")
      #expect(throws: FileError.self) { try read(path, format: .binary) }
    }
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      _ = try? read(try folder.write(changed, to: "flipped"))
    }
  }

  @Test("words that the format cannot hold are errors", arguments: ["", "a b", "a\tb", "a\n"])
  func unwritable(word: String) throws {
    let writer = try Word2VecWriter(path: folder.file("out"), dimension: 1)
    let vector: [Float] = [1]
    #expect(throws: FileError.self) { try writer.append(word: word, vector: vector.span) }
  }
}
