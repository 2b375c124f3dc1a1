import FileFormats
import TensorKit
import VectorSearch

/// How often cosines of random pairs of sentences have which value.
public struct CosineHistogram: Equatable, Sendable {
  /// The number of bins between −1 and 1.
  static let bins = 200
  /// How many cosines are in each bin; the first begins at −1.
  public let counts: [Int]
  /// The mean cosine; 0 without pairs.
  public let mean: Double

  /// Counts cosines, −1 to 1.
  public init(_ cosines: [Float]) {
    var counts = [Int](repeating: 0, count: Self.bins)
    for cosine in cosines {
      let place = ((Double(cosine) + 1) / 2 * Double(Self.bins)).rounded(.down)
      counts[min(Self.bins - 1, max(0, Int(place)))] += 1
    }
    self.counts = counts
    let sum = cosines.reduce(0) { $0 + Double($1) }
    mean = cosines.isEmpty ? 0 : sum / Double(cosines.count)
  }

  var json: JSONValue {
    ["mean": .number(mean.toThousandths), "counts": .array(counts.map { .integer($0) })]
  }
}

extension Double {
  /// Rounded to three decimals.
  var toThousandths: Double { (self * 1_000).rounded() / 1_000 }
}
