import NeuralLayers
import TensorKit

extension AutoencoderNetwork {
  /// From the gradient of the decoder's outputs back to z, to whose gradient it is added.
  func backwardDecoder(_ batch: TokenBatch, dropout: TrainingStep, pool: WorkerPool) {
    decoder.backward(
      input: activations.decoderInput, layout: batch.decoder.layout, initial: activations.initial,
      dInput: gradients.decoderInput, dInitial: gradients.initial, dropout: dropout, pool: pool)
    decoderEmbedding.backward(
      dOutput: gradients.decoderInput, tokens: batch.decoder.tokens, pool: pool)
    clock?.mark("embeddings")
    latentGradient(batch.decoder.layout, pool)
    clock?.mark("latent")
  }

  /// dz, from the initial states of the decoder and from what z added to the input of every step.
  private func latentGradient(_ layout: SequenceLayout, _ pool: WorkerPool) {
    let latent = activations.latent
    let dStep = gradients.latentInput
    dStep.resize(rows: layout.count)
    pool.run(layout.count, grain: 16) { sentences in
      for sentence in sentences {
        dStep.clearRow(sentence)
        for time in 0..<layout.lengths[sentence] {
          Kernels.addRow(
            of: self.gradients.decoderInput, layout.row(of: sentence, at: time), to: dStep,
            sentence)
        }
      }
    }
    let sentences = 0..<layout.count
    func passBack(_ dOutput: Matrix, through linear: LinearLayer) {
      linear.backward(
        dOutput: dOutput, input: latent, rows: sentences, dInput: gradients.latent,
        accumulate: true, pool: pool)
    }
    passBack(dStep, through: latentInput)
    for (layer, dState) in gradients.initial.enumerated() {
      passBack(dState.hidden, through: initialHidden[layer])
      passBack(dState.cell, through: initialCell[layer])
    }
  }

  /// From the gradient of z back to the embeddings of the encoder.
  func backwardEncoder(
    _ sentences: PackedSentences, dropout: TrainingStep, pool: WorkerPool
  ) {
    bottleneck?.backward(
      dOutput: gradients.latent, input: activations.finalState, dInput: gradients.finalState,
      pool: pool)
    clock?.mark("latent")
    encoder.setFinalGradient(
      gradients.finalState, layout: sentences.layout, order: sentences.order, pool: pool)
    encoder.backward(
      input: activations.encoderInput, layout: sentences.layout,
      dInput: gradients.encoderInput, dropout: dropout, pool: pool)
    encoderEmbedding.backward(
      dOutput: gradients.encoderInput, tokens: sentences.tokens, pool: pool)
    clock?.mark("embeddings")
  }
}
