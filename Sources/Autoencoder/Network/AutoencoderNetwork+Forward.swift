import NeuralLayers
import TensorKit

extension AutoencoderNetwork {
  /// Encodes sentences; afterwards `activations.latent` holds z of each, in the order of the batch.
  package func encode(
    _ sentences: PackedSentences, dropout: StackedLSTM.DropoutKey? = nil, pool: WorkerPool
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

  /// Loss of predicting every token from z and the tokens before it (teacher forcing).
  ///
  /// With `training` also the gradients of all parameters, by way of `backward`.
  package func score(
    _ batch: TokenBatch, training: StackedLSTM.DropoutKey? = nil, pool: WorkerPool
  ) -> OutputLayer.Score {
    encode(batch.encoder, dropout: training, pool: pool)
    let (sentences, input) = (batch.decoder, activations.decoderInput)
    startDecoder(pool: pool)
    clock?.mark("latent")
    decoderEmbedding.forward(sentences.tokens, into: input, pool: pool)
    addLatentInput(to: input, sentences.layout, pool)
    clock?.mark("embeddings")
    decoder.forward(
      input, layout: sentences.layout, initial: activations.initial, dropout: training, pool: pool)
    let score = output.score(
      decoder.topOutput, targets: batch.targets.tokens,
      dInput: training == nil ? nil : decoder.dTop, pool: pool)
    if let training { backward(batch, dropout: training, pool: pool) }
    return score
  }

  /// h₀, c₀ and the latent input of every sentence, from `activations.latent`.
  func startDecoder(pool: WorkerPool) {
    let latent = activations.latent
    for (layer, state) in activations.initial.enumerated() {
      initialHidden[layer].forward(latent, into: state.hidden, pool: pool)
      initialCell[layer].forward(latent, into: state.cell, pool: pool)
    }
    latentInput.forward(latent, into: activations.latentInput, pool: pool)
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
