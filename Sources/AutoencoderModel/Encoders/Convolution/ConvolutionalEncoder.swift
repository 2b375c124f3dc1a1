import NeuralLayers
import TensorKit

/// Looks for patterns of neighboring tokens, and notes how well each is matched anywhere.
///
/// Kim 2014, "Convolutional neural networks for sentence classification". The units of the state are
/// shared out among windows of 1 to W tokens. Where in the sentence a pattern occurs is not
/// recorded, so order counts only within a window.
///
/// Letters: N tokens of a batch, B sentences, E size of a token's vector, H size of a state.
package final class ConvolutionalEncoder: SequenceEncoder, @unchecked Sendable {
  package static let name = "convolution"
  package static let parameters = [PartParameter("W", 1...16, isWhole: true, standard: 4)]
  package static let help = "Filters over windows of 1 to W tokens; the best match of each counts."

  package static let hasDirections = false
  package static let hasLayers = false

  package let embedding: EmbeddingLayer
  /// For each width that has filters, those filters.
  private let convolutions: [TokenConvolution]
  /// The vectors of the tokens of a batch, and their gradient: [N × E].
  private let input: Matrix
  private let dInput: Matrix
  /// The states of a training batch, which the backward pass needs: [B × H].
  private let states: Matrix

  package init(_ architecture: Architecture, dropout: Float, precision: Precision) {
    let size = architecture.embeddingSize
    embedding = EmbeddingLayer(
      vocabularySize: architecture.vocabularySize, size: size, prefix: "encoder.embedding")
    convolutions = Self.filters(architecture).map { width, filters in
      TokenConvolution(
        inputSize: size, filters: filters, width: width, prefix: "encoder.convolution\(width)",
        precision: precision)
    }
    input = Matrix(rows: 0, columns: size)
    dInput = Matrix(rows: 0, columns: size)
    states = Matrix(rows: 0, columns: architecture.hiddenSize)
  }

  /// The widths from 1 to W with the number of their filters, together H.
  ///
  /// Narrow windows get the filters that are left over; widths without any are left out.
  private static func filters(_ architecture: Architecture) -> [(width: Int, filters: Int)] {
    let widths = Int(architecture.encoderValues?.first ?? 1)
    let (each, rest) = architecture.hiddenSize.quotientAndRemainder(dividingBy: widths)
    return (1...widths).map { (width: $0, filters: each + ($0 <= rest ? 1 : 0)) }
      .filter { $0.filters > 0 }
  }

  package static func stateSize(_ architecture: Architecture) -> Int { architecture.hiddenSize }

  /// The vector of a token, its windows and what the filters respond, each with its gradient.
  package static func floatsPerToken(_ architecture: Architecture) -> Int {
    let windows = filters(architecture).reduce(0) { $0 + $1.width * architecture.embeddingSize }
    return 2 * (architecture.embeddingSize + windows + architecture.hiddenSize)
  }

  package var parameters: [Parameter] {
    embedding.parameters + convolutions.flatMap(\.parameters)
  }

  package func initialize(seed: UInt64) {
    embedding.initialize(seed: seed)
    for convolution in convolutions { convolution.initialize(seed: seed) }
  }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    for convolution in convolutions { convolution.packWeights(for: use, pool: pool) }
  }

  package func forward(
    _ sentences: PackedSentences, step: TrainingStep?, into states: Matrix, pool: WorkerPool
  ) {
    embedding.forward(sentences.tokens, step: step, into: input, pool: pool)
    states.resize(rows: sentences.layout.count)
    var column = 0
    for convolution in convolutions {
      convolution.forward(
        input, layout: sentences.layout, into: states, order: sentences.order, column: column,
        pool: pool)
      column += convolution.filters
    }
    if step != nil { self.states.copy(from: states) }
  }

  package func backward(
    _ dStates: Matrix, _ sentences: PackedSentences, step: TrainingStep, pool: WorkerPool
  ) {
    dInput.resize(rows: sentences.layout.rows)
    dInput.fill(0)
    var column = 0
    for convolution in convolutions {
      convolution.backward(
        dStates, states: states, layout: sentences.layout, order: sentences.order, column: column,
        dInput: dInput, pool: pool)
      column += convolution.filters
    }
    embedding.backward(dOutput: dInput, tokens: sentences.tokens, pool: pool)
  }
}
