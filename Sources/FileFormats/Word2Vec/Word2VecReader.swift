/// Reads word vectors in the formats of word2vec, GloVe and fastText (`.vec`), word by word.
///
///     let reader = try Word2VecReader(path: "vectors.txt")
///     var vector: [Float] = []
///     while let word = try reader.next(into: &vector) { … }
///
/// Text with or without the header line, plain or `.gz`, and word2vec's binary format. What the
/// header promises is compared with the content and never decides what is allocated. Words are
/// handed out as they are in the file, repeated ones too.
public final class Word2VecReader {
  /// How the vectors are written.
  public enum Format: Sendable {
    /// Found out from the beginning of the file.
    case automatic
    /// One word and its numbers per line.
    case text
    /// A word, a space and four bytes per number.
    case binary
  }

  /// The largest dimension that is accepted.
  public static let maximumDimension = 1 << 16

  /// How many numbers a vector has.
  public let dimension: Int
  /// How many words the header promises, if there is one.
  public let declaredCount: Int?
  private let source: any Word2VecSource
  private var count = 0

  /// Opens a file.
  ///
  /// - Throws: `FileError` if it cannot be read or does not begin like word vectors.
  public init(path: String, format: Format = .automatic) throws(FileError) {
    let isBinary =
      switch format {
      case .text: false
      case .binary: true
      case .automatic: try Word2VecHeader.looksBinary(path)
      }
    if isBinary {
      let binary = try Word2VecBinarySource(path: path)
      (dimension, declaredCount) = (binary.header.dimension, binary.header.count)
      source = binary
    } else {
      let text = try Word2VecTextSource(path: path)
      (dimension, declaredCount) = (text.dimension, text.declaredCount)
      source = text
    }
  }

  /// Reads the next vector and returns its word, or nil after the last one.
  ///
  /// - Throws: `FileError` with the line on anything but a word with `dimension` numbers.
  public func next(into vector: inout [Float]) throws(FileError) -> String? {
    if let declaredCount, count == declaredCount {
      try source.expectEnd()
      return nil
    }
    guard let word = try source.next(into: &vector) else {
      guard let declaredCount, count < declaredCount else { return nil }
      throw .malformed(
        path: source.path, line: nil,
        reason: "cut short: the header promises \(declaredCount) words and \(count) are there")
    }
    count += 1
    return word
  }
}

/// One of the notations behind `Word2VecReader`.
protocol Word2VecSource: AnyObject {
  var path: String { get }
  func next(into vector: inout [Float]) throws(FileError) -> String?
  /// Checks that nothing but white space is left.
  func expectEnd() throws(FileError)
}

/// The first line of a file: how many words, how many numbers each.
struct Word2VecHeader {
  let count: Int
  let dimension: Int

  /// The header in a line, or nil if the line is not two whole numbers.
  ///
  /// A number that is too large for an `Int` counts as the largest.
  init?(_ line: [UInt8]) {
    let fields = line.split { $0 == 0x20 || $0 == 0x09 }
    guard fields.count == 2, let count = Self.number(fields[0]),
      let dimension = Self.number(fields[1])
    else { return nil }
    self.count = count
    self.dimension = dimension
  }

  /// The whole number that a field is, or nil.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    let digits = field.first == UInt8(ascii: "-") ? field.dropFirst() : field
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(String(decoding: field, as: UTF8.self)) ?? (digits == field ? .max : .min)
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

  /// The bytes that numbers are written with, NaN and infinity too.
  private static let numerals = Set("0123456789+-.eEnNaAiIfFtTyY".utf8)

  /// Whether the file begins like the binary format; for pipes and `.gz` the name decides.
  static func looksBinary(_ path: String) throws(FileError) -> Bool {
    guard path != "-", !path.hasSuffix(".gz"),
      FileDescriptor.status(of: path)?.kind == .regular
    else { return path.hasSuffix(".bin.gz") }
    let file = try MappedFile(path: path)
    let head = file.bytes(0..<min(file.count, 1 << 20))
    guard let end = head.firstIndex(of: 0x0A),
      let header = Word2VecHeader(Array(head[..<end].filter { $0 != 0x0D })), header.count > 0
    else { return false }
    // Binary, unless the line that follows is a word with as many numbers as promised. One that is
    // not finite or misspelled is to be reported as such, and not as a binary file cut short.
    let line = head[(end + 1)...].prefix { $0 != 0x0A }
    let fields = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    return fields.count <= header.dimension
      || !fields.suffix(header.dimension).allSatisfy { $0.allSatisfy(numerals.contains) }
  }
}
