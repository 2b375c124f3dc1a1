import NeuralLayers
import TensorKit

extension AutoencoderNetwork {
  /// Losses of a batch; with `training` also the gradients of all parameters that they depend on.
  ///
  /// Encoder, then every term of the loss, each of which leaves its gradient at z, then the encoder
  /// backwards.
  package func score(
    _ batch: TokenBatch, training: TrainingStep? = nil, pool: WorkerPool
  ) -> BatchScore {
    encode(batch.encoder, dropout: training, pool: pool)
    if training != nil {
      gradients.latent.resize(rows: activations.latent.rows)
      gradients.latent.fill(0)
    }
    scored.removeAll()
    for term in terms {
      scored.append(term.score(batch, of: self, training: training, pool: pool))
    }
    if let training { backwardEncoder(batch.encoder, dropout: training, pool: pool) }
    return scored
  }

  /// Encodes sentences; afterwards `activations.latent` holds z of each, in the order of the batch.
  package func encode(
    _ sentences: PackedSentences, dropout: TrainingStep? = nil, pool: WorkerPool
  ) {
    encoderEmbedding.forward(sentences.tokens, into: activations.encoderInput, pool: pool)
    clock?.mark("embeddings")
    encoder.forward(
      activations.encoderInput, layout: sentences.layout, dropout: dropout, pool: pool)
    encoder.finalStates(
      into: activations.finalState, layout: sentences.layout, order: sentences.order)
    bottleneck?.forward(activations.finalState, into: activations.latent, pool: pool)
    clock?.mark("latent")
  }

  /// From z and the tokens before each token of the batch to the decoder's outputs (teacher forcing).
  func runDecoder(_ batch: TokenBatch, dropout: TrainingStep?, pool: WorkerPool) {
    let (sentences, input) = (batch.decoder, activations.decoderInput)
    startDecoder(sentences: 0..<batch.decodedCount, pool: pool)
    clock?.mark("latent")
    decoderEmbedding.forward(sentences.tokens, into: input, pool: pool)
    addLatentInput(to: input, sentences.layout, pool)
    clock?.mark("embeddings")
    decoder.forward(
      input, layout: sentences.layout, initial: activations.initial, dropout: dropout, pool: pool)
  }

  /// h₀, c₀ and the latent input of every sentence, from its row of `activations.latent`.
  func startDecoder(sentences: Range<Int>, pool: WorkerPool) {
    let latent = activations.latent
    for (layer, state) in activations.initial.enumerated() {
      initialHidden[layer].forward(latent, rows: sentences, into: state.hidden, pool: pool)
      initialCell[layer].forward(latent, rows: sentences, into: state.cell, pool: pool)
    }
    latentInput.forward(latent, rows: sentences, into: activations.latentInput, pool: pool)
  }

  private func addLatentInput(
    to input: Matrix, _ layout: SequenceLayout, _ pool: WorkerPool
  ) {
    pool.run(layout.steps) { time in
      for sentence in 0..<layout.active[time] {
        Kernels.addRow(
          of: self.activations.latentInput, sentence, to: input,
          layout.row(of: sentence, at: time))
      }
    }
  }
}
