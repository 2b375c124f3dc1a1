/// How an index stores its vectors.
public enum IndexKind: String, CaseIterable, Sendable {
  /// All components in single precision, compared with every query: exact.
  case flat

  /// The number that stands for the kind in a file.
  var code: UInt32 {
    switch self {
    case .flat: 0
    }
  }
}
