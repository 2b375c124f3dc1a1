import Foundation

/// Okapi BM25 (Robertson and Zaragoza 2009, "The probabilistic relevance framework: BM25 and beyond"),
/// as a share of the highest score that any document could have.
///
///     Σ idf · (k1 + 1) · f / (f + k1 · (1 − b + b · length / mean length))
///     idf = ln(1 + (n − d + ½) / (d + ½))      a term in d of n documents
///
/// The share is the sum divided by Σ idf · (k1 + 1). The best choice for texts of several sentences.
public struct BM25: WordScoring {
  /// The name on the command line.
  public static let name = "bm25"
  /// What it is.
  public static let help = "Okapi BM25, for texts of several sentences."

  /// How much a term gains by being repeated.
  public var k1: Double
  /// How much a long document loses, 0 to 1.
  public var b: Double

  /// The scoring with its usual constants.
  public init() { self.init(k1: 1.2) }

  /// The scoring with other constants.
  public init(k1: Double, b: Double = 0.75) {
    precondition(k1 >= 0 && (0...1).contains(b), "k1 = \(k1), b = \(b)")
    (self.k1, self.b) = (k1, b)
  }

  /// Count × inverse document frequency × (k1 + 1).
  public func weight(count: Double, frequency: Int, _ collection: LexicalStatistics) -> Double {
    let (n, d) = (Double(collection.documents), Double(frequency))
    return count * (k1 + 1) * log(1 + (n - d + 0.5) / (d + 0.5))
  }

  /// The sum of all weights, which a document of these words alone would approach.
  public func scale(
    _ terms: [(count: Double, frequency: Int)], _ collection: LexicalStatistics
  ) -> Double {
    terms.reduce(0) { $0 + weight(count: $1.count, frequency: $1.frequency, collection) }
  }

  /// The count, saturated by k1 and the length.
  public func part(
    count: UInt32, length: UInt32, norm: Float, _ collection: LexicalStatistics
  ) -> Double {
    let ratio = Double(length) / collection.meanLength
    return Double(count) / (Double(count) + k1 * (1 - b + b * ratio))
  }

  /// The part of the highest count and the lowest length.
  public func highestPart(
    count: UInt32, length: UInt32, share: Float, _ collection: LexicalStatistics
  ) -> Double {
    part(count: count, length: length, norm: 0, collection)
  }
}
