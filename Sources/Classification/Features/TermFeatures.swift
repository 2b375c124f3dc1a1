import LatentSemanticAnalysis
import TensorKit

/// The TF-IDF weights of the words of a text: the baseline that knows no word order and no synonyms.
public struct TermFeatures: TextFeatures {
  /// The weights of the words.
  public let terms: TFIDFModel

  /// The words of `terms`.
  public init(_ terms: TFIDFModel) { self.terms = terms }

  /// Counts the words of texts; a word in fewer than `minimumCount` of them is left out.
  public init(countedIn texts: [String], minimumCount: Int = 1) {
    var builder = TFIDFBuilder()
    for text in texts { builder.add(text) }
    terms = builder.model(minimumCount: minimumCount)
  }

  /// The number of words.
  public var columns: Int { terms.terms.count }
  /// A checksum of the words and their weights.
  public var checksum: UInt64 { terms.checksum }

  /// The weighted counts of known words, scaled to unit length: `[texts.count × columns]`.
  public func features(of texts: [String]) -> FeatureMatrix {
    var rows = SparseRows(columns: columns)
    for text in texts { rows.append(terms.vector(of: text)) }
    return .sparse(rows)
  }
}
