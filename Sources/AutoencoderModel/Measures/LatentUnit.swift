import TensorKit

/// One number of the vectors of a model, with the sentences that have the most and the least of it.
///
/// Reading them tells what the unit stands for; units of sparse models can often be named.
public struct LatentUnit: Equatable, Sendable {
  /// Its place in a vector, from 0.
  public let number: Int
  /// The variance over the sentences.
  public let variance: Double
  /// The share of sentences that have less than a hundredth of the largest magnitude.
  public let nearZero: Double
  /// The sentences with the largest values, the largest first, and the values.
  public let highest: [Extreme]
  /// The sentences with the smallest values, the smallest first, and the values.
  public let lowest: [Extreme]

  /// A sentence and its value.
  public struct Extreme: Equatable, Sendable {
    /// The number of the sentence among those given, from 0.
    public let sentence: Int
    /// Its number at this place.
    public let value: Float
  }

  /// The magnitude, as a share of the largest, below which a value counts as near zero.
  public static let nearZeroShare: Float = 0.01
}

extension LatentUnit {
  /// The units of vectors [sentences × D] that vary most, with `examples` sentences at either end.
  ///
  /// Equal sentences should be given once, or an end may show one of them several times.
  public static func mostVaried(
    _ vectors: Matrix, count: Int = 10, examples: Int = 5
  ) -> [LatentUnit] {
    precondition(count >= 0 && examples >= 0, "\(count) units, \(examples) examples")
    guard vectors.rows > 0 else { return [] }
    let units = vectors.columnVariances.enumerated().map { number, variance in
      unit(vectors, number: number, variance: variance, examples: examples)
    }
    let sorted = units.sorted { ($1.variance, $0.number) < ($0.variance, $1.number) }
    return Array(sorted.prefix(count))
  }

  private static func unit(
    _ vectors: Matrix, number: Int, variance: Double, examples: Int
  ) -> LatentUnit {
    let values = (0..<vectors.rows).map { vectors[$0, number] }
    let limit = nearZeroShare * (values.map(abs).max() ?? 0)
    let order = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
    // A value near zero tells nothing about its sentence.
    let extremes = { (rows: [Int]) in
      rows.filter { abs(values[$0]) > limit }.map { Extreme(sentence: $0, value: values[$0]) }
    }
    return LatentUnit(
      number: number, variance: variance,
      nearZero: Double(values.count { abs($0) <= limit }) / Double(values.count),
      highest: extremes(Array(order.prefix(examples))),
      lowest: extremes(order.suffix(examples).reversed()))
  }
}
