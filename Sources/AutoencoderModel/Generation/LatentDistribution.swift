import TensorKit

/// A Gaussian over latents, from which new sentences can be drawn.
///
/// That of a variational or an adversarial model is the standard normal distribution it was trained
/// against. For any other model, a Gaussian is fitted to the vectors of sentences (Ghosh et al. 2020, "From
/// variational to deterministic autoencoders").
///
/// Letters: n drawn vectors, m fitted vectors, D dimension.
public struct LatentDistribution: Sendable {
  private let dimension: Int
  /// The mean of the fitted vectors, [D], and what is left of each without it, [m × D]; nil for the
  /// standard normal distribution.
  private let fitted: (mean: [Float], centered: Matrix)?

  /// The standard normal distribution of a dimension.
  public static func standardNormal(dimension: Int) -> LatentDistribution {
    LatentDistribution(dimension: dimension, fitted: nil)
  }

  private init(dimension: Int, fitted: (mean: [Float], centered: Matrix)?) {
    (self.dimension, self.fitted) = (dimension, fitted)
  }

  /// The Gaussian with the mean and the covariance of some vectors [m × D]; nil if there are fewer
  /// than two, which have no covariance.
  public init?(fittedTo vectors: Matrix) {
    guard vectors.rows > 1 else { return nil }
    var mean = [Double](repeating: 0, count: vectors.columns)
    for row in 0..<vectors.rows {
      vectors.withRow(row) { for index in $0.indices { mean[index] += Double($0[index]) } }
    }
    let centered = Matrix(rows: vectors.rows, columns: vectors.columns)
    let means = mean.map { Float($0 / Double(vectors.rows)) }
    for row in 0..<vectors.rows {
      for column in 0..<vectors.columns {
        centered[row, column] = vectors[row, column] - means[column]
      }
    }
    self.init(dimension: vectors.columns, fitted: (means, centered))
  }

  /// Draws vectors: [n × D].
  ///
  /// A sum of the fitted vectors without their mean, each times a random number from a standard
  /// normal distribution, has m − 1 times their covariance; so no matrix is decomposed.
  ///
  /// - Parameters:
  ///   - count: how many, n.
  ///   - spread: a factor on the standard deviation; below 1 nearer to the mean.
  ///   - seed: the vectors are a function of it and of their number.
  ///   - first: the number of the first vector; a long list can be drawn in parts.
  /// - Returns: a vector per row.
  public func draw(_ count: Int, spread: Float = 1, seed: UInt64 = 1, first: Int = 0) -> Matrix {
    precondition(count >= 0 && first >= 0, "\(count) vectors from \(first) on")
    let drawn = Matrix(rows: count, columns: dimension)
    for row in 0..<count {
      var random = RandomStream(seed: seed, purpose: .latentSample, item: UInt64(first + row))
      drawn.withMutableRow(row) { values in
        guard let fitted else {
          for index in values.indices { values[index] = spread * random.normal() }
          return
        }
        for index in values.indices { values[index] = fitted.mean[index] }
        let scale = spread / Float(fitted.centered.rows - 1).squareRoot()
        for other in 0..<fitted.centered.rows {
          fitted.centered.withRow(other) { Kernels.axpy(scale * random.normal(), $0, &values) }
        }
      }
    }
    return drawn
  }
}

extension SentenceAutoencoder {
  /// The distribution that the latents of a variational or an adversarial model were trained against;
  /// nil for other models, which have none until one is fitted.
  public var prior: LatentDistribution? {
    architecture.latentKind?.hasPosterior == true || isMatchedToNormal
      ? .standardNormal(dimension: dimension) : nil
  }

  /// Sentences decoded from vectors that are drawn from a distribution.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - distribution: over the vectors of `embed`.
  ///   - spread: a factor on its standard deviation.
  ///   - seed: the sentences are a function of it and of their number.
  ///   - first: the number of the first sentence.
  /// - Returns: `count` sentences.
  /// - Throws: `FileError` if the decoder, which is read when first used, is damaged.
  public func samples(
    _ count: Int, from distribution: LatentDistribution, spread: Float = 1, seed: UInt64 = 1,
    first: Int = 0
  ) throws -> [String] {
    try decode(distribution.draw(count, spread: spread, seed: seed, first: first)).map(text)
  }
}
