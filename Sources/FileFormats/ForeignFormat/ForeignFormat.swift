/// Formats that are not read, named so that an error can say what a file is.
///
/// Most are recognized by their first bytes.
public enum ForeignFormat: CaseIterable, Sendable {
  /// A Python pickle, as gensim saves vectors.
  case pickle
  /// A file of PyTorch, which is a zip archive.
  case torch
  /// A zip archive.
  case zip
  /// A table of Arrow, also known as Feather.
  case arrow
  /// A model of SentencePiece.
  case sentencePiece
  /// A list of words, one a line, as a tokenizer of BERT has it.
  case wordList
  /// A Parquet file.
  case parquet
  /// A NumPy file, where text or words are needed.
  case numpy
  /// A PDF.
  case pdf
  /// A text in UTF-16 or UTF-32 with a byte order mark, as Windows programs write it.
  case utf16
  /// Tensors, where text or words are needed.
  case safetensors
  /// An array of JSON, where a table is needed.
  case jsonArray
  /// A model of fastText whose vectors were quantized.
  case quantizedFastText
  /// A model of fastText whose n-grams were pruned.
  case prunedFastText
  /// Binary vectors that cannot be mapped into memory.
  case packedVectors

  /// What a file was to be read as.
  public enum Purpose: Sendable {
    /// Lines of text.
    case text
    /// Rows of a table.
    case table
    /// Words with their vectors.
    case wordVectors
    /// Vectors with or without words.
    case vectors
    /// A tokenizer.
    case tokenizer
  }

  /// The format of a file that begins with these bytes, or nil.
  package init?(_ head: some Collection<UInt8>) {
    let found = Self.allCases.first { format in
      format.beginnings.contains { head.starts(with: $0) }
    }
    if let found {
      self = found
    } else if Self.isTorch(head) {
      self = .torch
    } else if head.starts(with: Self.zipStart) {
      self = .zip
    } else if Self.isSafetensors(head) {
      self = .safetensors
    } else {
      return nil
    }
  }

  /// The format of what is no table, if its first line is this one; or nil.
  package init?(firstLineOfTable line: some Collection<UInt8>) {
    if let found = ForeignFormat(line) {
      self = found
    } else if Self.isJSONArray(line) {
      self = .jsonArray
    } else {
      return nil
    }
  }

  /// The format of a file that is no JSON, where a tokenizer is needed.
  package init(ofTokenizer head: some Collection<UInt8>) {
    self = ForeignFormat(head) ?? (Self.isSentencePiece(head) ? .sentencePiece : .wordList)
  }

  private static let zipStart: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

  private var beginnings: [[UInt8]] {
    switch self {
    // The protocols that write a binary frame; text cannot begin with the byte 0x80.
    case .pickle: (2...5).map { [0x80, $0] }
    case .arrow: [Array("ARROW1\0\0".utf8)]
    case .parquet: [Array("PAR1".utf8)]
    case .numpy: [[0x93] + Array("NUMPY".utf8)]
    case .pdf: [Array("%PDF-".utf8)]
    case .utf16: [[0xFF, 0xFE], [0xFE, 0xFF], [0x00, 0x00, 0xFE, 0xFF]]
    case .zip, .torch, .sentencePiece, .wordList: []
    case .safetensors, .jsonArray, .quantizedFastText, .prunedFastText, .packedVectors: []
    }
  }

  /// A message of protocol buffers, whose first field is a piece: its text and then its score, a float.
  private static func isSentencePiece(_ head: some Collection<UInt8>) -> Bool {
    let start = Array(head.prefix(256))
    guard start.count > 4, start[0] == 0x0A, start[2] == 0x0A else { return false }
    let score = 4 + Int(start[3])
    return score < start.count && start[score] == 0x15
  }

  /// A zip archive whose first file is the pickle of a tensor.
  private static func isTorch(_ head: some Collection<UInt8>) -> Bool {
    let start = Array(head.prefix(256))
    guard start.starts(with: zipStart), start.count > 30 else { return false }
    let length = Int(start[26]) | Int(start[27]) << 8
    let name = String(decoding: start.dropFirst(30).prefix(length), as: UTF8.self)
    return name.hasSuffix("/data.pkl")
  }

  /// The length of the header in eight bytes, of which a real one needs no more than four; then JSON.
  private static func isSafetensors(_ head: some Collection<UInt8>) -> Bool {
    let start = Array(head.prefix(9))
    return start.count == 9 && start[4..<8].allSatisfy { $0 == 0 } && start[8] == UInt8(ascii: "{")
  }

  /// Whether a line begins an array of objects, arrays or texts.
  private static func isJSONArray(_ line: some Collection<UInt8>) -> Bool {
    let bytes = Array(line.lazy.filter { !$0.isBlank }.prefix(2))
    guard bytes.first == UInt8(ascii: "[") else { return false }
    return bytes.count == 1 || Array("{[\"".utf8).contains(bytes[1])
  }
}

extension ForeignFormat: CustomStringConvertible {
  /// What it is, with an article.
  public var description: String {
    switch self {
    case .pickle: "a Python pickle"
    case .torch: "a file of PyTorch"
    case .zip: "a zip archive, such as .xlsx, .docx or .npz"
    case .arrow: "a table of Arrow or Feather"
    case .sentencePiece: "a model of SentencePiece"
    case .wordList: "a list of words or another text"
    case .parquet: "a Parquet file"
    case .numpy: "a NumPy matrix"
    case .pdf: "a PDF"
    case .utf16: "a text in UTF-16 or UTF-32"
    case .safetensors: "a safetensors file"
    case .jsonArray: "a JSON array"
    case .quantizedFastText: "a quantized model of fastText (.ftz)"
    case .prunedFastText: "a pruned model of fastText, whose n-grams are incomplete"
    case .packedVectors: "a binary file that is compressed or in a pipe"
    }
  }
}

extension ForeignFormat.Purpose: CustomStringConvertible {
  /// What is needed, with an article where it has one.
  public var description: String {
    switch self {
    case .text: "text in UTF-8"
    case .table: "a table in UTF-8"
    case .wordVectors: "word vectors that can be read"
    case .vectors: "vectors that can be read"
    case .tokenizer: "a tokenizer.json"
    }
  }
}
