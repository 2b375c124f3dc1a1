import NeuralLayers
import TensorKit

/// LSTM layers that generate a sentence from its latent, token by token.
///
/// ```
/// z → h₀, c₀ of every layer; z → added to the input of every step
/// embedding + latent input → LSTM → output → softmax
/// ```
/// The decoder sees nothing of the sentence but z (Bowman et al. 2016; Shen et al. 2020).
///
/// Letters: N tokens of a batch, B sentences, D dimension of z, E size of a token's vector, H
/// hidden size.
package final class LSTMDecoder: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  package let embedding: EmbeddingLayer
  private let latentInput: LinearLayer
  private let initialHidden: [LinearLayer]
  private let initialCell: [LinearLayer]
  package let lstm: StackedLSTM
  package let output: SoftmaxOutput
  /// Measures the phases of a training step; nil except in benchmarks.
  package var clock: PhaseClock? {
    didSet {
      lstm.clock = clock
      output.clock = clock
    }
  }

  private let activations: Signals
  private let gradients: Signals

  /// The activations between the layers, or their gradients; memory is reused.
  private struct Signals {
    /// What z adds to the input of every step: [B × E].
    let latentInput: Matrix
    /// [N × E]
    let input: Matrix
    /// h₀ and c₀ of each layer: [B × H].
    let initial: [LSTMLayer.InitialState]

    init(_ shape: Architecture) {
      latentInput = Matrix(rows: 0, columns: shape.embeddingSize)
      input = Matrix(rows: 0, columns: shape.embeddingSize)
      initial = (0..<shape.layers).map { _ in
        LSTMLayer.InitialState(
          hidden: Matrix(rows: 0, columns: shape.hiddenSize),
          cell: Matrix(rows: 0, columns: shape.hiddenSize))
      }
    }
  }

  /// A decoder without weights, for a valid architecture; `dropout` is a probability, for training.
  package init(_ shape: Architecture, dropout: Float = 0, precision: Precision) {
    func linear(_ prefix: String, _ size: Int, hasBias: Bool = true) -> LinearLayer {
      LinearLayer(
        inputSize: shape.dimension, outputSize: size, prefix: prefix, hasBias: hasBias,
        precision: precision)
    }
    embedding = EmbeddingLayer(
      vocabularySize: shape.vocabularySize, size: shape.embeddingSize, prefix: "decoder.embedding")
    latentInput = linear("decoder.latent_input", shape.embeddingSize, hasBias: false)
    initialHidden = (0..<shape.layers).map {
      linear("decoder.initial_hidden_l\($0)", shape.hiddenSize)
    }
    initialCell = (0..<shape.layers).map {
      linear("decoder.initial_cell_l\($0)", shape.hiddenSize)
    }
    // The encoder's dropout masks have the lower numbers.
    lstm = StackedLSTM(
      inputSize: shape.embeddingSize, hiddenSize: shape.hiddenSize, layerCount: shape.layers,
      isBidirectional: false, isResidual: shape.isResidual, dropout: dropout,
      firstDropout: shape.layers + 1,
      prefix: "decoder.lstm", precision: precision)
    output = SoftmaxOutput(
      inputSize: shape.hiddenSize, vocabularySize: shape.vocabularySize, prefix: "output",
      precision: precision)
    activations = Signals(shape)
    gradients = Signals(shape)
  }

  /// At least this many floats per token of a training batch stay in memory until the backward
  /// pass.
  package static func floatsPerToken(_ architecture: Architecture) -> Int {
    7 * architecture.layers * architecture.hiddenSize
  }

  package var parameters: [Parameter] {
    embedding.parameters + linearLayers.flatMap(\.parameters) + lstm.parameters + output.parameters
  }

  package func initialize(seed: UInt64) {
    for layer in layers { layer.initialize(seed: seed) }
  }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    for layer in layers { layer.packWeights(for: use, pool: pool) }
  }

  private var linearLayers: [LinearLayer] { [latentInput] + initialHidden + initialCell }
  private var layers: [any Layer] { [embedding] + linearLayers + [lstm, output] }

  /// The outputs of the top layer, after `forward` or `step`: [N × H].
  package var states: Matrix { lstm.topOutput }
  /// The gradient of `states`, to be filled in before `backward`: [N × H].
  package var dStates: Matrix { lstm.dTop }
}

extension LSTMDecoder {
  /// Teacher forcing: reads the true tokens of a batch, each sentence started from its row of
  /// `latents`.
  ///
  /// `sentences` begin with the begin token. The sentence with number p in the layout belongs to
  /// row p of `latents` [≥ B × D].
  package func forward(
    _ sentences: PackedSentences, from latents: Matrix, step: TrainingStep?, pool: WorkerPool
  ) {
    let (layout, input) = (sentences.layout, activations.input)
    start(from: latents, sentences: 0..<layout.count, pool: pool)
    clock?.mark("latent")
    embedding.forward(sentences.tokens, into: input, pool: pool)
    let added = activations.latentInput
    pool.run(layout.steps) { time in
      for sentence in 0..<layout.active[time] {
        Kernels.addRow(of: added, sentence, to: input, layout.row(of: sentence, at: time))
      }
    }
    clock?.mark("embeddings")
    lstm.forward(input, layout: layout, initial: activations.initial, dropout: step, pool: pool)
  }

  /// Computes h₀, c₀ and the latent input of every sentence.
  private func start(from latents: Matrix, sentences: Range<Int>, pool: WorkerPool) {
    for (layer, state) in activations.initial.enumerated() {
      initialHidden[layer].forward(latents, rows: sentences, into: state.hidden, pool: pool)
      initialCell[layer].forward(latents, rows: sentences, into: state.cell, pool: pool)
    }
    latentInput.forward(latents, rows: sentences, into: activations.latentInput, pool: pool)
  }

  /// Backpropagates the gradient of `states` to all weights, and adds to the gradient of the
  /// latents.
  package func backward(
    _ sentences: PackedSentences, from latents: Matrix, dLatents: Matrix, step: TrainingStep,
    pool: WorkerPool
  ) {
    lstm.backward(
      input: activations.input, layout: sentences.layout, initial: activations.initial,
      dInput: gradients.input, dInitial: gradients.initial, dropout: step, pool: pool)
    embedding.backward(dOutput: gradients.input, tokens: sentences.tokens, pool: pool)
    clock?.mark("embeddings")
    latentGradient(sentences.layout, latents, dLatents, pool)
    clock?.mark("latent")
  }

  /// dz, from the initial states and from the latent input of every step.
  private func latentGradient(
    _ layout: SequenceLayout, _ latents: Matrix, _ dLatents: Matrix, _ pool: WorkerPool
  ) {
    let (dStep, dInput) = (gradients.latentInput, gradients.input)
    dStep.resize(rows: layout.count)
    pool.run(layout.count, grain: 16) { sentences in
      for sentence in sentences {
        dStep.clearRow(sentence)
        for time in 0..<layout.lengths[sentence] {
          Kernels.addRow(of: dInput, layout.row(of: sentence, at: time), to: dStep, sentence)
        }
      }
    }
    let sentences = 0..<layout.count
    func passBack(_ dOutput: Matrix, through linear: LinearLayer) {
      linear.backward(
        dOutput: dOutput, input: latents, rows: sentences, dInput: dLatents, accumulate: true,
        pool: pool)
    }
    passBack(dStep, through: latentInput)
    for (layer, dState) in gradients.initial.enumerated() {
      passBack(dState.hidden, through: initialHidden[layer])
      passBack(dState.cell, through: initialCell[layer])
    }
  }
}

extension LSTMDecoder {
  /// The sentences being generated, one per row.
  package struct State {
    /// h and c of each layer: [rows × H].
    var layers: [LSTMLayer.InitialState]
    /// What z adds to the input of every step: [rows × E].
    var latentInput: Matrix

    /// The state of the given rows only, in the given order; a row may occur several times.
    package func rows(at indices: [Int]) -> State {
      State(
        layers: layers.map {
          LSTMLayer.InitialState(
            hidden: $0.hidden.rows(at: indices), cell: $0.cell.rows(at: indices))
        }, latentInput: latentInput.rows(at: indices))
    }
  }

  /// The state before the first token of a sentence for every row of `latents` [n × D].
  package func state(from latents: Matrix, pool: WorkerPool) -> State {
    start(from: latents, sentences: 0..<latents.rows, pool: pool)
    return State(layers: activations.initial, latentInput: activations.latentInput)
      .rows(at: Array(0..<latents.rows))
  }

  /// Reads one token of each sentence, advances the state, and writes the next logits: [rows × V].
  package func step(
    _ tokens: [UInt32], _ state: State, into logits: Matrix, pool: WorkerPool
  ) {
    let input = activations.input
    embedding.forward(tokens, into: input, pool: pool)
    for row in 0..<tokens.count { Kernels.addRow(of: state.latentInput, row, to: input, row) }
    lstm.step(input, states: state.layers, pool: pool)
    output.forward(lstm.topOutput, into: logits, pool: pool)
  }
}
