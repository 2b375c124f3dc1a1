/// Reads word vectors in the formats of word2vec, GloVe and fastText (`.vec`), word by word.
///
///     let reader = try Word2VecReader(path: "vectors.txt")
///     var vector: [Float] = []
///     while let word = try reader.next(into: &vector) { … }
///
/// Text with or without the header line, that of deeplearning4j too, and word2vec's binary format;
/// plain or compressed with gzip. What the header promises is compared with the content and never
/// decides what is allocated. One `<unk>` may follow that the header of GloVe does not count. Words
/// are handed out as they are in the file, repeated ones too; those that are not valid UTF-8 are
/// left out, with one ``FileWarning``.
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

  /// What is looked at to find out the format: a line of the largest dimension fits in.
  private static let headSize = 1 << 21

  /// How many numbers a vector has.
  public let dimension: Int
  /// How many words the header promises, if there is one.
  public let declaredCount: Int?
  /// How many words were left out so far, because they are not valid UTF-8.
  public private(set) var skippedCount = 0
  private let source: any Word2VecSource
  private var count = 0
  private var hasWarned = false

  /// Opens a file.
  ///
  /// - Throws: `FileError` if it cannot be read or does not begin like word vectors.
  public init(path: String, format: Format = .automatic) throws(FileError) {
    let bytes = try ByteSource(path: path)
    let head = try bytes.peek(Self.headSize)
    if let foreign = ForeignVectorFormat(head) {
      throw .malformed(path: bytes.path, line: nil, reason: foreign.reason)
    }
    let isBinary =
      switch format {
      case .text: false
      case .binary: true
      case .automatic: Word2VecHeader.looksBinary(head)
      }
    if isBinary {
      let binary = try Word2VecBinarySource(bytes)
      (dimension, declaredCount) = (binary.header.dimension, binary.header.count)
      source = binary
    } else {
      let text = try Word2VecTextSource(bytes, head: head)
      (dimension, declaredCount) = (text.dimension, text.declaredCount)
      source = text
    }
  }

  /// Reads the next vector and returns its word, or nil after the last one.
  ///
  /// - Throws: `FileError` with the line on anything but a word with `dimension` numbers.
  public func next(into vector: inout [Float]) throws(FileError) -> String? {
    while let bytes = try nextWord(into: &vector) {
      count += 1
      if let word = String(validating: bytes, as: UTF8.self) { return word }
      skippedCount += 1
    }
    if skippedCount > 0, !hasWarned {
      hasWarned = true
      FileWarning(
        path: source.path,
        reason: skippedCount == 1
          ? "1 word that is not valid UTF-8 is left out"
          : "\(skippedCount) words that are not valid UTF-8 are left out"
      ).tell()
    }
    return nil
  }

  /// The bytes of the next word, or nil after the last one.
  private func nextWord(into vector: inout [Float]) throws(FileError) -> [UInt8]? {
    if let declaredCount, count >= declaredCount {
      if count == declaredCount, let word = try source.nextUncounted(into: &vector) {
        return word
      }
      try source.expectEnd()
      return nil
    }
    if let word = try source.next(into: &vector) { return word }
    guard let declaredCount else { return nil }
    throw .malformed(
      path: source.path, line: nil,
      reason: "cut short: the header promises \(declaredCount) words and \(count) are there")
  }
}

/// One of the notations behind `Word2VecReader`.
protocol Word2VecSource: AnyObject {
  var path: String { get }
  /// The bytes of the next word, or nil at the end of the file.
  func next(into vector: inout [Float]) throws(FileError) -> [UInt8]?
  /// A word behind those that the header counts, if the format allows one.
  func nextUncounted(into vector: inout [Float]) throws(FileError) -> [UInt8]?
  /// Checks that nothing but white space is left.
  func expectEnd() throws(FileError)
}
