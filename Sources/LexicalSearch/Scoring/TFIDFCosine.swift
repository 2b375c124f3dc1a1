import Foundation

/// The cosine of TF-IDF vectors: counts times ln((1 + n) / (1 + d)) + 1 for a term in d of n documents.
///
/// Alike in both directions, so the best choice for single sentences. A term of the query that no
/// document has counts in its length.
public struct TFIDFCosine: WordScoring {
  /// The name on the command line.
  public static let name = "cosine"
  /// What it is.
  public static let help = "The cosine of TF-IDF vectors, for single sentences."

  /// The scoring, which has no constants.
  public init() {}

  /// The inverse document frequency of a term.
  static func inverseFrequency(_ frequency: Int, of documents: Int) -> Double {
    log(Double(1 + documents) / Double(1 + frequency)) + 1
  }

  /// Count × inverse document frequency squared.
  public func weight(count: Double, frequency: Int, _ collection: LexicalStatistics) -> Double {
    let inverse = Self.inverseFrequency(frequency, of: collection.documents)
    return count * inverse * inverse
  }

  /// The length of the TF-IDF vector of the query.
  public func scale(
    _ terms: [(count: Double, frequency: Int)], _ collection: LexicalStatistics
  ) -> Double {
    terms.reduce(0) { sum, term in
      let value =
        term.count * Self.inverseFrequency(term.frequency, of: collection.documents)
      return sum + value * value
    }.squareRoot()
  }

  /// The count divided by the length of the TF-IDF vector of the document.
  public func part(
    count: UInt32, length: UInt32, norm: Float, _ collection: LexicalStatistics
  ) -> Double {
    Double(count) / Double(norm)
  }

  /// The part of the highest share.
  public func highestPart(
    count: UInt32, length: UInt32, share: Float, _ collection: LexicalStatistics
  ) -> Double {
    Double(share)
  }
}
