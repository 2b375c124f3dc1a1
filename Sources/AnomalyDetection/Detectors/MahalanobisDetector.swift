import FileFormats
import SentenceEmbedding
import TensorKit

/// The distance to the mean of normal vectors, in units of how much they vary in each direction.
///
/// √((x − m)ᵀ C⁻¹ (x − m)), where C is the covariance, shrunk as Ledoit and Wolf (2004) found best:
/// few vectors of many components alone would give a C that cannot be inverted.
public struct MahalanobisDetector: AnomalyDetector {
  /// `mahalanobis`.
  public static let name = "mahalanobis"
  /// One sentence for a help text.
  public static let help = "The Mahalanobis distance to the mean, with a shrunk covariance."
  /// False.
  public static let needsLosses = false

  /// m: `[dimension]`.
  let mean: [Float]
  /// C to the power of −1/2, as rows: `[dimension × dimension]`.
  let whitening: Matrix

  /// Learns mean and covariance from at least two vectors that differ.
  public static func fit(
    _ normal: Observations, seed: UInt64, pool: WorkerPool
  ) throws -> MahalanobisDetector {
    let size = normal.vectors.columns
    let covariance = try ShrunkCovariance(of: normal.vectors, pool: pool)
    let eigen = try SymmetricEigen(covariance.values, order: size)
    let whitening = Matrix(rows: size, columns: size)
    for row in 0..<size {
      let scale = 1 / max(eigen.values[row], .leastNormalMagnitude).squareRoot()
      for (column, value) in eigen.vector(row).enumerated() {
        whitening[row, column] = Float(value * scale)
      }
    }
    return MahalanobisDetector(mean: covariance.mean.map { Float($0) }, whitening: whitening)
  }

  private init(mean: [Float], whitening: Matrix) {
    self.mean = mean
    self.whitening = whitening
  }

  /// The distances.
  public func scores(of texts: Observations, pool: WorkerPool) -> [Double] {
    var scores = [Double](repeating: 0, count: texts.count)
    scores.withUnsafeSlots { scores in
      pool.run(texts.count) { row in
        let centered = zip(texts.vectors.row(row), mean).map { $0 - $1 }
        var sum = 0.0
        for direction in 0..<whitening.rows {
          let value = Double(whitening.withRow(direction) { Kernels.dot($0, centered.span) })
          sum += value * value
        }
        scores[row] = sum.squareRoot()
      }
    }
    return scores
  }

  /// The mean and the whitening.
  public var tensors: [(name: String, shape: [Int], values: [Float])] {
    [
      ("mahalanobis.mean", [mean.count], mean),
      ("mahalanobis.whitening", [whitening.rows, whitening.columns], whitening.values),
    ]
  }

  /// Reads mean and whitening.
  public init(contentsOf file: SafetensorsFile, dimension: Int) throws(FileError) {
    mean = try file.floats("mahalanobis.mean", shape: [dimension], requireFinite: true)
    whitening = Matrix(
      rows: dimension, columns: dimension,
      values: try file.floats(
        "mahalanobis.whitening", shape: [dimension, dimension], requireFinite: true))
  }
}
