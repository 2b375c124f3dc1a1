import DataStructures
import FileFormats
import TensorKit

/// The distance to the fifth nearest of the normal vectors.
///
/// Ramaswamy, Rastogi and Shim 2000. At most ``mostVectors`` normal vectors are kept, drawn at random,
/// and each text is compared with all of them.
public struct NeighborDetector: AnomalyDetector {
  /// `neighbors`.
  public static let name = "neighbors"
  /// One sentence for a help text.
  public static let help = "The distance to the fifth nearest normal vector."
  /// False.
  public static let needsLosses = false
  /// The normal vectors that are kept at the most.
  public static let mostVectors = 5_000
  private static let neighbor = 5

  /// The normal vectors: `[kept × dimension]`.
  let vectors: Matrix
  /// Σ x² of each of them.
  private let squares: [Float]

  /// Keeps some of the vectors.
  public static func fit(
    _ normal: Observations, seed: UInt64, pool: WorkerPool
  ) throws -> NeighborDetector {
    guard normal.count > 0 else { throw AnomalyError.tooFewTexts(count: 0, needed: 1) }
    guard normal.count > mostVectors else { return NeighborDetector(normal.vectors) }
    var random = RandomStream(seed: seed, purpose: .shuffle)
    let kept = (0..<normal.count).shuffled(using: &random).prefix(mostVectors).sorted()
    return NeighborDetector(normal.vectors.rows(at: kept))
  }

  private init(_ vectors: Matrix) {
    self.vectors = vectors
    squares = (0..<vectors.rows).map { vectors.withRow($0) { Kernels.sumOfSquares($0) } }
  }

  /// The distances.
  public func scores(of texts: Observations, pool: WorkerPool) -> [Double] {
    var scores = [Double](repeating: 0, count: texts.count)
    scores.withUnsafeSlots { scores in
      pool.run(texts.count) { row in scores[row] = distance(of: texts.vectors, row: row) }
    }
    return scores
  }

  private func distance(of texts: Matrix, row: Int) -> Double {
    texts.withRow(row) { text in
      let square = Kernels.sumOfSquares(text)
      var nearest = TopK<Float>(min(Self.neighbor, vectors.rows))
      for index in 0..<vectors.rows {
        let product = vectors.withRow(index) { Kernels.dot($0, text) }
        nearest.insert(index, score: 2 * product - squares[index] - square)
      }
      return Double(max(0, -(nearest.worst?.score ?? 0))).squareRoot()
    }
  }

  /// The normal vectors.
  public var tensors: [(name: String, shape: [Int], values: [Float])] {
    [("neighbors.vectors", [vectors.rows, vectors.columns], vectors.values)]
  }

  /// Reads the normal vectors.
  public init(contentsOf file: SafetensorsFile, dimension: Int) throws(FileError) {
    let values = try file.floats("neighbors.vectors", requireFinite: true)
    guard dimension > 0, !values.isEmpty, values.count % dimension == 0 else {
      throw .malformed(
        path: file.path, line: nil, reason: "its vectors do not have \(dimension) components")
    }
    self.init(Matrix(rows: values.count / dimension, columns: dimension, values: values))
  }
}
