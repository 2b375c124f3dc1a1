import AutoencoderModel
import AutoencoderTraining
import DataStructures
import NeuralLayers
import TensorKit
import TestSupport
import Testing

/// A variational latent with its divergence, and a discriminator, as PyTorch computes them.
@Suite("Latents and their objectives against PyTorch")
struct LatentGoldenTests {
  /// What make_goldens.py writes for a variational latent.
  struct Variational: Decodable, CustomTestStringConvertible {
    let lengths: [Int]
    let size: Int
    let dimension: Int
    let free: Double
    let weight: Float
    let latents: [Double]
    let logVariances: [Double]
    let divergence: Double
    let dMeans: [Double]
    let dLogVariances: [Double]
    let gradients: [[Double]]
    let dStates: [Double]

    var testDescription: String { "\(lengths.count) sentences, D \(dimension), \(free) nats free" }
  }

  /// What make_goldens.py writes for a discriminator.
  struct Adversarial: Decodable, CustomTestStringConvertible {
    let count: Int
    let dimension: Int
    let hidden: Int
    let scale: Float
    let weight: Float
    let loss: Double
    let dLatents: [Double]
    let gradients: [[Double]]

    var testDescription: String { "\(count) sentences, D \(dimension), latents times \(scale)" }
  }

  private let pool = WorkerPool(threads: 2)
  /// The draws in the files are those of this step.
  private let step = TrainingStep(seed: 1, number: 5)

  @Test(
    "Draws and the divergence agree to five digits, and so do all gradients",
    arguments: try GoldenFile.decode("variational.json", as: [Variational].self))
  func variational(golden: Variational) throws {
    let (count, dimension) = (golden.lengths.count, golden.dimension)
    // The state of the encoder `sum` has the size of a token's vector.
    let shape = Architecture(
      vocabularySize: 9, embeddingSize: golden.size, latentSize: dimension, latent: "variational",
      encoder: "sum")
    let stage = shape.makeLatentStage(precision: .f32)
    fill(stage.parameters)
    stage.packWeights(for: .training, pool: pool)
    let states = matrix(count, golden.size, salt: 101, scale: 4)
    let latents = stage.forward(states, step: step, pool: pool)
    let posterior = try #require(stage.posterior(of: states, pool: pool))
    expect(latents, golden.latents, "latents")
    expect(posterior.logVariances, golden.logVariances, "logVariances")

    let objective = Objective.kl(free: golden.free)
    let term = objective.kind.init(objective, context(shape))
    let dLatents = matrix(count, dimension, salt: 104)
    let sentences = TokenSequences(golden.lengths.map { Array(repeating: 3, count: $0) })
    let score = term.score(
      LatentBatch(
        latents: latents, dLatents: dLatents, step: step, weight: golden.weight,
        sentences: sentences, views: sentences, posterior: posterior), pool: pool)
    #expect(abs(score.mean / golden.divergence - 1) < 1e-6)
    // It depends on the distributions, not on what was drawn.
    #expect(dLatents.values == matrix(count, dimension, salt: 104).values)
    expect(posterior.dMeans, golden.dMeans, "dMeans")
    expect(posterior.dLogVariances, golden.dLogVariances, "dLogVariances")

    let dStates = stage.backward(dLatents, states: states, step: step, pool: pool)
    expect(dStates, golden.dStates, "dStates")
    for (parameter, gradient) in zip(stage.parameters, golden.gradients) {
      expect(parameter.gradient, gradient, parameter.name)
    }
  }

  @Test(
    "The loss of deceiving a discriminator agrees to five digits, and so do both kinds of gradients",
    arguments: try GoldenFile.decode("adversarial.json", as: [Adversarial].self))
  func adversarial(golden: Adversarial) {
    let shape = Architecture(
      vocabularySize: 9, hiddenSize: golden.hidden, latentSize: golden.dimension)
    let objective = Objective.adversarial()
    let term = objective.kind.init(objective, context(shape))
    fill(term.separateParameters)
    term.packWeights(for: .training, pool: pool)
    let latents = matrix(golden.count, golden.dimension, salt: 101, scale: golden.scale)
    let dLatents = Matrix(rows: golden.count, columns: golden.dimension)
    let sentences = TokenSequences((0..<golden.count).map { _ in [3] })
    let score = term.score(
      LatentBatch(
        latents: latents, dLatents: dLatents, step: step, weight: golden.weight,
        sentences: sentences, views: sentences), pool: pool)
    #expect(abs(score.mean / golden.loss - 1) < 1e-5)
    expect(dLatents, golden.dLatents, "dLatents")
    for (parameter, gradient) in zip(term.separateParameters, golden.gradients) {
      expect(parameter.gradient, gradient, parameter.name)
    }
  }

  private func context(_ shape: Architecture) -> TermContext {
    TermContext(
      architecture: shape, words: .none(), softmaxSample: nil, decoder: nil, precision: .f32)
  }

  /// Sets weights as make_goldens.py does, each parameter with its number as the salt.
  private func fill(_ parameters: [Parameter]) {
    for (number, parameter) in parameters.enumerated() {
      parameter.value.copy(
        from: matrix(parameter.rows, parameter.columns, salt: UInt32(number + 1)))
    }
  }

  private func matrix(_ rows: Int, _ columns: Int, salt: UInt32, scale: Float = 1) -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      values: testNumbers(rows * columns, salt: salt).map { scale * $0 })
  }

  private func expect(_ found: Matrix, _ expected: [Double], _ name: String) {
    let error = relativeError(found.values.map(Double.init), expected)
    #expect(error < 1e-5, "\(name)")
  }
}
