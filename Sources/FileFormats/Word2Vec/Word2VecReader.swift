/// Reads word vectors in the formats of word2vec, GloVe and fastText, word by word.
///
///     let reader = try Word2VecReader(path: "vectors.txt")
///     var vector: [Float] = []
///     while let word = try reader.next(into: &vector) { … }
///
/// Text with or without the header line, that of deeplearning4j too, and word2vec's binary format,
/// plain or compressed; and the words of a binary model of fastText. What the header promises is
/// compared with the content and never decides what is allocated. One `<unk>` may follow that the
/// header of GloVe does not count. Words are handed out as they are in the file, repeated ones too;
/// those that are not valid UTF-8 are left out, with one ``FileWarning``.
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
  /// The binary model of fastText, if the file is one.
  public var fastText: FastTextFile? { (source as? FastTextSource)?.file }
  /// What composes vectors for words that are not in the file; nil if nothing does.
  public var subwords: FastTextFile? { fastText.flatMap { $0.composesUnknownWords ? $0 : nil } }
  /// How many words were left out so far, because they are not valid UTF-8.
  public private(set) var skippedCount = 0
  private let source: any Word2VecSource
  private let skipsBadRows: Bool
  private var count = 0
  private var badCount = 0
  private var firstBad = ""
  private var hasWarned = false

  /// Opens a file.
  ///
  /// With `skipsBadRows`, rows that are not a word with finite numbers are left out, with one
  /// ``FileWarning``.
  ///
  /// - Throws: `FileError` if it cannot be read or does not begin like word vectors.
  public init(
    path: String, format: Format = .automatic, skipsBadRows: Bool = false
  ) throws(FileError) {
    self.skipsBadRows = skipsBadRows
    let bytes = try ByteSource(path: path)
    let head = try bytes.peek(Self.headSize)
    if FastTextFile.isBeginning(head) {
      let model = try Self.fastText(path, bytes)
      (dimension, declaredCount) = (model.file.dimension, model.file.words.count)
      source = model
      return
    }
    if let foreign = ForeignFormat(head) {
      throw .foreign(path: bytes.path, format: foreign, purpose: .wordVectors)
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

  private static func fastText(
    _ path: String, _ bytes: ByteSource
  ) throws(FileError) -> FastTextSource {
    guard bytes.size != nil else {
      throw .foreign(path: bytes.path, format: .packedVectors, purpose: .wordVectors)
    }
    return try FastTextSource(path: path)
  }

  /// How often the last word occurred in training; nil if the file does not say.
  public var lastCount: Int? { source.lastCount }

  /// Reads the next vector and returns its word, or nil after the last one.
  ///
  /// - Throws: `FileError` with the line on anything but a word with `dimension` numbers.
  public func next(into vector: inout [Float]) throws(FileError) -> String? {
    while let bytes = try nextWord(into: &vector) {
      count += 1
      if let word = String(validating: bytes, as: UTF8.self) { return word }
      skippedCount += 1
    }
    warn()
    return nil
  }

  private func warn() {
    guard !hasWarned else { return }
    hasWarned = true
    if badCount > 0 {
      FileWarning(
        path: source.path,
        reason: "rows that cannot be read are left out: \(badCount); the first is \(firstBad)"
      ).tell()
    }
    if skippedCount > 0 {
      FileWarning(
        path: source.path,
        reason: skippedCount == 1
          ? "1 word that is not valid UTF-8 is left out"
          : "\(skippedCount) words that are not valid UTF-8 are left out"
      ).tell()
    }
  }

  /// The bytes of the next word, or nil after the last one.
  private func nextWord(into vector: inout [Float]) throws(FileError) -> [UInt8]? {
    while declaredCount.map({ count < $0 }) ?? true {
      do {
        if let word = try source.next(into: &vector) { return word }
      } catch .badRow(_, let line, let reason) where skipsBadRows {
        if badCount == 0 { firstBad = (line.map { "line \($0), " } ?? "") + reason }
        badCount += 1
        count += 1
        continue
      }
      guard let declaredCount else { return nil }
      throw .malformed(
        path: source.path, line: nil,
        reason: "cut short: the header promises \(declaredCount) words and \(count) are there")
    }
    if count == declaredCount, let word = try source.nextUncounted(into: &vector) { return word }
    try source.expectEnd()
    return nil
  }
}

/// One of the notations behind `Word2VecReader`.
protocol Word2VecSource: AnyObject {
  var path: String { get }
  /// The bytes of the next word, or nil at the end of the file.
  func next(into vector: inout [Float]) throws(FileError) -> [UInt8]?
  /// How often the last word occurred in training; nil if the format does not say.
  var lastCount: Int? { get }
  /// A word behind those that the header counts, if the format allows one.
  func nextUncounted(into vector: inout [Float]) throws(FileError) -> [UInt8]?
  /// Checks that nothing but white space is left.
  func expectEnd() throws(FileError)
}

extension Word2VecSource {
  var lastCount: Int? { nil }

  func nextUncounted(into vector: inout [Float]) throws(FileError) -> [UInt8]? { nil }
}
