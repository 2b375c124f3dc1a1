/// One word and its numbers per line, with or without a header line.
final class Word2VecTextSource: Word2VecSource {
  let path: String
  let dimension: Int
  let declaredCount: Int?
  private let lines: LineReader
  /// The first line of a file without header.
  private var first: [UInt8]?

  init(path: String) throws(FileError) {
    lines = try LineReader(path: path)
    self.path = lines.path
    guard let line = try lines.next() else {
      throw .malformed(path: path, line: nil, reason: "is empty; word vectors are needed")
    }
    if let header = Word2VecHeader(line) {
      try header.validate(path: path)
      (dimension, declaredCount) = (header.dimension, header.count)
    } else {
      dimension = Self.numberCount(line)
      declaredCount = nil
      first = line
      guard dimension > 0, dimension <= Word2VecReader.maximumDimension else {
        throw .malformed(path: path, line: 1, reason: "no word followed by numbers")
      }
    }
  }

  func next(into vector: inout [Float]) throws(FileError) -> String? {
    if vector.count != dimension { vector = [Float](repeating: 0, count: dimension) }
    if let line = first {
      first = nil
      return try parse(line, into: &vector)
    }
    guard let line = try lines.next() else { return nil }
    return try parse(line, into: &vector)
  }

  func expectEnd() throws(FileError) {
    while let line = try lines.next() {
      guard line.allSatisfy(\.isBlank) else {
        throw malformed("more words than the header promises")
      }
    }
  }

  /// Takes the numbers from the end of the line, so that a word of GloVe may have spaces in it.
  private func parse(_ line: [UInt8], into vector: inout [Float]) throws(FileError) -> String {
    var end = line.count
    for index in (0..<dimension).reversed() {
      while end > 0, line[end - 1].isBlank { end -= 1 }
      var start = end
      while start > 0, !line[start - 1].isBlank { start -= 1 }
      guard start > 0, let value = FloatText.parse(line.span.extracting(start..<end)) else {
        throw malformed("expected a word and \(dimension) numbers")
      }
      vector[index] = value
      end = start
    }
    while end > 0, line[end - 1].isBlank { end -= 1 }
    guard let word = String(validating: line[..<end], as: UTF8.self) else {
      throw malformed("a word that is no UTF-8")
    }
    guard !word.isEmpty else { throw malformed("a line without a word") }
    // Formats with a header have no such words: the header promises too few numbers.
    guard declaredCount == nil || !word.utf8.contains(where: \.isBlank) else {
      throw malformed("more than a word and \(dimension) numbers")
    }
    return word
  }

  /// How many numbers the line ends with, leaving at least one word before them.
  private static func numberCount(_ line: [UInt8]) -> Int {
    let fields = line.split(whereSeparator: \.isBlank)
    return fields.dropFirst().reversed().prefix { FloatText.parse(Array($0).span) != nil }.count
  }

  private func malformed(_ reason: String) -> FileError {
    .malformed(path: path, line: lines.lineNumber, reason: reason)
  }
}

extension UInt8 {
  /// Whether this byte separates words and numbers.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
