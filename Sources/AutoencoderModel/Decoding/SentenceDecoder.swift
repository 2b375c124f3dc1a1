import NeuralLayers
import TensorKit
import Tokenization

/// A decoded sentence: its tokens, and the probability that the decoder gives them.
public struct DecodedSentence: Sendable, Equatable {
  /// Token ids without the begin and end tokens.
  public var tokens: [UInt32]
  /// Σ log p(token), including the end token, in nats.
  public var logProbability: Double
}

/// Turns latents into token ids, token by token.
///
/// The result for a row does not depend on the other rows of a batch.
package final class SentenceDecoder {
  private let decoder: LSTMDecoder
  let pool: WorkerPool
  /// The maximum number of tokens in a sentence, without the end token.
  let maximumLength: Int
  let bosID: UInt32
  let eosID: UInt32
  /// Tokens that are never generated, because they are not text.
  private let forbidden: [UInt32]
  /// The logits of the next token of each sentence: [rows × V].
  let logits: Matrix

  /// Decodes with the tokens of a tokenizer, using a decoder whose weights are packed.
  package init(
    _ decoder: LSTMDecoder, tokenizer: Tokenizer, maximumLength: Int, pool: WorkerPool
  ) {
    self.decoder = decoder
    self.pool = pool
    self.maximumLength = maximumLength
    bosID = tokenizer.bosID
    eosID = tokenizer.eosID
    forbidden = [tokenizer.padID, tokenizer.bosID, tokenizer.blankID]
    logits = Matrix(rows: 0, columns: decoder.output.vocabularySize)
  }

  /// The state before the first token of a sentence for every row of `latents` [n × dimension].
  func start(_ latents: Matrix) -> LSTMDecoder.State { decoder.state(from: latents, pool: pool) }

  /// Reads one token per row; afterwards `logits` [rows × V] are those of the next token.
  func advance(_ state: LSTMDecoder.State, reading tokens: [UInt32]) {
    decoder.step(tokens, state, into: logits, pool: pool)
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
