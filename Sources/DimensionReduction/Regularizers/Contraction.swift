import DataStructures

/// A contractive autoencoder: codes that hardly move with their vector (Rifai et al. 2011).
///
/// ```
/// weight · mean over vectors of Σ over layers of the encoder of ‖∂ output / ∂ input‖²
/// ```
/// in the Frobenius norm. With a single layer, that is the penalty of the paper.
final class Contraction: RegularizerKind {
  static let name = "contractive"
  static let parameters = [PartParameter.weight]
  static let help = "A code that hardly moves with its vector."
  static let needsRandomStart = true

  let contraction: Float

  init(_ values: [Double], dimension: Int) { contraction = Float(values[0]) }
}
