import Foundation
import TensorKit

/// Samples tokens: with a temperature, from the k most likely, or from the nucleus of probability
/// p.
///
/// Top-k: Fan, Lewis and Dauphin 2018; nucleus: Holtzman et al. 2020. The random number is a
/// function of (seed, sentence, position), so the other sentences of a batch have no influence.
public struct TokenSampler: Sendable, Equatable {
  /// Divides the log-probabilities: below 1 the output is more predictable, above 1 more varied.
  public var temperature: Float
  /// The number of most likely tokens to sample from; 0 for all.
  public var topK: Int
  /// The probability of the nucleus, the smallest set of most likely tokens to sample from; 1 for
  /// all.
  public var topP: Float
  /// The seed of all random numbers.
  public var seed: UInt64

  /// A sampler; by default it uses the probabilities of the model unchanged.
  public init(temperature: Float = 1, topK: Int = 0, topP: Float = 1, seed: UInt64 = 1) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.seed = seed
  }

  /// Draws a token from a row of log-probabilities; nil if all of them are NaN.
  func choose(_ row: Span<Float>, sentence: Int, position: Int) -> UInt32? {
    let candidates = candidates(row)
    var random = RandomStream(
      seed: seed, purpose: .decoding, step: UInt64(position), item: UInt64(sentence))
    let total = candidates.reduce(0) { $0 + $1.weight }
    var left = Double(random.uniform()) * total
    for candidate in candidates {
      left -= candidate.weight
      if left < 0 { return candidate.token }
    }
    return candidates.last?.token
  }

  /// The tokens that may be drawn, with their weights: most likely first, ties by the lower id.
  private func candidates(_ row: Span<Float>) -> [(token: UInt32, weight: Double)] {
    var order = row.indices.filter { row[$0] > -.infinity }
    order.sort { row[$0] != row[$1] ? row[$0] > row[$1] : $0 < $1 }
    if topK > 0 { order.removeLast(max(0, order.count - topK)) }
    guard let likeliest = order.first else { return [] }
    let highest = row[likeliest]
    let scale = 1 / max(temperature, 1e-6)
    var weighted = order.map {
      (token: UInt32($0), weight: Foundation.exp(Double((row[$0] - highest) * scale)))
    }
    guard topP < 1 else { return weighted }
    let limit = weighted.reduce(0) { $0 + $1.weight } * Double(topP)
    var sum = 0.0
    let last = weighted.firstIndex { candidate in
      sum += candidate.weight
      return sum >= limit
    }
    if let last { weighted.removeLast(weighted.count - 1 - last) }
    return weighted
  }
}
