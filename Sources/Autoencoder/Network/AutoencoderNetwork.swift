import NeuralLayers
import TensorKit

/// The layers of the autoencoder and how they hang together.
///
/// ```
/// tokens → encoder embedding → LSTM → final state → (bottleneck) → latent z
/// z → h₀, c₀ of every decoder layer; z → added to the input of every decoder step
/// decoder embedding + latent input → LSTM → output → softmax
/// ```
/// What is trained by, the decoder's loss or others, are the `terms` of the loss, which see z alone.
/// Sutskever, Vinyals and Le 2014; the latent as in Bowman et al. 2016 and Shen et al. 2020.
package final class AutoencoderNetwork: @unchecked Sendable {
  let architecture: Architecture
  let precision: Precision
  let encoderEmbedding: EmbeddingLayer
  package let encoder: StackedLSTM
  let bottleneck: LinearLayer?
  let decoderEmbedding: EmbeddingLayer
  let latentInput: LinearLayer
  let initialHidden: [LinearLayer]
  let initialCell: [LinearLayer]
  package let decoder: StackedLSTM
  let output: SoftmaxOutput
  /// The parts of the loss, some with weights of their own.
  let terms: [any LossTerm]
  /// What they scored of the last batch; memory is reused.
  var scored = BatchScore()
  /// Measures the phases of a step; nil but in benchmarks.
  package var clock: PhaseClock? {
    didSet {
      output.clock = clock
      for layer in (encoder.layers + decoder.layers).joined() { layer.clock = clock }
    }
  }

  /// What the forward pass computes between the layers.
  let activations: Signals
  /// The gradients of `activations`.
  let gradients: Signals

  /// A network of zero weights; call `initialize` or load weights, then `packWeights`.
  ///
  /// `wordWeights` are needed to train a bag of words, and their stems to load one. With `softmaxSample`, a
  /// softmax in training is over so many words.
  package init(
    _ architecture: Architecture, objectives: [Objective] = [Objective(.reconstruct)],
    wordWeights: WordWeights = .none(), softmaxSample: Int? = nil, dropout: Float = 0,
    precision: Precision
  ) {
    self.architecture = architecture
    self.precision = precision
    let (words, size) = (architecture.vocabularySize, architecture.embeddingSize)
    let (hidden, latent) = (architecture.hiddenSize, architecture.dimension)
    encoderEmbedding = EmbeddingLayer(
      vocabularySize: words, size: size, prefix: "encoder.embedding")
    encoder = StackedLSTM(
      inputSize: size, hiddenSize: hidden, layerCount: architecture.layers,
      isBidirectional: architecture.isBidirectional, dropout: dropout, prefix: "encoder.lstm",
      precision: precision)
    bottleneck = architecture.latentSize.map {
      LinearLayer(
        inputSize: architecture.stateSize, outputSize: $0, prefix: "latent", precision: precision)
    }
    decoderEmbedding = EmbeddingLayer(
      vocabularySize: words, size: size, prefix: "decoder.embedding")
    latentInput = LinearLayer(
      inputSize: latent, outputSize: size, prefix: "decoder.latent_input", hasBias: false,
      precision: precision)
    initialHidden = (0..<architecture.layers).map {
      LinearLayer(
        inputSize: latent, outputSize: hidden, prefix: "decoder.initial_hidden_l\($0)",
        precision: precision)
    }
    initialCell = (0..<architecture.layers).map {
      LinearLayer(
        inputSize: latent, outputSize: hidden, prefix: "decoder.initial_cell_l\($0)",
        precision: precision)
    }
    decoder = StackedLSTM(
      inputSize: size, hiddenSize: hidden, layerCount: architecture.layers,
      isBidirectional: false, dropout: dropout, firstDropout: architecture.layers + 1,
      prefix: "decoder.lstm", precision: precision)
    output = SoftmaxOutput(
      inputSize: hidden, vocabularySize: words, prefix: "output", precision: precision)
    let output = output
    terms = objectives.map { objective -> any LossTerm in
      switch objective.kind {
      case .reconstruct:
        Reconstruction(objective, output, sampleSize: softmaxSample, precision)
      case .bag:
        BagOfWordsObjective(
          objective, architecture, wordWeights, sampleSize: softmaxSample, precision)
      case .contrast: ContrastiveObjective(objective, architecture)
      case .overlap: LexicalObjective(objective, architecture, wordWeights)
      }
    }
    activations = Signals(architecture)
    gradients = Signals(architecture)
  }

  /// All weights, in the order of the file.
  package var parameters: [Parameter] { layerParameters + terms.flatMap(\.parameters) }

  /// The weights that a model has whatever it was trained by.
  var layerParameters: [Parameter] {
    [encoderEmbedding.weight] + encoder.parameters + (bottleneck?.parameters ?? [])
      + [decoderEmbedding.weight] + latentInput.parameters
      + initialHidden.flatMap(\.parameters) + initialCell.flatMap(\.parameters)
      + decoder.parameters + output.parameters
  }

  /// Random weights as a function of the seed.
  package func initialize(seed: UInt64) {
    encoderEmbedding.initialize(seed: seed)
    decoderEmbedding.initialize(seed: seed)
    encoder.initialize(seed: seed)
    decoder.initialize(seed: seed)
    output.initialize(seed: seed)
    for linear in linearLayers { linear.initialize(seed: seed) }
    for term in terms { term.initialize(seed: seed) }
  }

  /// Gives the tokens of both sides word vectors to begin with.
  func begin(with embeddings: PretrainedEmbeddings) {
    for layer in [encoderEmbedding, decoderEmbedding] { embeddings.write(to: layer.weight.value) }
  }

  /// Whether the decoder is trained.
  var reconstructs: Bool { terms.contains { $0.objective.kind == .reconstruct } }

  /// Packs the weights for the products; to be called after every change of them but those by an optimizer.
  ///
  /// `backward` is for training, which has no use for a decoder that is not trained, and packs the weights
  /// of the output where it uses them: a decoder needs `output.packWeights` before it can write.
  package func packWeights(backward: Bool, pool: WorkerPool) {
    encoder.packWeights(backward: backward, pool: pool)
    bottleneck?.packWeights(backward: backward, pool: pool)
    if backward { for term in terms { term.packWeights(pool: pool) } }
    if backward && !reconstructs { return }
    decoder.packWeights(backward: backward, pool: pool)
    if !backward { output.packWeights(pool: pool) }
    for linear in decoderLinears { linear.packWeights(backward: backward, pool: pool) }
  }

  private var linearLayers: [LinearLayer] { (bottleneck.map { [$0] } ?? []) + decoderLinears }
  private var decoderLinears: [LinearLayer] { [latentInput] + initialHidden + initialCell }
}

extension AutoencoderNetwork {
  /// What flows between the layers, or the gradients of that; memory is reused.
  final class Signals {
    /// [N × E]
    let encoderInput: Matrix
    /// Final states of the encoder: [views · B × stateSize].
    let finalState: Matrix
    /// z: [views · B × dimension]; the final state itself where there is no bottleneck.
    let latent: Matrix
    /// [B × E]
    let latentInput: Matrix
    /// [N × E]
    let decoderInput: Matrix
    /// h₀ and c₀ of each decoder layer: [B × H].
    let initial: [LSTMLayer.InitialState]

    init(_ shape: Architecture) {
      encoderInput = Matrix(rows: 0, columns: shape.embeddingSize)
      finalState = Matrix(rows: 0, columns: shape.stateSize)
      latent =
        shape.latentSize == nil ? finalState : Matrix(rows: 0, columns: shape.dimension)
      latentInput = Matrix(rows: 0, columns: shape.embeddingSize)
      decoderInput = Matrix(rows: 0, columns: shape.embeddingSize)
      initial = AutoencoderNetwork.states(shape)
    }
  }

  private static func states(_ shape: Architecture) -> [LSTMLayer.InitialState] {
    (0..<shape.layers).map { _ in
      LSTMLayer.InitialState(
        hidden: Matrix(rows: 0, columns: shape.hiddenSize),
        cell: Matrix(rows: 0, columns: shape.hiddenSize))
    }
  }
}
