/// Why a tokenizer cannot be read or built.
///
/// Files that cannot be read, are not JSON or are damaged throw a `FileError` of FileFormats.
public enum TokenizerError: Error, Equatable, Sendable {
  /// The file is JSON, but not a tokenizer whose parts fit together.
  case malformed(path: String, reason: String)
  /// The file asks for something that is not supported.
  case unsupported(path: String, component: String, found: String, supported: String)
  /// The corpora have no words for a vocabulary.
  case noWords(paths: [String], minimumCount: Int)
  /// The corpora have no line with a token.
  case noSentences(paths: [String])
  /// The requested vocabulary is too small for what every vocabulary contains.
  case vocabularyTooSmall(requested: Int, minimum: Int)
  /// The progress closure asked to stop.
  case cancelled
}

extension TokenizerError: CustomStringConvertible {
  /// Where it happened and what, as a clause.
  public var description: String {
    switch self {
    case .malformed(let path, let reason):
      "\(path): not a usable tokenizer: \(reason)"
    case .unsupported(let path, let component, let found, let supported):
      "\(path): \(component) \(found) is not supported, only \(supported)"
    case .noWords(let paths, minimumCount: ...1):
      "\(paths.joined(separator: ", ")): no word in the text"
    case .noWords(let paths, let minimumCount):
      "\(paths.joined(separator: ", ")): no word occurs \(minimumCount) times or more"
    case .noSentences(let paths):
      "\(paths.joined(separator: ", ")): no sentence in the text"
    case .vocabularyTooSmall(let requested, let minimum):
      "the vocabulary size is \(requested), but must be \(minimum) or more"
    case .cancelled:
      "stopped before the end"
    }
  }
}
