import DataStructures
import NeuralLayers
import TensorKit

/// Adds up the vectors of the tokens, without regard to their order.
///
/// The fastest encoder, and the measure of what the others gain by reading in order (Iyyer et al.
/// 2015, "Deep unordered composition rivals syntactic methods").
///
/// Letters: N tokens of a batch, B sentences, E size of a token's vector and of a state.
package final class SumEncoder: SequenceEncoder, @unchecked Sendable {
  package static let name = "sum"
  package static let help = "The sum of the vectors of the tokens, in any order."

  package static let canBeginAsSum = true
  package static let hasDirections = false
  package static let hasLayers = false

  package let embedding: EmbeddingLayer
  /// The vectors of the tokens of a batch, and their gradient: [N × E].
  private let input: Matrix
  private let dInput: Matrix

  package init(_ architecture: Architecture, dropout: Float, precision: Precision) {
    embedding = EmbeddingLayer(
      vocabularySize: architecture.vocabularySize, size: architecture.embeddingSize,
      prefix: "encoder.embedding")
    input = Matrix(rows: 0, columns: architecture.embeddingSize)
    dInput = Matrix(rows: 0, columns: architecture.embeddingSize)
  }

  package static func stateSize(_ architecture: Architecture) -> Int { architecture.embeddingSize }

  /// The vector of a token and its gradient.
  package static func floatsPerToken(_ architecture: Architecture) -> Int {
    2 * architecture.embeddingSize
  }

  package var parameters: [Parameter] { embedding.parameters }

  package func initialize(seed: UInt64) { embedding.initialize(seed: seed) }
  package func initializeAsSum(seed: UInt64) -> Float { 0.1 }
  package func packWeights(for use: WeightUse, pool: WorkerPool) {}

  package func forward(
    _ sentences: PackedSentences, step: TrainingStep?, into states: Matrix, pool: WorkerPool
  ) {
    embedding.forward(sentences.tokens, step: step, into: input, pool: pool)
    let (layout, order) = (sentences.layout, sentences.order)
    states.resize(rows: layout.count)
    pool.run(layout.count) { place in
      states.clearRow(order[place])
      for time in 0..<layout.lengths[place] {
        Kernels.addRow(of: self.input, layout.row(of: place, at: time), to: states, order[place])
      }
    }
  }

  package func backward(
    _ dStates: Matrix, _ sentences: PackedSentences, step: TrainingStep, pool: WorkerPool
  ) {
    let (layout, order) = (sentences.layout, sentences.order)
    dInput.resize(rows: layout.rows)
    pool.run(layout.count) { place in
      for time in 0..<layout.lengths[place] {
        self.dInput.copyRow(layout.row(of: place, at: time), from: dStates, order[place])
      }
    }
    embedding.backward(dOutput: dInput, tokens: sentences.tokens, pool: pool)
  }
}
