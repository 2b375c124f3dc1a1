/// What is wrong with a tokenizer or with a request to build one.
///
/// Files that cannot be read, are damaged or not JSON give a `FileError` of module FileFormats.
public enum TokenizerError: Error, Equatable, Sendable {
  /// The file is JSON, but not a tokenizer whose parts fit together.
  case malformed(path: String, reason: String)
  /// The file asks for something that this program does not do.
  case unsupported(path: String, component: String, found: String, supported: String)
  /// The corpora have no words to build a vocabulary from.
  case noWords(paths: [String], minimumCount: Int)
  /// The corpora have no line with a token in it.
  case noSentences(paths: [String])
  /// The vocabulary requested is too small for what every vocabulary contains.
  case vocabularyTooSmall(requested: Int, minimum: Int)
  /// The progress closure asked to stop.
  case cancelled
}

extension TokenizerError: CustomStringConvertible {
  /// What happened, where, and what to do about it.
  public var description: String {
    switch self {
    case .malformed(let path, let reason):
      "\(path): is no usable tokenizer: \(reason). Build one with \"textae vocab build\"."
    case .unsupported(let path, let component, let found, let supported):
      "\(path): \(component) \(found) is not supported; this program reads \(supported)."
    case .noWords(let paths, minimumCount: ...1):
      "\(paths.joined(separator: ", ")): no word in it; a corpus is text, one sentence a line."
    case .noWords(let paths, let minimumCount):
      "\(paths.joined(separator: ", ")): no word occurs \(minimumCount) times or more; "
        + "give more text or a smaller minimum count."
    case .noSentences(let paths):
      "\(paths.joined(separator: ", ")): no sentence in it; a corpus is text, one sentence a line."
    case .vocabularyTooSmall(let requested, let minimum):
      "A vocabulary of \(requested) is too small: \(minimum) is the least for this kind."
    case .cancelled:
      "Stopped before the end."
    }
  }
}
