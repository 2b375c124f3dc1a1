import AutoencoderModel
import NeuralLayers
import TensorKit

/// A model in training: its encoder, its decoder, and the terms of the loss.
///
/// ```
/// tokens → encoder → final state → latent stage → z → terms of the loss
///                                                 └→ noise → decoder → terms that need it
/// ```
/// A term gets what it declares as its needs, never the network. The gradients that the terms add
/// to that of z flow back into the encoder once all terms have been scored.
package final class AutoencoderNetwork: @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  package let encoder: LatentEncoder
  package let decoder: LSTMDecoder
  /// The terms of the loss, with their objectives; some have weights of their own.
  private let terms: [(objective: Objective, term: any LossTerm)]
  /// Whether the decoder is trained.
  package let trainsDecoder: Bool
  /// The index of the last term that needs the decoder.
  private let lastDecoding: Int?
  private let dLatents: Matrix
  /// The noise on z in training, which the decoder reads.
  private let noise: GaussianNoise?
  /// z with the noise: [V·B × D].
  private let noisyLatents: Matrix
  /// The scores of the terms for the last batch; memory is reused.
  private var scored = BatchScore()
  /// Measures the phases of a step; nil except in benchmarks.
  package var clock: PhaseClock? {
    didSet { (encoder.clock, decoder.clock) = (clock, clock) }
  }

  /// A network without memory for weights; call `initialize` or load weights, then `packWeights`.
  ///
  /// - Parameters:
  ///   - architecture: valid sizes.
  ///   - objectives: what it is trained by.
  ///   - words: the weights of words, for objectives that need them.
  ///   - lexical: the weights of stems and n-grams, for objectives that need them.
  ///   - classes: how many classes the sentences have, for objectives that need labels.
  ///   - teacherDimension: the size of a vector of the teacher, for objectives that need one.
  ///   - softmaxSample: how many words a softmax in training is over; nil for all.
  ///   - dropout: the probability between the layers of an LSTM.
  ///   - latentNoise: the standard deviation of the noise on z that the decoder reads in training.
  ///   - tokenNoise: that of the noise on the vectors of tokens that the encoder reads.
  ///   - precision: the format of the factors of matrix products.
  package init(
    _ architecture: Architecture, objectives: [Objective] = [.reconstruct],
    words: WordWeights = .none(), lexical: LexicalWeights = .none, classes: Int = 2,
    teacherDimension: Int = 1,
    softmaxSample: Int? = nil, dropout: Float = 0, latentNoise: Float = 0, tokenNoise: Float = 0,
    precision: Precision
  ) {
    encoder = LatentEncoder(architecture, dropout: dropout, precision: precision)
    let decoder = LSTMDecoder(architecture, dropout: dropout, precision: precision)
    self.decoder = decoder
    terms = objectives.map { objective in
      let needs = objective.kind.needs
      let context = TermContext(
        architecture: architecture, words: needs.contains(.words) ? words : .none(),
        lexical: needs.contains(.lexicalWeights) ? lexical : .none,
        softmaxSample: softmaxSample, classes: classes, teacherDimension: teacherDimension,
        decoder: needs.contains(.decoder) ? decoder : nil,
        precision: precision)
      return (objective, objective.kind.init(objective, context))
    }
    lastDecoding = objectives.lastIndex { $0.kind.needs.contains(.decoder) }
    trainsDecoder = lastDecoding != nil
    dLatents = Matrix(rows: 0, columns: architecture.dimension)
    noise = latentNoise > 0 ? GaussianNoise(deviation: latentNoise, purpose: .latentNoise) : nil
    noisyLatents = Matrix(rows: 0, columns: architecture.dimension)
    if tokenNoise > 0 {
      encoder.encoder.embedding.noise = GaussianNoise(deviation: tokenNoise, purpose: .tokenNoise)
    }
  }

  package var architecture: Architecture { encoder.architecture }

  /// The weights of the model, in the order of the file.
  package var modelParameters: [Parameter] { encoder.parameters + decoder.parameters }

  /// The weights of the terms of the loss, which are not part of the model.
  package var headParameters: [Parameter] {
    terms.flatMap { $0.term.parameters + $0.term.separateParameters }
  }

  /// All weights in groups, one per optimizer: the model and its heads, then those trained
  /// separately.
  package func makeGroups() -> [ParameterGroup] {
    let main = ParameterGroup("", modelParameters + terms.flatMap(\.term.parameters))
    return [main]
      + terms.filter { !$0.term.separateParameters.isEmpty }
      .map { ParameterGroup($0.objective.name, $0.term.separateParameters) }
  }

  /// Sets random weights as a function of the seed.
  package func initialize(seed: UInt64) {
    encoder.initialize(seed: seed)
    decoder.initialize(seed: seed)
    for (_, term) in terms { term.initialize(seed: seed) }
  }

  /// Packs the weights for training; the decoder only if it is trained.
  package func packWeights(pool: WorkerPool) {
    encoder.packWeights(for: .training, pool: pool)
    for (_, term) in terms { term.packWeights(for: .training, pool: pool) }
    if trainsDecoder { decoder.packWeights(for: .training, pool: pool) }
  }

  /// Scores a batch; with `step` also computes the gradients of all weights that the losses depend
  /// on.
  ///
  /// A batch of pairs is scored by the terms that need pairs, any other by the other terms.
  package func score(
    _ batch: TokenBatch, step: TrainingStep? = nil, pool: WorkerPool
  ) -> BatchScore {
    score(batch, step: step, pool: pool) {}
  }

  /// The same; between the parts of the work, `check` may throw to leave the rest undone. No weight is
  /// changed.
  func score(
    _ batch: TokenBatch, step: TrainingStep?, pool: WorkerPool, check: () throws -> Void
  ) rethrows -> BatchScore {
    let embedding = encoder.encoder.embedding
    embedding.noisyHeldOutRows =
      step == nil && embedding.noise != nil && !batch.isOfPairs ? batch.rowsOfSecondViews : []
    defer { embedding.noisyHeldOutRows = [] }
    let latents = encoder.forward(batch.encoder, step: step, pool: pool)
    try check()
    if step != nil {
      dLatents.resize(rows: latents.rows)
      dLatents.fill(0)
    }
    scored.removeAll()
    var decoded: DecodedBatch?
    // What the decoder reads.
    var read = latents
    for (number, (objective, term)) in terms.enumerated() {
      let needs = objective.kind.needs
      guard needs.contains(.pairs) == batch.isOfPairs else {
        if step != nil { clearGradients(term.parameters + term.separateParameters) }
        continue
      }
      let needsDecoder = needs.contains(.decoder)
      if needsDecoder && decoded == nil {
        if let noise, let step {
          noisyLatents.copy(from: latents)
          noise.add(to: noisyLatents, step: step, pool: pool)
          read = noisyLatents
        }
        decoder.forward(batch.decoder, from: read, step: step, pool: pool)
        try check()
        decoded = DecodedBatch(
          states: decoder.states, dStates: decoder.dStates, targets: batch.targets.tokens)
      }
      let weight = objective.weight.weight(at: step.map { Int($0.number) } ?? .max)
      // Without a step, the latents are the means.
      let means =
        step == nil || objective.kind.scoresDraws ? nil : encoder.posterior(pool: pool)
      var score = term.score(
        LatentBatch(
          latents: means?.means ?? latents,
          dLatents: step == nil ? nil : means?.dMeans ?? dLatents, step: step,
          weight: Float(weight), sentences: batch.sentences, views: batch.read,
          decoded: needsDecoder ? decoded : nil,
          teacher: needs.contains(.teacher) ? batch.teacher : nil,
          labels: needs.contains(.labels) ? batch.labels : nil,
          posterior: needs.contains(.posterior) ? encoder.posterior(pool: pool) : nil,
          clock: clock), pool: pool)
      score.weight = weight
      score.measuresProgress = objective.kind.measuresProgress
      scored.append(score)
      try check()
      if let step, number == lastDecoding {
        decoder.backward(batch.decoder, from: read, dLatents: dLatents, step: step, pool: pool)
        try check()
      }
    }
    if step != nil, decoded == nil { clearGradients(decoder.parameters) }
    if let step {
      encoder.backward(dLatents, batch.encoder, step: step, pool: pool)
      try check()
    }
    return scored
  }

  /// Leaves parameters without a gradient, so that the optimizer does not use that of another batch.
  private func clearGradients(_ parameters: [Parameter]) {
    for parameter in parameters { parameter.gradient.resize(rows: 0) }
  }
}
