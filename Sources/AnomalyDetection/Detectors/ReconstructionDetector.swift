import FileFormats
import TensorKit

/// The loss of the decoder a token: what an autoencoder of normal texts cannot write is not normal.
///
/// An and Cho 2015, "Variational autoencoder based anomaly detection using reconstruction probability".
public struct ReconstructionDetector: AnomalyDetector {
  /// `reconstruction`.
  public static let name = "reconstruction"
  /// One sentence for a help text.
  public static let help = "The loss a token of writing the text from its own vector."
  /// True.
  public static let needsLosses = true

  private init() {}

  /// Learns nothing: the decoder has learned already.
  public static func fit(
    _ normal: Observations, seed: UInt64, pool: WorkerPool
  ) -> ReconstructionDetector { ReconstructionDetector() }

  /// The losses, in nats a token.
  public func scores(of texts: Observations, pool: WorkerPool) -> [Double] {
    guard let losses = texts.losses else { preconditionFailure("texts without losses") }
    return losses
  }

  /// None.
  public var tensors: [(name: String, shape: [Int], values: [Float])] { [] }

  /// Reads nothing.
  public init(contentsOf file: SafetensorsFile, dimension: Int) throws(FileError) {}
}
