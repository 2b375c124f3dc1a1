import FileFormats
import TensorKit

/// Scores how unlike normal texts a text is.
///
/// A kind of detector is one conforming type in one file, and one line in ``AnomalyDetectors``.
public protocol AnomalyDetector: Sendable {
  /// The word on the command line and in files.
  static var name: String { get }

  /// One sentence for a help text.
  static var help: String { get }

  /// Whether it needs the losses of a decoder.
  static var needsLosses: Bool { get }

  /// Learns from normal texts.
  ///
  /// - Throws: ``AnomalyError`` if it cannot learn from them.
  static func fit(_ normal: Observations, seed: UInt64, pool: WorkerPool) throws -> Self

  /// The score of each text, larger for a less normal one; each depends on its own text only.
  func scores(of texts: Observations, pool: WorkerPool) -> [Double]

  /// What it has learned, by name, with the shapes.
  var tensors: [(name: String, shape: [Int], values: [Float])] { get }

  /// Reads what it has learned from vectors of `dimension` components.
  ///
  /// - Throws: `FileError` if something is missing, damaged or of another shape.
  init(contentsOf file: SafetensorsFile, dimension: Int) throws(FileError)
}

/// The kinds of detectors.
public enum AnomalyDetectors {
  /// Add a new kind to this list.
  public static let all: [any AnomalyDetector.Type] = [
    ReconstructionDetector.self, MahalanobisDetector.self, NeighborDetector.self,
  ]

  /// The name of the mean of all detectors, each scaled by its scores of normal texts.
  public static let combined = "combined"

  /// The names of all, and of their mean.
  public static var names: [String] { [combined] + all.map { $0.name } }

  /// One sentence about each, for a help text.
  public static var help: String {
    (all.map { "\($0.name): \($0.help)" } + [
      "\(combined): The mean of the others, each scaled by its scores of normal texts."
    ]).joined(separator: " ")
  }
}
