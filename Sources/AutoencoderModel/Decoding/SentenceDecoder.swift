import NeuralLayers
import TensorKit
import Tokenization

/// A decoded sentence: its tokens, and how likely the decoder found it.
public struct DecodedSentence: Sendable, Equatable {
  /// Token ids without the begin and end tokens.
  public var tokens: [UInt32]
  /// Σ log p(token), the end token included, in nats.
  public var logProbability: Double
}

/// Turns latents back into token ids, token by token.
///
/// A row of a batch is decoded as if it were alone: its result does not depend on the others.
package final class SentenceDecoder {
  private let decoder: LSTMDecoder
  let pool: WorkerPool
  /// Most tokens of a sentence, without the end token.
  let maximumLength: Int
  let bosID: UInt32
  let eosID: UInt32
  /// Tokens that are never written, because they are not text.
  private let forbidden: [UInt32]
  /// Of the next token of each sentence: [rows × V].
  let logits: Matrix

  /// A writer of the tokens of a tokenizer, from a decoder whose weights are packed.
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

  /// Reads one token a row; afterwards `logits` [rows × V] are those of the next token.
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
