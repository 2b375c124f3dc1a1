import DataStructures
import NeuralLayers
import TensorKit

/// A dense autoencoder of vectors: layers that write a vector through a short code (Hinton and
/// Salakhutdinov 2006).
///
/// ```swift
/// let autoencoder = try VectorAutoencoder(
///   fitting: vectors, plan: VectorAutoencoderPlan(dimension: 32), pool: pool)
/// let codes = try autoencoder.reduce(vectors, pool: pool)
/// ```
/// The same plan and vectors give the same weights with any number of threads. Any number of tasks
/// may use one at once; they take turns.
public final class VectorAutoencoder: VectorReducer {
  /// How it is built and was trained.
  public let plan: VectorAutoencoderPlan
  /// Components of the vectors to which it was fitted.
  public let inputDimension: Int
  let scaling: VectorScaling
  private let network: Locked<DenseAutoencoder>

  /// Vectors in a pass through the layers.
  private static let batchRows = 1_024

  init(_ network: DenseAutoencoder, scaling: VectorScaling) {
    plan = network.plan
    inputDimension = scaling.offset.count
    self.scaling = scaling
    self.network = Locked(network)
  }

  /// Components of a code.
  public var dimension: Int { plan.dimension }

  /// The number of weights.
  public var parameterCount: Int { network.withLock { $0.parameterCount } }

  /// The weights, in the order of the file.
  var weights: [(name: String, shape: [Int], values: [Float])] {
    network.withLock { $0.parameters.map { ($0.name, $0.shape, $0.value.values) } }
  }

  /// The codes of vectors `[n × inputDimension]`: `[n × dimension]`.
  public func reduce(_ vectors: Matrix, pool: WorkerPool) throws(ReductionError) -> Matrix {
    try vectors.checkColumns(inputDimension)
    let result = Matrix(rows: vectors.rows, columns: dimension)
    let scaled = Matrix(rows: 0, columns: inputDimension)
    let codes = Matrix(rows: 0, columns: dimension)
    network.withLock { network in
      network.packWeights(for: .inference, pool: pool)
      for rows in Self.batches(vectors.rows) {
        scaling.apply(to: vectors, rows: Array(rows), into: scaled, pool: pool)
        network.encode(scaled, into: codes, pool: pool)
        for (from, to) in rows.enumerated() { result.copyRow(to, from: codes, from) }
      }
    }
    return result
  }

  /// The vectors that codes `[n × dimension]` stand for: `[n × inputDimension]`.
  public func restore(_ codes: Matrix, pool: WorkerPool) throws(ReductionError) -> Matrix {
    try codes.checkColumns(dimension)
    let result = Matrix(rows: codes.rows, columns: inputDimension)
    let batch = Matrix(rows: 0, columns: dimension)
    let restored = Matrix(rows: 0, columns: inputDimension)
    network.withLock { network in
      network.packWeights(for: .inference, pool: pool)
      for rows in Self.batches(codes.rows) {
        batch.copyRows(rows, of: codes)
        network.decode(batch, into: restored, pool: pool)
        for (from, to) in rows.enumerated() { result.copyRow(to, from: restored, from) }
      }
    }
    scaling.invert(result, pool: pool)
    return result
  }

  private static func batches(_ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: batchRows).map { $0..<min(count, $0 + batchRows) }
  }
}
