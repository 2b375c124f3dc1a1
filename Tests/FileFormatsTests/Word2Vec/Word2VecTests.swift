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
    switch error {
    case .malformed(_, let found, _), .badRow(_, let found, _): #expect(found == line)
    default: Issue.record("\(String(describing: error))")
    }
  }

  @Test(
    "text whose first number is wrong is not taken for binary",
    arguments: ["nan", "-inf", "1e99", "1.2.3"])
  func wrongNumber(number: String) throws {
    let path = try folder.write("2 3\na 1 \(number) 3\nb 1 2 3\n", to: "damaged")
    let error = #expect(throws: FileError.self) { try read(path) }
    guard case .badRow(_, line: 2, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(
    "a matrix of numbers as text is not taken for words",
    arguments: ["0.5\t-1.25\t2\n1.5\t2\t3\n", "1.0e-1 2.0 3.0\n", "\n-0.5 1 2\n"])
  func matrix(text: String) throws {
    let error = #expect(throws: FileError.self) {
      try read(try folder.write(text, to: "matrix.tsv"))
    }
    #expect("\(String(describing: error))".contains("numpy.save"))
    // A number may be a word, but not in every line.
    let mixed = try read(try folder.write("the 1 2\n0.5 3 4\n", to: "mixed.vec"))
    #expect(mixed.words == ["the", "0.5"])
  }

  @Test("a short row of text is not taken for binary, with and without a space at its end")
  func shortRow() throws {
    for line in ["the 0.1 0.2", "the 0.1 0.2 ", "the"] {
      let path = try folder.write("2 3\n\(line)\ncat 0.2 0.1 0.3\n", to: "short.vec")
      #expect(
        throws: FileError.badRow(path: path, line: 2, reason: "expected a word and 3 numbers")
      ) { try read(path) }
    }
  }

  @Test("NaN and infinity are named, in text and in binary")
  func notFinite() throws {
    for (number, name) in [("nan", "NaN"), ("-NaN", "NaN"), ("-inf", "infinite")] {
      for header in ["2 3\n", ""] {
        let path = try folder.write(header + "a 1 \(number) 3\nb 1 2 3\n", to: "damaged")
        let reason = "number 2 of the vector is \(name)"
        #expect(
          throws: FileError.badRow(path: path, line: header.isEmpty ? 1 : 2, reason: reason)
        ) { try read(path) }
      }
    }
    let bits = [UInt8](repeating: 0xFF, count: 4)
    let path = try folder.write(Array("1 2\na ".utf8) + [0, 0, 0, 0] + bits, to: "damaged.bin")
    #expect(
      throws: FileError.badRow(
        path: path, line: nil, reason: "number 2 of the vector is NaN (word 1 of 1)")
    ) { try read(path) }
  }

  @Test(
    "a byte order mark belongs neither to the header nor to the first word",
    arguments: ["2 3\nking 1 0 0\nqueen 0 1 0\n", "king 1 0 0\nqueen 0 1 0\n"])
  func byteOrderMark(text: String) throws {
    let found = try read(try folder.write("\u{FEFF}" + text, to: "marked.vec"))
    #expect(found.words == ["king", "queen"])
    #expect(found.vectors == [[1, 0, 0], [0, 1, 0]])
  }

  @Test("the three numbers of deeplearning4j are a header, and its words in base 64 are decoded")
  func deeplearning4j() throws {
    let text = "2 4 7200\nking 1 0 0 0\nB64:bmHDr3Zl 0 1 0 0\n"
    let found = try read(try folder.write(text, to: "dl4j.txt"))
    #expect(found.words == ["king", "naïve"])
    #expect(found.vectors == [[1, 0, 0, 0], [0, 1, 0, 0]])
    // A number may be a word of a file without header.
    let plain = try read(try folder.write("2 4 7200\nking 1 0\n", to: "plain.txt"))
    #expect(plain.words == ["2", "king"] && plain.vectors[0] == [4, 7200])
    let short = try folder.write("2 4 7200\nking 1 0 0\n", to: "short.txt")
    let error = #expect(throws: FileError.self) { try read(short) }
    guard case .malformed(_, line: 2, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(
    "spaces in the words of GloVe are read, whether or not a header or other words come first",
    arguments: [
      "new york 0 1 0\nking 1 0 0\n", "king 1 0 0\nnew york 0 1 0\n",
      "2 3\nnew york 0 1 0\nking 1 0 0\n", "at 5 0 0 1\nnew york 0 1 0\nking 1 0 0\n",
    ])
  func wordsWithSpaces(text: String) throws {
    let found = try read(try folder.write(text, to: "glove.txt"))
    let vectors = Dictionary(uniqueKeysWithValues: zip(found.words, found.vectors))
    #expect(vectors["new york"] == [0, 1, 0] && vectors["king"] == [1, 0, 0])
    #expect(vectors.count == 2 || vectors["at 5"] == [0, 0, 1])
  }

  @Test("the unknown word that the header of GloVe does not count is read, and only that")
  func uncountedUnknownWord() throws {
    let text = "2 3\nthe 1 2 3\ncat 4 5 6\n<unk> 7 8 9\n"
    let found = try read(try folder.write(text, to: "vectors.txt"))
    #expect(found.words == ["the", "cat", "<unk>"] && found.vectors[2] == [7, 8, 9])
    for more in ["dog 1 2 3\n", "<unk> 1 2 3\n"] {
      let path = try folder.write(text + more, to: "more.txt")
      #expect(
        throws: FileError.malformed(
          path: path, line: 5, reason: "more words than the header promises")
      ) { try read(path) }
    }
  }

  @Test("words that are not valid UTF-8 are left out, with one warning that counts them")
  func invalidWords() throws {
    let invalid: [UInt8] = [0x61, 0xC3]
    var binary = Array("3 1\n".utf8)
    var text = binary
    for (word, number) in [(invalid, "1"), (Array("cat".utf8), "2"), (invalid, "3")] {
      text += word + Array(" \(number)\n".utf8)
      binary += word + [0x20, 0, 0, 0x80, 0x3F]
    }
    for (name, bytes) in [("vectors.txt", text), ("vectors.bin", binary)] {
      let path = try folder.write(bytes, to: name)
      let warnings = Warnings(of: path)
      let found = try read(path)
      #expect(found.words == ["cat"])
      #expect(
        warnings.found == [
          FileWarning(path: path, reason: "2 words that are not valid UTF-8 are left out")
        ])
    }
  }

  @Test("a binary file is recognized when it is compressed, whatever its name")
  func compressedBinary() throws {
    let plain = try folder.write(try GoldenFile.bytes("vectors.bin"), to: "vectors")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", plain]
    try process.run()
    process.waitUntilExit()
    #expect(try read(plain + ".gz").vectors == Self.vectors)
    // Its content tells, whatever its name is.
    let renamed = try folder.write(fileBytes(plain + ".gz"), to: "GoogleNews.bin")
    #expect(try read(renamed).vectors == Self.vectors)
  }

  @Test(
    "files of gensim and NumPy that are not read are named",
    arguments: [
      ([0x80, 0x04, 0x95, 0x0A], .pickle), (Array("PAR1".utf8), .parquet),
      ([0x93] + Array("NUMPY\u{1}".utf8), .numpy), ([0x50, 0x4B, 0x03, 0x04, 0x0A], .zip),
      ([0xFF, 0xFE, 0x61, 0], .utf16),
    ] as [([UInt8], ForeignFormat)])
  func foreign(bytes: [UInt8], format: ForeignFormat) throws {
    let path = try folder.write(bytes, to: "foreign")
    #expect(throws: FileError.foreign(path: path, format: format, purpose: .wordVectors)) {
      try read(path)
    }
  }

  @Test("lines may end with CR alone", arguments: ["2 3\r", ""])
  func returns(header: String) throws {
    let path = try folder.write(header + "the 1 2 3\rcat 4 5 6\r", to: "mac.vec")
    let found = try read(path)
    #expect(found.words == ["the", "cat"] && found.vectors == [[1, 2, 3], [4, 5, 6]])
  }

  @Test("bad rows are left out and counted where that is asked for")
  func badRows() throws {
    let text = "4 3\nthe 1 2 3\ncat 1 2\n dog 1 nan 2\nsun 4 5 6\n"
    var binary = Array("3 1\n".utf8)
    for (word, bits) in [("a", 0x3F80_0000), ("b", 0x7FC0_0000), ("c", 0x4000_0000)]
      as [(String, UInt32)]
    {
      binary += Array("\(word) ".utf8)
      for shift in [0, 8, 16, 24] {
        binary.append(UInt8(truncatingIfNeeded: bits >> UInt32(shift)))
      }
    }
    for (bytes, words, warning) in [
      (
        Array(text.utf8), ["the", "sun"],
        "rows that cannot be read are left out: 2; the first is line 3, expected a word and 3 numbers"
      ),
      (
        binary, ["a", "c"],
        "rows that cannot be read are left out: 1; the first is number 1 of the vector is NaN "
          + "(word 2 of 3)"
      ),
    ] {
      let path = try folder.write(bytes, to: words[0])
      #expect(throws: FileError.self) { try read(path) }
      let warnings = Warnings(of: path)
      let reader = try Word2VecReader(path: path, skipsBadRows: true)
      var vector: [Float] = []
      var found: [String] = []
      while let word = try reader.next(into: &vector) { found.append(word) }
      #expect(found == words)
      #expect(warnings.found.map(\.reason) == [warning])
    }
  }

  @Test(
    "a header with a dimension below one is refused",
    arguments: ["-3", "0", "-9223372036854775808"])
  func negativeDimension(dimension: String) throws {
    let path = try folder.write("2 \(dimension)\nthe 1 2 3\ncat \u{1} 3\n", to: "forged.vec")
    #expect(throws: FileError.self) { try read(path) }
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

  @Test(
    "no flipped bit of a text makes the reader trap",
    arguments: [
      "2 3\nthe 1 2 3\ncat 4 5 6\n<unk> 7 8 9\n", "2 2 7\nB64:bmHDr3Zl 0 1\n", "a b 1 nan\n",
    ])
  func flippedText(text: String) throws {
    for bit in 0..<text.utf8.count * 8 {
      var changed = Array(text.utf8)
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
