import Foundation
import TensorKit

/// How well a variational model explains sentences, and how much of its latent it uses.
///
/// These are the figures of He et al. 2019 ("Lagging inference networks and posterior collapse in
/// variational autoencoders"), means over sentences, in nats.
public struct VariationalMeasures: Equatable, Sendable {
  /// How many sentences were measured.
  public let sentences: Int
  /// How many tokens they have, end tokens included.
  public let tokens: Int
  /// −log p(x) of a sentence, estimated from above by importance sampling (Burda et al. 2016): the more
  /// draws, the nearer to the true value.
  public let negativeLogLikelihood: Double
  /// KL(q(z|x) ‖ p(z)): what the vector of a sentence costs.
  public let divergence: Double
  /// The mutual information of sentence and vector under q: `divergence` less KL(q(z) ‖ p(z)), with q(z)
  /// the mixture over these sentences. At most log(sentences).
  public let mutualInformation: Double
  /// The numbers of the vector whose mean varies over sentences, with a variance above 0.01.
  public let activeUnits: Int
  /// How many numbers the vector has.
  public let units: Int

  /// exp of the negative log-likelihood of a token.
  public var perplexity: Double {
    tokens == 0 ? 1 : exp(negativeLogLikelihood * Double(sentences) / Double(tokens))
  }

  /// The variance above which a unit is active (Burda et al. 2016).
  public static let activeVariance = 0.01
}

extension SentenceAutoencoder {
  /// Measures a variational model on sentences; nil for other models and without sentences.
  ///
  /// - Parameters:
  ///   - sentences: best unseen ones; the mixture compares each with all, so a few thousand at the most.
  ///   - draws: vectors drawn for each sentence, to estimate its likelihood.
  ///   - seed: the figures are a function of it.
  ///   - progress: is told how many draws are done, and may throw to give up.
  /// - Returns: the measures.
  /// - Throws: `FileError` if the decoder, which is read when first used, is damaged; what `progress`
  ///   throws.
  public func variationalMeasures(
    of sentences: [String], draws: Int = 50, seed: UInt64 = 1,
    progress: (Int) throws -> Void = { _ in }
  ) throws -> VariationalMeasures? {
    precondition(draws > 0, "\(draws) draws")
    guard !sentences.isEmpty, let gaussians = gaussians(of: sentences) else { return nil }
    let tokens = sentences.map(tokens)
    var weights = [[Double]](repeating: [], count: sentences.count)
    var information = 0.0
    for draw in 0..<draws {
      let drawn = gaussians.draw(seed: seed, number: draw)
      let likelihoods = try logProbabilities(of: tokens, from: drawn)
      for row in sentences.indices {
        weights[row].append(
          likelihoods[row] + Gaussians.logStandardNormal(drawn.row(row))
            - gaussians.logDensity(drawn.row(row), of: row))
      }
      if draw == 0 {
        for row in sentences.indices {
          let z = drawn.row(row)
          information += gaussians.logDensity(z, of: row) - gaussians.logMixture(z)
        }
      }
      try progress(draw + 1)
    }
    let count = Double(sentences.count)
    let likelihood = weights.reduce(0) { $0 + logSumExp($1) - log(Double(draws)) }
    let variances = gaussians.means.columnVariances
    return VariationalMeasures(
      sentences: sentences.count, tokens: tokens.reduce(0) { $0 + $1.count },
      negativeLogLikelihood: -likelihood / count,
      divergence: sentences.indices.reduce(0) { $0 + gaussians.divergence(of: $1) } / count,
      mutualInformation: information / count,
      activeUnits: variances.count { $0 > VariationalMeasures.activeVariance },
      units: dimension)
  }
}
