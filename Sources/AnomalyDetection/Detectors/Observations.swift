import TensorKit

/// What detectors look at: the vectors of some texts, and how badly their decoder writes them.
public struct Observations: Sendable {
  /// The vectors: `[texts × dimension]`.
  public let vectors: Matrix
  /// −log p a token of each text, given its own vector, in nats; nil for an encoder without a decoder.
  public let losses: [Double]?

  /// Vectors, and a loss for each of them if there is a decoder.
  public init(vectors: Matrix, losses: [Double]? = nil) {
    precondition(
      losses.map { $0.count == vectors.rows } ?? true,
      "\(losses?.count ?? 0) losses of \(vectors.rows) vectors")
    self.vectors = vectors
    self.losses = losses
  }

  /// The number of texts.
  public var count: Int { vectors.rows }

  /// Some of the texts.
  func rows(at indices: [Int]) -> Observations {
    Observations(
      vectors: vectors.rows(at: indices), losses: losses.map { all in indices.map { all[$0] } })
  }
}
