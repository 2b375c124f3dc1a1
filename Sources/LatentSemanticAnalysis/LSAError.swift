/// Why no model can be made from a text.
public enum LSAError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No word occurs in as many sentences as asked.
  case noWords(paths: [String], minimumCount: Int)

  /// Where it happened and what, as a clause.
  public var description: String {
    switch self {
    case .noWords(let paths, let minimumCount):
      "\(paths.joined(separator: ", ")): no word occurs in \(minimumCount) sentences or more"
    }
  }
}
