import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import DataStructures
import FileFormats
import Foundation
import NeuralLayers
import TensorKit
import TestSupport
import Testing

/// The parts of the article Extending, each of which would be one file and one line in a list.
@Suite("Parts that are added")
struct ExtendingTests {
  private static let shape = Architecture(vocabularySize: 11, embeddingSize: 3, hiddenSize: 4)
  private static let sentences: [[UInt32]] = [
    [5, 9, 10, 6, 3], [7, 7, 8, 3], [6, 3], [5, 8, 3],
  ]

  @Test("an objective changes the latents in the direction that its loss falls")
  func objectiveGradient() {
    let pool = WorkerPool(threads: 1)
    let context = TermContext(
      architecture: Self.shape, words: .none(), softmaxSample: nil, decoder: nil, precision: .f32)
    let term = LengthObjective(Objective(LengthObjective.self), context)
    term.initialize(seed: 2)
    term.packWeights(for: .training, pool: pool)
    let latents = Matrix(rows: 4, columns: 4, values: (0..<16).map { sin(Float($0)) })
    let dLatents = Matrix(rows: 4, columns: 4)
    func score(_ step: TrainingStep?) -> Double {
      let sentences = TokenSequences(Self.sentences)
      let batch = LatentBatch(
        latents: latents, dLatents: step == nil ? nil : dLatents, step: step, weight: 3,
        sentences: sentences, views: sentences, decoded: nil, clock: nil)
      return 3 * term.score(batch, pool: pool).mean
    }
    _ = score(TrainingStep(seed: 1, number: 0))
    for (row, column) in [(0, 0), (1, 3), (2, 1), (3, 2)] {
      let (value, step): (Float, Float) = (latents[row, column], 0.05)
      latents[row, column] = value + step
      let above = score(nil)
      latents[row, column] = value - step
      let below = score(nil)
      latents[row, column] = value
      // The loss is a parabola in every latent, so that the difference is exact but for rounding.
      let slope = (above - below) / Double(2 * step)
      #expect(abs(slope - Double(dLatents[row, column])) < 1e-4, "\(row), \(column)")
    }
  }

  @Test("an objective takes part in a training, and may have an optimizer of its own")
  func ownOptimizer() throws {
    let folder = try TemporaryFolder()
    var options = TrainingOptions.quick
    options.objectives = [
      .reconstruct, Objective(LengthObjective.self, weight: 0.1),
      Objective(SeparateLengthObjective.self, weight: WeightSchedule(from: 0, to: 1, steps: 5)),
    ]
    var report: ValidationReport?
    var events = TrainingEvents()
    events.onValidation = { report = $0 }
    let trainer = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(40), options: options)
    try trainer.writeCurrentWeights(to: folder.file("initial.safetensors"))
    #expect(try trainer.run(events) == .finished)
    let losses = try #require(report?.objectiveLosses)
    #expect(Set(losses.keys) == ["reconstruct", "length", "separate-length"])
    let total = try #require(report?.validationLoss)
    let sum =
      try
      (#require(losses["reconstruct"]) + 0.1 * #require(losses["length"])
      + #require(losses["separate-length"]))
    #expect(abs(total - sum) < 1e-9)

    let initial = try SafetensorsFile(path: folder.file("initial.safetensors"))
    let checkpoint = try SafetensorsFile(path: folder.file("m.textae/training.safetensors"))
    for name in ["length.weight", "separate.weight"] {
      #expect(try initial.floats(name) != checkpoint.floats("weight.\(name)"), "\(name)")
      #expect(try checkpoint.floats("second_moment.\(name)").contains { $0 > 0 }, "\(name)")
    }
    #expect(
      checkpoint.metadata("optimizer_step.separate-length")
        == checkpoint.metadata("optimizer_step"))
    let model = try SafetensorsFile(path: folder.file("m.textae/model.safetensors"))
    #expect(
      model.tensors.allSatisfy { !$0.name.contains("length") && !$0.name.contains("separate") })
  }

  @Test("a corruption damages as many words as it should")
  func corruption() throws {
    let vocabulary = CorruptionVocabulary(blankID: 4, words: Array(5..<50))
    let stutter = Corruption(Stutter.self, 0.3).make()
    var written = 0
    for item in 0..<200 {
      var words = Array(UInt32(5)..<45)
      var random = RandomStream(seed: 1, purpose: .corruption, item: UInt64(item))
      stutter.apply(to: &words, from: 0, of: vocabulary, &random)
      #expect(words == words.sorted() && Set(words).count == 40)
      written += words.count
    }
    #expect(abs(Double(written) / 8_000 - 1.3) < 0.03)
  }

  @Test("an encoder has the gradient of its states, and gives a sentence alike in any batch")
  func encoder() throws {
    let pool = WorkerPool(threads: 1)
    let encoder = MeanEncoder(Self.shape, dropout: 0, precision: .f32)
    encoder.initialize(seed: 4)
    var batch = PackedSentences()
    batch.update(TokenSequences(Self.sentences))
    let (states, dStates) = (Matrix(rows: 0, columns: 3), Matrix(rows: 4, columns: 3))
    for row in 0..<4 { for column in 0..<3 { dStates[row, column] = cos(Float(3 * row + column)) } }
    /// Σ dStates · states, whose gradient is asked for.
    func sum() -> Float {
      encoder.forward(batch, step: nil, into: states, pool: pool)
      return zip(states.values, dStates.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
    _ = sum()
    encoder.backward(dStates, batch, step: TrainingStep(seed: 1, number: 0), pool: pool)
    let weight = encoder.embedding.weight
    let touched = try #require(weight.touchedRows)
    for (place, token) in touched.enumerated() {
      for column in 0..<3 {
        let value = weight.value[token, column]
        weight.value[token, column] = value + 0.5
        let above = sum()
        weight.value[token, column] = value - 0.5
        let below = sum()
        weight.value[token, column] = value
        #expect(abs(above - below - weight.gradient[place, column]) < 1e-4, "token \(token)")
      }
    }
    let (all, one) = (Matrix(rows: 4, columns: 3), Matrix(rows: 1, columns: 3))
    encoder.encode(TokenSequences(Self.sentences), into: all, rows: [3, 2, 1, 0], pool: pool)
    for (number, sentence) in Self.sentences.enumerated() {
      encoder.encode(TokenSequences([sentence]), into: one, rows: [0], pool: pool)
      #expect(one.row(0) == all.row(3 - number))
    }
  }
}

/// A linear layer tells the logarithm of the number of tokens from z: squared error.
private class LengthObjective: LossTerm {
  class var name: String { "length" }
  static let help = "Tell how many tokens the sentence has."

  fileprivate let linear: LinearLayer
  private let predicted = Matrix(rows: 0, columns: 1)
  private let dPredicted = Matrix(rows: 0, columns: 1)

  required init(_ objective: Objective, _ context: TermContext) {
    linear = LinearLayer(
      inputSize: context.architecture.dimension, outputSize: 1, prefix: Self.prefix,
      precision: context.precision)
  }

  class var prefix: String { "length" }
  var parameters: [Parameter] { linear.parameters }
  var separateParameters: [Parameter] { [] }
  func initialize(seed: UInt64) { linear.initialize(seed: seed) }

  func packWeights(for use: WeightUse, pool: WorkerPool) {
    linear.packWeights(for: use, pool: pool)
  }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let count = batch.latents.rows
    linear.forward(batch.latents, into: predicted, pool: pool)
    dPredicted.resize(rows: count)
    var loss = 0.0
    for row in 0..<count {
      let length = batch.sentences.length(row % batch.sentences.count)
      let error = predicted[row, 0] - log(Float(length))
      loss += Double(error) * Double(error)
      dPredicted[row, 0] = 2 * error * batch.weight / Float(count)
    }
    if let dLatents = batch.dLatents {
      linear.backward(
        dOutput: dPredicted, input: batch.latents, dInput: dLatents, accumulate: true, pool: pool)
    }
    return TermScore(Self.name, loss: loss, count: count)
  }
}

/// The same, with weights that a second optimizer moves.
private final class SeparateLengthObjective: LengthObjective {
  override class var name: String { "separate-length" }
  override class var prefix: String { "separate" }
  override var parameters: [Parameter] { [] }
  override var separateParameters: [Parameter] { linear.parameters }
}

/// Writes words twice.
private struct Stutter: CorruptionKind {
  static let name = "stutter"
  static let parameters = [PartParameter("P", 0...1)]
  static let help = "Each word is written twice with probability P."

  private let probability: Float

  init(_ values: [Double]) { probability = Float(values[0]) }

  func apply(
    to words: inout [UInt32], from first: Int, of vocabulary: CorruptionVocabulary,
    _ random: inout RandomStream
  ) {
    let clean = Array(words[first...])
    words.removeLast(clean.count)
    for word in clean {
      words.append(word)
      if random.uniform() < probability { words.append(word) }
    }
  }
}

/// The mean of the vectors of the tokens, whatever their order.
private final class MeanEncoder: SequenceEncoder {
  static let name = "mean"
  static let help = "The mean of the vectors of the tokens."

  let embedding: EmbeddingLayer
  private let input: Matrix
  private let dInput: Matrix

  init(_ architecture: Architecture, dropout: Float, precision: Precision) {
    let size = architecture.embeddingSize
    embedding = EmbeddingLayer(
      vocabularySize: architecture.vocabularySize, size: size, prefix: "encoder.embedding")
    input = Matrix(rows: 0, columns: size)
    dInput = Matrix(rows: 0, columns: size)
  }

  static func stateSize(_ architecture: Architecture) -> Int { architecture.embeddingSize }
  static func floatsPerToken(_ architecture: Architecture) -> Int { architecture.embeddingSize }

  var parameters: [Parameter] { embedding.parameters }
  func initialize(seed: UInt64) { embedding.initialize(seed: seed) }

  func forward(
    _ sentences: PackedSentences, step: TrainingStep?, into states: Matrix, pool: WorkerPool
  ) {
    let (layout, order) = (sentences.layout, sentences.order)
    embedding.forward(sentences.tokens, into: input, pool: pool)
    states.resize(rows: layout.count)
    states.fill(0)
    for place in 0..<layout.count {
      for time in 0..<layout.lengths[place] {
        Kernels.addRow(of: input, layout.row(of: place, at: time), to: states, order[place])
      }
      scale(order[place], of: states, by: 1 / Float(layout.lengths[place]))
    }
  }

  func backward(
    _ dStates: Matrix, _ sentences: PackedSentences, step: TrainingStep, pool: WorkerPool
  ) {
    let (layout, order) = (sentences.layout, sentences.order)
    dInput.resize(rows: layout.rows)
    for place in 0..<layout.count {
      for time in 0..<layout.lengths[place] {
        let row = layout.row(of: place, at: time)
        dInput.copyRow(row, from: dStates, order[place])
        scale(row, of: dInput, by: 1 / Float(layout.lengths[place]))
      }
    }
    embedding.backward(dOutput: dInput, tokens: sentences.tokens, pool: pool)
  }

  private func scale(_ row: Int, of matrix: Matrix, by factor: Float) {
    matrix.withMutableRow(row) { for index in $0.indices { $0[index] *= factor } }
  }
}
