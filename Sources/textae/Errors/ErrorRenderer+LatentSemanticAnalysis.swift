import CommandLineKit
import LatentSemanticAnalysis

extension ErrorRenderer {
  /// A text with too few words is bad data.
  static func failure(_ error: LSAError) -> CommandFailure {
    CommandFailure(
      "\(error)", advice: "give more text with one sentence per line, or a smaller --min-count",
      exitStatus: .badData)
  }
}
