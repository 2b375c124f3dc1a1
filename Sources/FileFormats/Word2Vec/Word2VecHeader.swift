/// The first line of a file: how many words, how many numbers each.
struct Word2VecHeader {
  let count: Int
  let dimension: Int
  /// Whether a third number, of documents, follows, as deeplearning4j writes it.
  let hasDocumentCount: Bool

  /// The header in a line, or nil if the line is not two or three whole numbers.
  ///
  /// A number that is too large for an `Int` counts as the largest.
  init?(_ line: some Collection<UInt8>) {
    let fields = line.split(whereSeparator: \.isBlank)
    let numbers = fields.prefix(4).compactMap { Self.number(Array($0)) }
    guard fields.count == numbers.count, (2...3).contains(numbers.count) else { return nil }
    count = numbers[0]
    dimension = numbers[1]
    hasDocumentCount = numbers.count == 3
  }

  /// The whole number that a field is, or nil.
  private static func number(_ field: [UInt8]) -> Int? {
    let digits = field.first == UInt8(ascii: "-") ? field.dropFirst() : field[...]
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(String(decoding: field, as: UTF8.self))
      ?? (digits.count == field.count ? .max : .min)
  }

  /// Refuses sizes that no real file has.
  func validate(path: String) throws(FileError) {
    guard count >= 0 else {
      throw .malformed(path: path, line: 1, reason: "the header promises \(count) words")
    }
    guard dimension > 0, dimension <= Word2VecReader.maximumDimension else {
      throw .malformed(
        path: path, line: 1,
        reason: "the header asks for \(dimension) numbers a word; 1 to "
          + "\(Word2VecReader.maximumDimension) are accepted")
    }
  }
}

extension Word2VecHeader {
  /// The bytes that numbers are written with, NaN and infinity too.
  private static let numerals = Set("0123456789+-.eEnNaAiIfFtTyY".utf8)

  /// Whether a file that begins with these bytes is in the binary format.
  static func looksBinary(_ head: ArraySlice<UInt8>) -> Bool {
    guard let end = head.firstIndex(of: 0x0A), let header = Word2VecHeader(head[..<end]),
      header.count > 0, header.dimension > 0, !header.hasDocumentCount
    else { return false }
    // Text, if the line that follows is a word with as many numbers as promised. A number that is
    // not finite or misspelled is to be reported as such, and not as a binary file cut short.
    let rest = head[(end + 1)...]
    let fields = rest.prefix { $0 != 0x0A }.split(whereSeparator: \.isBlank)
    if fields.count > header.dimension,
      fields.suffix(header.dimension).allSatisfy({ $0.allSatisfy(numerals.contains) })
    {
      return false
    }
    return !isText(rest.prefix(1 << 12))
  }

  /// Whether the bytes are text throughout; the bytes of numbers hardly ever are.
  private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0.isBlank || $0 == 0x0A }) else {
      return false
    }
    // The last letter may be cut.
    return (0..<4).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
  }
}
