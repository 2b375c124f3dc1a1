import AutoencoderModel
import FileFormats
import TensorKit

/// How much each unit of a latent is used, where the kind of the latent lets units fall silent.
///
/// A unit of a variational latent is active if the variance of its mean over sentences is above 0.01
/// (Burda, Grosse and Salakhutdinov 2016); one of a k-sparse latent if any sentence uses it.
public struct UnitActivity: Equatable, Sendable {
  /// The number of active units.
  public let active: Int
  /// The variance of each unit over sentences, the largest first.
  public let variances: [Double]
  /// The kind of the latent, such as `variational`.
  public let latent: String

  /// Measures a model on sentences; nil for a latent all of whose units are always in use, and for
  /// fewer than two sentences.
  public init?(of sentences: [String], by model: SentenceAutoencoder) {
    guard let kind = model.architecture.latentKind,
      kind.hasPosterior || kind == SparseLatent.self
    else { return nil }
    self.init(
      vectors: model.embed(sentences), latent: kind.name,
      threshold: kind.hasPosterior ? VariationalMeasures.activeVariance : 0)
  }

  /// Measures vectors `[sentences × units]`.
  init?(vectors: Matrix, latent: String, threshold: Double) {
    guard vectors.rows > 1 else { return nil }
    let variances = vectors.columnVariances
    active = variances.count { $0 > threshold }
    self.variances = variances.sorted(by: >)
    self.latent = latent
  }

  var json: JSONValue {
    [
      "active": .integer(active), "latent": .string(latent),
      "variances": .array(variances.map { .float(Float($0)) }),
    ]
  }
}
