import Foundation
import NeuralLayers
import TensorKit

/// Every token reads every other, in one or more blocks of self-attention; the state is the mean.
///
/// Vaswani et al. 2017, with norms first and a last norm. Sines and cosines mark the positions. The
/// mean over the tokens is what sentence-transformers uses (Reimers and Gurevych 2019).
///
/// Letters: N tokens of a batch, B sentences, E size of a token's vector, H size of a state.
package final class TransformerEncoder: SequenceEncoder, @unchecked Sendable {
  package static let name = "transformer"
  package static let parameters = [PartParameter("HEADS", 1...64, isWhole: true, standard: 4)]
  package static let help = "Self-attention in HEADS heads, and the mean over the tokens."

  package static let hasDirections = false

  package let embedding: EmbeddingLayer
  /// [H × E]
  private let inputMap: LinearLayer
  private let blocks: [TransformerBlock]
  private let norm: LayerNorm
  /// The vectors of the tokens of a batch, and their gradient: [N × E].
  private let tokens: Matrix
  private let dTokens: Matrix
  /// What each block reads, and after the last block what the norm reads: [N × H].
  private let inputs: [Matrix]
  /// The output of the last norm, and its gradient: [N × H].
  private let outputs: Matrix
  private let dOutputs: Matrix
  private let gradient: Matrix

  package static func problem(_ architecture: Architecture) -> String? {
    let heads = Int(architecture.encoderValues?.first ?? 1)
    return architecture.hiddenSize % heads == 0
      ? nil : "needs a hidden size that \(heads) divides, not \(architecture.hiddenSize)"
  }

  package init(_ architecture: Architecture, dropout: Float, precision: Precision) {
    let (size, hidden) = (architecture.embeddingSize, architecture.hiddenSize)
    embedding = EmbeddingLayer(
      vocabularySize: architecture.vocabularySize, size: size, prefix: "encoder.embedding")
    inputMap = LinearLayer(
      inputSize: size, outputSize: hidden, prefix: "encoder.input", precision: precision)
    let heads = Int(architecture.encoderValues?.first ?? 1)
    blocks = (0..<architecture.layers).map { number in
      TransformerBlock(
        size: hidden, heads: heads, dropout: dropout, number: number,
        prefix: "encoder.layers.\(number)", precision: precision)
    }
    norm = LayerNorm(size: hidden, prefix: "encoder.norm")
    (tokens, dTokens) = (Matrix(rows: 0, columns: size), Matrix(rows: 0, columns: size))
    inputs = (0...architecture.layers).map { _ in Matrix(rows: 0, columns: hidden) }
    outputs = Matrix(rows: 0, columns: hidden)
    dOutputs = Matrix(rows: 0, columns: hidden)
    gradient = Matrix(rows: 0, columns: hidden)
  }

  package static func usesDropout(_ architecture: Architecture) -> Bool { true }

  package static func stateSize(_ architecture: Architecture) -> Int { architecture.hiddenSize }

  /// The vector of a token, and in every block the inputs and outputs of its five layers.
  package static func floatsPerToken(_ architecture: Architecture) -> Int {
    2 * architecture.embeddingSize + (6 + 24 * architecture.layers) * architecture.hiddenSize
  }

  private var layers: [any Layer] { [embedding, inputMap] + blocks + [norm] }
  package var parameters: [Parameter] { layers.flatMap(\.parameters) }
  package func initialize(seed: UInt64) { for layer in layers { layer.initialize(seed: seed) } }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    for layer in layers { layer.packWeights(for: use, pool: pool) }
  }

  package func forward(
    _ sentences: PackedSentences, step: TrainingStep?, into states: Matrix, pool: WorkerPool
  ) {
    let layout = sentences.layout
    embedding.forward(sentences.tokens, step: step, into: tokens, pool: pool)
    inputMap.forward(tokens, into: inputs[0], pool: pool)
    addPositions(to: inputs[0], layout)
    for (number, block) in blocks.enumerated() {
      block.forward(
        inputs[number], layout: layout, step: step, into: inputs[number + 1], pool: pool)
    }
    norm.forward(inputs[blocks.count], into: outputs, pool: pool)
    states.resize(rows: layout.count)
    pool.run(layout.count) { [outputs] place in
      let row = sentences.order[place]
      states.clearRow(row)
      for time in 0..<layout.lengths[place] {
        Kernels.addRow(of: outputs, layout.row(of: place, at: time), to: states, row)
      }
      Kernels.scaleRow(row, of: states, by: 1 / Float(layout.lengths[place]))
    }
  }

  package func backward(
    _ dStates: Matrix, _ sentences: PackedSentences, step: TrainingStep, pool: WorkerPool
  ) {
    let layout = sentences.layout
    dOutputs.resize(rows: layout.rows)
    pool.run(layout.count) { [dOutputs] place in
      for time in 0..<layout.lengths[place] {
        let row = layout.row(of: place, at: time)
        dOutputs.copyRow(row, from: dStates, sentences.order[place])
        Kernels.scaleRow(row, of: dOutputs, by: 1 / Float(layout.lengths[place]))
      }
    }
    gradient.resize(rows: layout.rows)
    gradient.fill(0)
    norm.backward(dOutputs, addingTo: gradient, pool: pool)
    for block in blocks.reversed() {
      block.backward(gradient, layout: layout, step: step, pool: pool)
    }
    inputMap.backward(dOutput: gradient, input: tokens, dInput: dTokens, pool: pool)
    embedding.backward(dOutput: dTokens, tokens: sentences.tokens, pool: pool)
  }

  /// Adds sin(t / 10000^(i / H)) to even numbers i of a token at time t, and the cosine to odd ones.
  private func addPositions(to rows: Matrix, _ layout: SequenceLayout) {
    let size = rows.columns
    for time in 0..<layout.steps {
      let marks = (0..<size).map { index in
        let angle = Double(time) / pow(10_000, Double(index - index % 2) / Double(size))
        return Float(index % 2 == 0 ? sin(angle) : cos(angle))
      }
      for row in layout.offsets[time]..<layout.offsets[time + 1] {
        rows.withMutableRow(row) { values in
          for index in values.indices { values[index] += marks[index] }
        }
      }
    }
  }
}
