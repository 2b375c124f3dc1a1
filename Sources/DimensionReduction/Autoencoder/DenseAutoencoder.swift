import NeuralLayers
import TensorKit

/// The layers of an autoencoder of vectors: encoder, code, decoder.
///
/// ```
/// outputs = E(x̃) + A x̃        x̃ is the input x, corrupted while training
/// h       = code of the outputs
/// y       = D(h) + C h        compared with x
/// ```
/// A and C are the linear paths of a start at PCA; without it they are missing.
///
/// Letters: n vectors, d components of each, k of a code.
package final class DenseAutoencoder: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.

  /// The loss of a batch.
  package struct Score: Sendable {
    /// How far restored vectors are from the vectors.
    package var reconstruction = 0.0
    /// What the regularizers add.
    package var penalty = 0.0

    /// The sum that is minimized.
    package var total: Double { reconstruction + penalty }
  }

  package let plan: VectorAutoencoderPlan
  private let encoder: DenseStack
  private let decoder: DenseStack
  private let encoderPath: LinearLayer?
  private let decoderPath: LinearLayer?
  private let regularizers: [any RegularizerKind]
  private let sampler: (any RegularizerKind)?

  /// x̃ and y: [n × d].
  private let input: Matrix
  private let restored: Matrix
  /// The outputs of the encoder and their gradient: [n × k · outputs per component].
  private let outputs: Matrix
  private let dOutputs: Matrix
  /// The codes and their gradient: [n × k].
  private let codes: Matrix
  private let dCodes: Matrix
  /// What comes out of the layers beside a linear path.
  private let outputsOfLayers: Matrix
  private let restoredByLayers: Matrix

  /// A network of zero weights; allocates them at their first use.
  package init(_ plan: VectorAutoencoderPlan, inputSize: Int) {
    self.plan = plan
    regularizers = plan.regularizers.map { $0.kind.init($0.values, dimension: plan.dimension) }
    sampler = regularizers.first { type(of: $0).outputsPerComponent > 1 }
    let outputSize = plan.dimension * (sampler.map { type(of: $0).outputsPerComponent } ?? 1)
    encoder = DenseStack(
      sizes: [inputSize] + plan.hiddenSizes + [outputSize], hidden: plan.activation,
      last: plan.codeActivation, prefix: "encoder")
    decoder = DenseStack(
      sizes: [plan.dimension] + plan.hiddenSizes.reversed() + [inputSize], hidden: plan.activation,
      last: plan.loss == .crossEntropy ? .linear : plan.outputActivation, prefix: "decoder")
    let hasPath = plan.hasLinearPath
    encoderPath =
      hasPath
      ? LinearLayer(
        inputSize: inputSize, outputSize: outputSize, prefix: "encoder.path", hasBias: false,
        precision: .f32) : nil
    decoderPath =
      hasPath
      ? LinearLayer(
        inputSize: plan.dimension, outputSize: inputSize, prefix: "decoder.path", hasBias: false,
        precision: .f32) : nil
    func rows(_ columns: Int) -> Matrix { Matrix(rows: 0, columns: columns) }
    (input, restored, restoredByLayers) = (rows(inputSize), rows(inputSize), rows(inputSize))
    (outputs, dOutputs, outputsOfLayers) = (rows(outputSize), rows(outputSize), rows(outputSize))
    (codes, dCodes) = (rows(plan.dimension), rows(plan.dimension))
  }

  private var layers: [any Layer] {
    let all: [(any Layer)?] = [encoder, encoderPath, decoder, decoderPath]
    return all.compactMap { $0 }
  }

  package var parameters: [Parameter] { layers.flatMap(\.parameters) }

  package func initialize(seed: UInt64) {
    for layer in layers { layer.initialize(seed: seed) }
  }

  /// Begins as PCA: `components` [k × d] have orthonormal rows.
  package func initialize(seed: UInt64, components: Matrix) {
    initialize(seed: seed)
    let (first, last) = (encoder.layers[encoder.layers.count - 1], decoder.layers)
    let encoding = encoderPath?.weight ?? first.linear.weight
    let decoding = decoderPath?.weight ?? last[last.count - 1].linear.weight
    if hasPath {
      first.linear.weight.value.fill(0)
      last[last.count - 1].linear.weight.value.fill(0)
    }
    encoding.value.copy(from: components)
    for row in 0..<decoding.rows {
      decoding.value.withMutableRow(row) { weights in
        for column in weights.indices { weights[column] = components[column, row] }
      }
    }
  }

  private var hasPath: Bool { encoderPath != nil }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    for layer in layers { layer.packWeights(for: use, pool: pool) }
  }

  // MARK: - Use

  /// Writes the codes of scaled vectors [n × d] to `codes` [n × k].
  package func encode(_ vectors: Matrix, into codes: Matrix, pool: WorkerPool) {
    encodeOutputs(vectors, pool)
    _ = makeCodes(step: nil, into: codes, pool)
  }

  /// Writes the scaled vectors of codes [n × k] to `vectors` [n × d].
  package func decode(_ codes: Matrix, into vectors: Matrix, pool: WorkerPool) {
    decodeOutputs(codes, into: vectors, pool)
    if plan.loss == .crossEntropy { Activation.sigmoid.apply(to: vectors, pool: pool) }
  }

  private func encodeOutputs(_ vectors: Matrix, _ pool: WorkerPool) {
    encoder.forward(vectors, into: outputs, pool: pool)
    Self.add(encoderPath, of: vectors, to: outputs, through: outputsOfLayers, pool)
  }

  private func makeCodes(step: TrainingStep?, into codes: Matrix, _ pool: WorkerPool) -> Double {
    var loss = 0.0
    if let sampler {
      loss = sampler.sample(outputs, step: step, into: codes, pool: pool)
    } else {
      codes.copy(from: outputs)
    }
    for regularizer in regularizers { regularizer.select(codes, pool: pool) }
    return loss
  }

  private func decodeOutputs(_ codes: Matrix, into vectors: Matrix, _ pool: WorkerPool) {
    decoder.forward(codes, into: vectors, pool: pool)
    Self.add(decoderPath, of: codes, to: vectors, through: restoredByLayers, pool)
  }

  private static func add(
    _ path: LinearLayer?, of input: Matrix, to sum: Matrix, through image: Matrix,
    _ pool: WorkerPool
  ) {
    guard let path else { return }
    path.forward(input, into: image, pool: pool)
    pool.run(sum.rows, grain: 64) { rows in
      for row in rows { Kernels.addRow(of: image, row, to: sum, row) }
    }
  }

  // MARK: - Training

  /// The loss of a batch of scaled vectors [n × d]; with a step, also the gradients of all weights.
  ///
  /// Without a step, nothing is random.
  package func score(_ vectors: Matrix, step: TrainingStep?, pool: WorkerPool) -> Score {
    input.copy(from: vectors)
    if let step {
      for regularizer in regularizers { regularizer.corrupt(input, step: step, pool: pool) }
    }
    var score = Score()
    encodeOutputs(input, pool)
    score.penalty = makeCodes(step: step, into: codes, pool)
    decodeOutputs(codes, into: restored, pool)
    let contraction = regularizers.reduce(0) { $0 + $1.contraction }
    if contraction > 0 {
      score.penalty += Double(contraction) * encoder.contraction(output: outputs, pool: pool)
    }
    // From here on, `restored` holds gradients. All activations of the output but the linear one
    // need its values for theirs.
    restoredByLayers.copy(from: restored)
    score.reconstruction = plan.loss.score(restored, targets: vectors, pool: pool)
    if step != nil { backwardDecoder(pool) }
    for regularizer in regularizers {
      score.penalty += regularizer.penalize(
        codes, input: vectors, dCodes: step == nil ? nil : dCodes, pool: pool)
    }
    if step != nil { backwardEncoder(contraction, pool) }
    return score
  }

  private func backwardDecoder(_ pool: WorkerPool) {
    decoder.backward(
      dOutput: restored, output: restoredByLayers, input: codes, dInput: dCodes, pool: pool)
    decoderPath?.backward(
      dOutput: restored, input: codes, dInput: dCodes, accumulate: true, pool: pool)
  }

  private func backwardEncoder(_ contraction: Float, _ pool: WorkerPool) {
    for regularizer in regularizers.reversed() {
      regularizer.backwardSelect(dCodes, codes: codes, pool: pool)
    }
    if let sampler {
      sampler.backwardSample(dCodes, outputs: outputs, into: dOutputs, pool: pool)
    } else {
      dOutputs.copy(from: dCodes)
    }
    encoder.backward(
      dOutput: dOutputs, output: outputs, input: input, dInput: nil, contraction: contraction,
      pool: pool)
    encoderPath?.backward(dOutput: dOutputs, input: input, dInput: nil, pool: pool)
  }
}
