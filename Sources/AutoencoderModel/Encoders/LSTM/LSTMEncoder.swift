import DataStructures
import NeuralLayers
import TensorKit

/// LSTM layers, in one direction or both; the state is the last h of the top layer.
///
/// Sutskever, Vinyals and Le 2014. The layout of the weights is that of `torch.nn.LSTM`.
///
/// Letters: N tokens of a batch, B sentences, E size of a token's vector, H hidden size.
package final class LSTMEncoder: SequenceEncoder, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  package static let name = "lstm"
  package static let help = "Layers of LSTM, which read token by token."

  package static let canBeginAsSum = true

  package let embedding: EmbeddingLayer
  package let lstm: StackedLSTM
  private let vocabularySize: Int
  /// The vectors of the tokens of a batch, and their gradient: [N × E].
  private let input: Matrix
  private let dInput: Matrix
  /// Products of the vectors of tokens with the input weights; nil before the first batch.
  private var table: StackedLSTM.InputTable?

  /// The largest table of products with the input weights, in bytes.
  private static let largestTable = 512 << 20

  package init(_ architecture: Architecture, dropout: Float, precision: Precision) {
    vocabularySize = architecture.vocabularySize
    embedding = EmbeddingLayer(
      vocabularySize: vocabularySize, size: architecture.embeddingSize,
      prefix: "encoder.embedding")
    lstm = StackedLSTM(
      inputSize: architecture.embeddingSize, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layers, isBidirectional: architecture.isBidirectional,
      isResidual: architecture.isResidual,
      dropout: dropout, prefix: "encoder.lstm", precision: precision)
    input = Matrix(rows: 0, columns: architecture.embeddingSize)
    dInput = Matrix(rows: 0, columns: architecture.embeddingSize)
  }

  package static func usesDropout(_ architecture: Architecture) -> Bool { architecture.layers > 1 }

  package static func stateSize(_ architecture: Architecture) -> Int {
    (architecture.isBidirectional ? 2 : 1) * architecture.hiddenSize
  }

  /// Four gates, a cell, an output and the previous output, in each layer and direction.
  package static func floatsPerToken(_ architecture: Architecture) -> Int {
    7 * architecture.layers * stateSize(architecture)
  }

  package var parameters: [Parameter] { embedding.parameters + lstm.parameters }

  package var clock: PhaseClock? {
    didSet { lstm.clock = clock }
  }

  package func initialize(seed: UInt64) {
    embedding.initialize(seed: seed)
    lstm.initialize(seed: seed)
  }

  package func initializeAsSum(seed: UInt64) -> Float {
    lstm.initializeAsSum(seed: seed)
    return 1
  }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    // Its products are those of other weights.
    table = nil
    lstm.packWeights(for: use, pool: pool)
  }

  package func forward(
    _ sentences: PackedSentences, step: TrainingStep?, into states: Matrix, pool: WorkerPool
  ) {
    embedding.forward(sentences.tokens, step: step, into: input, pool: pool)
    clock?.mark("embeddings")
    lstm.forward(input, layout: sentences.layout, dropout: step, pool: pool)
    lstm.finalStates(into: states, layout: sentences.layout, order: sentences.order)
  }

  package func backward(
    _ dStates: Matrix, _ sentences: PackedSentences, step: TrainingStep, pool: WorkerPool
  ) {
    lstm.setFinalGradient(dStates, layout: sentences.layout, order: sentences.order, pool: pool)
    lstm.backward(
      input: input, layout: sentences.layout, dInput: dInput, dropout: step, pool: pool)
    embedding.backward(dOutput: dInput, tokens: sentences.tokens, pool: pool)
    clock?.mark("embeddings")
  }

  /// Multiplies the vectors of all new tokens with the input weights, unless a table of all tokens
  /// would be too large.
  package func prepare(for sentences: TokenSequences, pool: WorkerPool) {
    guard lstm.inputTableBytes(vocabularySize: vocabularySize) <= Self.largestTable else { return }
    var table = self.table ?? lstm.makeInputTable(vocabularySize: vocabularySize)
    // A copy of the table would copy its marks.
    self.table = nil
    lstm.complete(
      &table, for: sentences.tokens, of: { embedding.weight.value(rows: $0) }, pool: pool)
    self.table = table
  }

  /// Sentences with a common prefix share the work on it; a single one takes the path with least
  /// delay.
  package func encode(
    _ sentences: TokenSequences, into states: Matrix, rows: [Int], pool: WorkerPool
  ) {
    // With the table, no vectors are read.
    let table = table.flatMap { $0.contains(sentences.tokens) ? $0 : nil }
    let vectors = embedding.weight.value(rows: table == nil ? sentences.tokens : [])
    lstm.encode(sentences, of: vectors, table: table, into: states, rows: rows, pool: pool)
  }
}
