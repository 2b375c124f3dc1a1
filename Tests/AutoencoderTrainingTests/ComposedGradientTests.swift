import AutoencoderModel
import AutoencoderTraining
import Foundation
import DataStructures
import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Gradients of a model of several objectives")
struct ComposedGradientTests {
  private static let shape = Architecture(
    vocabularySize: 11, embeddingSize: 3, hiddenSize: 4, latentSize: 5)
  /// The longest first, as a batch has them, so that views and sentences belong together.
  private static let sentences: [[UInt32]] = [
    [5, 9, 10, 6, 5, 3], [7, 7, 8, 3], [6, 5, 10, 3], [9, 3],
  ]
  /// Other lengths than the sentences, in another order of length.
  private static let views: [[UInt32]] = [
    [9, 10, 3], [8, 4, 8, 3], [5, 10, 6, 8, 3], [9, 3], [5, 6, 3], [8, 7, 3], [6, 3], [3],
  ]

  private static let wordWeights = WordWeights(
    counts: [0, 0, 0, 0, 0, 50, 9_000, 2, 70, 10_000, 3])
  /// The text of the tokens; marks and the blank have none.
  private static let spellings = [
    "", "", "", "", "", "cat", "cats", "a", "catalog", "the", "oaths",
  ]
  private static let lexicalWeights = LexicalWeights(
    of: TokenSequences(sentences + views),
    LexicalFeatures(
      spellings: spellings.map { Array($0.utf8) }, isWordLetter: { _ in false }, stemLength: 3))
  /// The vectors of six lines; those of the sentences are `lines`.
  private static let teacher: [[Float]] = [
    [0.3, -1, 0.2], [1, 1, -2], [0, 9, 9], [-0.5, 0.1, 0.7], [8, 8, 0], [2, 0.4, 1],
  ]
  private static let lines = [3, 0, 5, 1]
  /// The classes of the six lines, one of which has none.
  private static let labels = ["b", "c", "", "a", "c", ""]

  /// Terms that need the decoder, pairs of views and the size of every number of a latent.
  private static let everything = [
    "reconstruct:0.7:0.5", "bag:1.3", "contrast:0.4", "lexical:2", "sparse:0.2",
  ]

  @Test(
    "are those of central differences in every direction tried",
    arguments: [
      ["reconstruct"], ["bag"], ["contrast"], ["lexical"],
      ["reconstruct:0.7", "contrast:0.4"], ["reconstruct:0.5", "bag:1.5"],
      ["reconstruct:0.7", "bag:1.3", "contrast:0.4", "lexical:2"],
      ["reconstruct:0.7:0.5"],
      ["reconstruct:0.7:0.5", "bag:1.3", "contrast:0.4"],
      ["reconstruct:0.7:0.1", "bag:1.3", "lexical:0.4"],
      ["distill"], ["distill:1:0"], ["distill:2:1.5"],
      ["reconstruct:0.7:0.5", "distill:3"], ["lexical:2", "distill:3"],
      ["lexical:1:0"], ["lexical:1:1"], ["sparse:3"], ["reconstruct:0.7:0.5", "sparse:0.2"],
      ["contract:2"], ["contract:0.5", "contrast:0.2"],
      ["classify:1:0"],
      ["reconstruct:0.7:0.5", "classify:2:0"], ["contrast", "classify:0.5:0"],
    ])
  func composed(spellings: [String]) throws { try check(spellings) }

  @Test(
    "are those of central differences if many numbers of the latent are zero",
    arguments: [
      ["reconstruct"], ["bag"], ["contrast"], ["lexical"], ["distill"], ["sparse:3"],
      ["contract:2"],
      ["classify:1:0"], everything,
    ], ["k-sparse:3", "rectified"])
  func sparse(spellings: [String], latent: String) throws {
    try check(spellings, latent: latent)
  }

  @Test(
    "are those of central differences with the other encoders",
    arguments: ["sum", "convolution:2", "transformer:2"], ["linear", "k-sparse:3", "rectified"])
  func encoders(encoder: String, latent: String) throws {
    try check(Self.everything, encoder: encoder, latent: latent)
  }

  @Test(
    "are those of central differences with the same noise on the vectors of tokens",
    arguments: [["contract:2"], ["reconstruct:0.7:0.5", "contract:0.3"]],
    ["lstm", "sum", "convolution:2", "transformer:2"])
  func noisy(spellings: [String], encoder: String) throws {
    try check(spellings, encoder: encoder, tokenNoise: 0.3)
  }

  /// Compares the loss, and the slopes of all parameters, with those of the plain autoencoder.
  private func check(
    _ spellings: [String], encoder: String = "lstm", latent: String = "linear",
    tokenNoise: Float = 0
  ) throws {
    let objectives = try spellings.map { try #require(Objective(rawValue: $0)) }
    let share = objectives.first { $0.name == "reconstruct" }?.values.first ?? 1
    let isTwice = objectives.contains { $0.kind.needs.contains(.twoViews) }
    let wordWeights = Self.wordWeights
    var shape = Self.shape
    (shape.encoder, shape.latent) = (encoder, latent)
    let network = AutoencoderNetwork(
      shape, objectives: objectives, words: wordWeights, lexical: Self.lexicalWeights,
      classes: 3, teacherDimension: 3, tokenNoise: tokenNoise, precision: .f32)
    network.initialize(seed: 3)
    // The sentence, not the bias, shall decide which numbers of a latent are zero.
    for (name, factor) in [("latent.weight", 4), ("latent.bias", 0.25)] as [(String, Float)] {
      for parameter in network.modelParameters where parameter.name == name {
        for row in 0..<parameter.rows { Kernels.scaleRow(row, of: parameter.value, by: factor) }
      }
    }
    let pool = WorkerPool(threads: 1)
    network.packWeights(pool: pool)
    var batch = TokenBatch()
    let views = isTwice ? Self.views : Array(Self.views[..<4])
    batch.update(TokenSequences(Self.sentences), bosID: 2, decodedShare: share) {
      $1 = TokenSequences(views)
    }
    let ordered = batch.sentences.lists
    let folder = try TemporaryFolder()
    batch.readTeacher(
      try TeacherVectors(contentsOf: folder.write(rows: Self.teacher)), lines: Self.lines)
    batch.readLabels(try SentenceLabels(Self.labels), lines: Self.lines)
    var bags = WordBags()
    wordWeights.appendBags(of: batch.sentences, to: &bags)
    let key = TrainingStep(seed: 1, number: 0)
    let score = network.score(batch, step: key, pool: pool)

    var plain = PlainAutoencoder(
      network, sentences: ordered, views: views, bags: bags,
      decodedCount: Int((4 * share).rounded(.up)),
      text: PlainText(
        spellings: Self.spellings, documents: Self.sentences + Self.views, stemLength: 3),
      bosID: 2,
      teacher: ordered.map { sentence in
        let number = Self.sentences.firstIndex(of: sentence) ?? 0
        return Self.teacher[Self.lines[number]].map(Double.init)
      },
      labels: ordered.map { sentence in
        let number = Self.sentences.firstIndex(of: sentence) ?? 0
        return ["a", "b", "c"].firstIndex(of: Self.labels[Self.lines[number]]) ?? -1
      })
    if tokenNoise > 0 { plain.noise = noise(tokenNoise, on: batch.encoder, plain, key) }
    #expect(Set(plain.losses.keys) == Set(ObjectiveKinds.all.map { $0.name }))
    // Which numbers are zero depends on the sentence, and some are not, or there would be no cosine.
    let zeros = views.indices.map { view in plain.latent(view).map { $0 == 0 } }
    #expect(latent == "linear" || Set(zeros).count > 1)
    try #require(zeros.allSatisfy { $0.contains(false) }, "\(zeros)")
    func loss(_ model: PlainAutoencoder) -> Double {
      model.loss(
        objectives.map { (name: $0.name, weight: $0.weight.end, values: $0.values) })
    }
    #expect(abs(score.total / loss(plain) - 1) < 1e-5)
    #expect(tokenNoise > 0 || network.score(batch, pool: pool) == score)
    let parameters = network.modelParameters + network.headParameters
    // Gradients that cancel to zero, as that of a bias does in the distance of two views, are left with
    // the rounding errors of what cancels.
    let least = 0.001 * (parameters.map(steepest).max() ?? 0)
    for parameter in parameters {
      for direction in 0..<4 {
        let (measured, expected, size) = slopes(plain, parameter, direction, loss)
        #expect(
          abs(measured - expected) < 1e-5 * max(size, least), "\(parameter.name) \(direction)")
      }
    }
  }

  @Test(
    "of a variational latent are those of central differences with the same draws",
    arguments: [
      ["reconstruct", "kl"], ["reconstruct:0.7:0.5", "kl:0.3"], ["reconstruct", "kl:2:0.2"],
      ["contrast:0.3", "kl:0.5:0.1", "sparse:0.4"], ["contract:2", "kl:0.1"],
    ])
  func variational(spellings: [String]) throws {
    let objectives = try spellings.map { try #require(Objective(rawValue: $0)) }
    let share = objectives.first { $0.name == "reconstruct" }?.values.first ?? 1
    let isTwice = objectives.contains { $0.kind.needs.contains(.twoViews) }
    var shape = Self.shape
    shape.latent = "variational"
    let network = AutoencoderNetwork(shape, objectives: objectives, precision: .f32)
    network.initialize(seed: 3)
    let pool = WorkerPool(threads: 1)
    network.packWeights(pool: pool)
    var batch = TokenBatch()
    let views = isTwice ? Self.views : Array(Self.views[..<4])
    batch.update(TokenSequences(Self.sentences), bosID: 2, decodedShare: share) {
      $1 = TokenSequences(views)
    }
    let step = TrainingStep(seed: 1, number: 5)
    let score = network.score(batch, step: step, pool: pool)
    var plain = PlainAutoencoder(
      network, sentences: batch.sentences.lists, views: views, bags: WordBags(),
      decodedCount: Int((4 * share).rounded(.up)),
      bosID: 2, teacher: [])
    plain.draws = views.indices.map { view in
      var random = RandomStream(seed: 1, purpose: .posterior, step: 5, item: UInt64(view))
      return (0..<5).map { _ in Double(random.normal()) }
    }
    func loss(_ model: PlainAutoencoder) -> Double {
      model.loss(
        objectives.map { (name: $0.name, weight: $0.weight.end, values: $0.values) })
    }
    #expect(abs(score.total / loss(plain) - 1) < 1e-5)
    // What is shown is the divergence with what is free.
    let divergence = try #require(score["kl"])
    let shown = divergence.measured / Double(divergence.count)
    #expect(abs(shown / plain.divergence(free: 0) - 1) < 1e-5)
    for parameter in network.modelParameters + network.headParameters {
      let (measured, expected, size) = slopes(plain, parameter, 0, loss)
      #expect(abs(measured - expected) < 1e-5 * max(size, 1e-3), "\(parameter.name)")
    }
    // Without a step nothing is drawn: the latents are the means.
    plain.draws = []
    #expect(abs(network.score(batch, pool: pool).total / loss(plain) - 1) < 1e-5)
  }

  @Test("of a discriminator are those of its own loss, and the encoder's those of deceiving it")
  func adversarial() throws {
    let objectives: [Objective] = [.reconstruct, .adversarial(weight: 0.6)]
    let network = AutoencoderNetwork(Self.shape, objectives: objectives, precision: .f32)
    network.initialize(seed: 3)
    let pool = WorkerPool(threads: 1)
    network.packWeights(pool: pool)
    var batch = TokenBatch()
    batch.update(TokenSequences(Self.sentences), bosID: 2)
    let score = network.score(batch, step: TrainingStep(seed: 1, number: 5), pool: pool)
    let plain = PlainAutoencoder(
      network, sentences: batch.sentences.lists, views: Self.sentences,
      bags: WordBags(), decodedCount: 4,
      bosID: 2, teacher: [])
    let loss = { (model: PlainAutoencoder) in
      model.loss(
        objectives.map { (name: $0.name, weight: $0.weight.end, values: $0.values) })
    }
    #expect(abs(score.total / loss(plain) - 1) < 1e-5)
    for parameter in network.modelParameters {
      let (measured, expected, size) = slopes(plain, parameter, 0, loss)
      #expect(abs(measured - expected) < 1e-5 * max(size, 1e-3), "\(parameter.name)")
    }
    let draws = (0..<4).map { row in
      var random = RandomStream(seed: 1, purpose: .prior, step: 5, item: UInt64(row))
      return (0..<5).map { _ in Double(random.normal()) }
    }
    let groups = network.makeGroups()
    #expect(groups.count == 2)
    for parameter in network.headParameters {
      let (measured, expected, size) = slopes(plain, parameter, 0) {
        $0.discriminatorLoss(draws: draws)
      }
      #expect(abs(measured - expected) < 1e-5 * max(size, 1e-3), "\(parameter.name)")
    }
  }

  @Test("for a batch of pairs, are those of the loss of pairs alone, for all weights")
  func pairs() throws {
    let objectives: [Objective] = [.reconstruct, .bag, .distill, .pair(weight: 0.6)]
    let network = AutoencoderNetwork(
      Self.shape, objectives: objectives, words: Self.wordWeights, teacherDimension: 3,
      precision: .f32)
    network.initialize(seed: 3)
    let pool = WorkerPool(threads: 1)
    network.packWeights(pool: pool)
    // The gradients of an earlier batch of the corpus must not be left.
    var batch = TokenBatch()
    batch.update(TokenSequences(Self.sentences), bosID: 2)
    let folder = try TemporaryFolder()
    batch.readTeacher(
      try TeacherVectors(contentsOf: folder.write(rows: Self.teacher)), lines: Self.lines)
    let step = TrainingStep(seed: 1, number: 0)
    #expect(network.score(batch, step: step, pool: pool)["pair"] == nil)
    var pairs = SentencePairs()
    let list = TokenSequences(zip(Self.sentences, Self.views).flatMap { [$0, $1] })
    for pair in Self.sentences.indices { pairs.append(pair, of: list) }
    batch.update(pairs: [2, 0, 1][...], of: pairs)
    #expect(batch.sentences.lists == [0, 2, 1].map { Self.sentences[$0] })
    #expect(batch.views.lists == batch.sentences.lists + [0, 2, 1].map { Self.views[$0] })
    let score = network.score(batch, step: step, pool: pool)
    #expect(score.terms.map(\.name) == ["pair"])
    let plain = PlainAutoencoder(
      network, sentences: batch.sentences.lists, views: batch.views.lists,
      bags: WordBags(), decodedCount: 0,
      bosID: 2, teacher: [])
    let loss = { (model: PlainAutoencoder) in model.loss([(name: "pair", weight: 0.6, values: [])])
    }
    #expect(abs(score.total / loss(plain) - 1) < 1e-5)
    for parameter in network.modelParameters + network.headParameters {
      let (measured, expected, size) = slopes(plain, parameter, 0, loss)
      #expect(abs(measured - expected) < 1e-5 * max(size, 1e-3), "\(parameter.name)")
    }
  }

  /// What noise adds to the vectors of the tokens of each view. It counts as a constant: it does not
  /// grow with the vectors when these are moved.
  private func noise(
    _ deviation: Float, on packed: PackedSentences, _ plain: PlainAutoencoder, _ step: TrainingStep
  ) -> [[[Double]]] {
    var noise = [[[Double]]](repeating: [], count: packed.layout.count)
    for (place, view) in packed.order.enumerated() {
      noise[view] = plain.views[view].enumerated().map { time, token in
        let vector = plain.weights.row("encoder.embedding.weight", Int(token))
        let size = (dotProduct(vector, vector) / Double(vector.count)).squareRoot()
        var random = RandomStream(
          seed: step.seed, purpose: .tokenNoise, step: step.number,
          item: UInt64(packed.layout.row(of: place, at: time)))
        return vector.map { _ in Double(deviation) * size * Double(random.normal()) }
      }
    }
    return noise
  }

  /// The slope of the loss along a random direction: by the gradient, by differences, and its
  /// bound.
  private func slopes(
    _ plain: PlainAutoencoder, _ parameter: Parameter, _ direction: Int,
    _ loss: (PlainAutoencoder) -> Double
  ) -> (Double, Double, Double) {
    var random = RandomStream(seed: 9, purpose: .testData, item: UInt64(direction))
    let (rows, columns) = (parameter.value.rows, parameter.value.columns)
    let along = (0..<rows).map { _ in (0..<columns).map { _ in Double(random.normal()) } }
    func moved(_ step: Double) -> Double {
      var model = plain
      for row in 0..<rows {
        for column in 0..<columns {
          model.weights[parameter.name][row][column] += step * along[row][column]
        }
      }
      return loss(model)
    }
    var measured = 0.0
    for index in 0..<parameter.gradient.rows {
      let row = parameter.touchedRows?[index] ?? index
      for (column, value) in parameter.gradient.row(index).enumerated() {
        measured += Double(value) * along[row][column]
      }
    }
    return (measured, centralDifference(moved), steepest(parameter))
  }

  /// The slope of the loss along the gradient, in steps as long as those in a random direction.
  private func steepest(_ parameter: Parameter) -> Double {
    let gradient = parameter.gradient.values.map(Double.init)
    return (dotProduct(gradient, gradient) * Double(parameter.count)).squareRoot()
  }
}
