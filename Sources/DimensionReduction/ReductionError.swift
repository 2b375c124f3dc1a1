/// Why vectors cannot be reduced as asked.
public enum ReductionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There are too few vectors to fit to.
  case tooFewVectors(found: Int, needed: Int)
  /// A code would have more components than a vector.
  case dimensionTooLarge(requested: Int, available: Int)
  /// A vector has an infinite or undefined component.
  case notFinite(vector: Int)
  /// The vectors or codes have another length.
  case mismatchedDimension(expected: Int, found: Int)
  /// A setting that excludes another one.
  case conflict(String, String)
  /// A setting that is out of its bounds.
  case invalidSetting(String, String)
  /// The loss of the training became infinite or undefined.
  case diverged(step: Int)
  /// A decomposition failed.
  case noDecomposition(String)

  /// What happened, as a clause.
  public var description: String {
    switch self {
    case .tooFewVectors(let found, let needed):
      "too few vectors: \(found); at least \(needed) are needed"
    case .dimensionTooLarge(let requested, let available):
      "a code of \(requested) components is asked for, but there are only \(available)"
    case .notFinite(let vector):
      "vector \(vector) (counted from 0) has an infinite or undefined component"
    case .mismatchedDimension(let expected, let found):
      "fitted to \(expected) dimensions, but these have \(found)"
    case .conflict(let first, let second):
      "\(first) does not go with \(second)"
    case .invalidSetting(let name, let reason):
      "\(name) \(reason)"
    case .diverged(let step):
      "the loss became infinite or undefined at update \(step)"
    case .noDecomposition(let reason):
      reason
    }
  }
}
