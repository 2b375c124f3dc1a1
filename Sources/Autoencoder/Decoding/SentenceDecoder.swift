import NeuralLayers
import TensorKit

/// A decoded sentence: its tokens without marks, and how likely the decoder found it.
public struct DecodedSentence: Sendable, Equatable {
  /// Token ids without the begin and end marks.
  public var tokens: [UInt32]
  /// Σ log p(token), the end mark included, in nats.
  public var logProbability: Double
}

/// Turns latents back into token ids, token by token.
///
/// A row of a batch is decoded as if it were alone: its result does not depend on the others.
final class SentenceDecoder {
  let network: AutoencoderNetwork
  let pool: WorkerPool
  /// Most tokens of a sentence, without the end mark.
  let maximumLength: Int
  let bosID: UInt32
  let eosID: UInt32
  /// Tokens that are never written, because they are no text.
  let forbidden: [UInt32]

  let input: Matrix
  let logits: Matrix

  init(
    network: AutoencoderNetwork, maximumLength: Int, bosID: UInt32, eosID: UInt32,
    forbidden: [UInt32], pool: WorkerPool
  ) {
    self.network = network
    self.pool = pool
    self.maximumLength = maximumLength
    self.bosID = bosID
    self.eosID = eosID
    self.forbidden = forbidden
    input = Matrix(rows: 0, columns: network.architecture.embeddingSize)
    logits = Matrix(rows: 0, columns: network.architecture.vocabularySize)
  }

  /// The sentences being decoded, one a row.
  struct State {
    /// h and c of each layer: [rows × H].
    var layers: [LSTMLayer.InitialState]
    /// What z adds to the input of every step: [rows × E].
    var latentInput: Matrix

    /// The state with the given rows only, in the given order; a row may occur twice.
    func rows(at indices: [Int]) -> State {
      State(
        layers: layers.map {
          LSTMLayer.InitialState(
            hidden: $0.hidden.rows(at: indices), cell: $0.cell.rows(at: indices))
        }, latentInput: latentInput.rows(at: indices))
    }
  }

  /// The state before the first token of a sentence for every row of `latents` [n × dimension].
  func start(_ latents: Matrix) -> State {
    network.activations.latent.copy(from: latents)
    network.startDecoder(sentences: 0..<latents.rows, pool: pool)
    let everyRow = Array(0..<latents.rows)
    return State(
      layers: network.activations.initial, latentInput: network.activations.latentInput
    ).rows(at: everyRow)
  }

  /// Reads one token a row; afterwards `logits` [rows × V] are those of the next token.
  func advance(_ state: State, reading tokens: [UInt32]) {
    network.decoderEmbedding.forward(tokens, into: input, pool: pool)
    for row in 0..<tokens.count { Kernels.addRow(of: state.latentInput, row, to: input, row) }
    network.decoder.step(input, states: state.layers, pool: pool)
    network.output.forward(network.decoder.topOutput, into: logits, pool: pool)
    for row in 0..<tokens.count {
      for token in forbidden { logits[row, Int(token)] = -.infinity }
    }
  }

  /// Turns the logits of all rows into log-probabilities.
  func normalizeLogits() {
    let logits = logits
    pool.run(logits.rows) { row in
      logits.withMutableRow(row) { Kernels.logSoftmax(&$0) }
    }
  }
}
