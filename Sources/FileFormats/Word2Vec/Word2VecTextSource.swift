import Foundation

/// One word and its numbers per line, with or without a header line.
final class Word2VecTextSource: Word2VecSource {
  let path: String
  let dimension: Int
  let declaredCount: Int?
  private let lines: LineReader
  /// Whether words may be in base 64, as deeplearning4j writes them.
  private let hasEncodedWords: Bool

  init(_ source: ByteSource, head: ArraySlice<UInt8>) throws(FileError) {
    path = source.path
    let layout = try Word2VecTextLayout(head, path: path)
    dimension = layout.dimension
    declaredCount = layout.header?.count
    hasEncodedWords = layout.header?.hasDocumentCount ?? false
    lines = LineReader(source: source)
    if layout.header != nil { _ = try lines.next() }
  }

  func next(into vector: inout [Float]) throws(FileError) -> [UInt8]? {
    guard let line = try lines.next() else { return nil }
    return try parse(line, into: &vector)
  }

  func nextUncounted(into vector: inout [Float]) throws(FileError) -> [UInt8]? {
    while let line = try lines.next() {
      if line.allSatisfy(\.isBlank) { continue }
      guard line.starts(with: "<unk> ".utf8) else {
        throw malformed("more words than the header promises")
      }
      return try parse(line, into: &vector)
    }
    return nil
  }

  func expectEnd() throws(FileError) {
    while let line = try lines.next() {
      guard line.allSatisfy(\.isBlank) else {
        throw malformed("more words than the header promises")
      }
    }
  }

  /// Takes the numbers from the end of the line, so that a word of GloVe may have spaces in it.
  private func parse(_ line: [UInt8], into vector: inout [Float]) throws(FileError) -> [UInt8] {
    if vector.count != dimension { vector = [Float](repeating: 0, count: dimension) }
    var end = line.count
    for index in (0..<dimension).reversed() {
      while end > 0, line[end - 1].isBlank { end -= 1 }
      var start = end
      while start > 0, !line[start - 1].isBlank { start -= 1 }
      let field = line.span.extracting(start..<end)
      guard start > 0, let value = FloatText.parse(field) else {
        if start > 0, let name = FloatText.nonFiniteName(field) {
          throw badRow("number \(index + 1) of the vector is \(name)")
        }
        throw badRow("expected a word and \(dimension) numbers")
      }
      vector[index] = value
      end = start
    }
    while end > 0, line[end - 1].isBlank { end -= 1 }
    let word = line[..<end]
    guard !word.isEmpty else { throw badRow("a line without a word") }
    if declaredCount != nil { try checkSpaces(word) }
    return hasEncodedWords ? Self.decoded(word) : Array(word)
  }

  /// Refuses a word that ends with a number: the header then promises too few numbers.
  private func checkSpaces(_ word: ArraySlice<UInt8>) throws(FileError) {
    guard let space = word.lastIndex(where: \.isBlank) else { return }
    let last = Array(word[(space + 1)...])
    guard FloatText.parse(last.span) == nil else {
      throw badRow("more than a word and \(dimension) numbers")
    }
  }

  private static func decoded(_ word: ArraySlice<UInt8>) -> [UInt8] {
    let prefix = "B64:".utf8
    guard word.starts(with: prefix),
      let data = Data(base64Encoded: Data(word.dropFirst(prefix.count)))
    else { return Array(word) }
    return Array(data)
  }

  private func badRow(_ reason: String) -> FileError {
    .badRow(path: path, line: lines.lineNumber, reason: reason)
  }

  private func malformed(_ reason: String) -> FileError {
    .malformed(path: path, line: lines.lineNumber, reason: reason)
  }
}

extension UInt8 {
  /// Whether this byte separates words and numbers.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
