import DimensionReduction
import NeuralLayers
import TensorKit
import TestSupport
import Testing

@Suite("Gradients of the dense autoencoder")
struct GradientTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var hidden: [Int] = []
    var activation = Activation.tanh
    var code = Activation.linear
    var output = Activation.linear
    var loss = ReconstructionLoss.squaredError
    var start = VectorAutoencoderPlan.Start.random
    var regularizers: [String] = []
    var testDescription: String { name }

    var plan: VectorAutoencoderPlan {
      var plan = VectorAutoencoderPlan(dimension: 3)
      plan.hiddenSizes = hidden
      plan.activation = activation
      plan.codeActivation = code
      plan.outputActivation = output
      plan.loss = loss
      plan.start = start
      plan.regularizers = regularizers.compactMap(Regularizer.init(rawValue:))
      return plan
    }
  }

  static let cases = [
    Case(name: "one linear layer"),
    Case(name: "stacked relu", hidden: [7, 5], activation: .relu),
    Case(name: "stacked tanh with a tanh output", hidden: [5], code: .tanh, output: .tanh),
    Case(name: "sigmoid", hidden: [5], activation: .sigmoid, code: .sigmoid, output: .sigmoid),
    Case(name: "cross-entropy", hidden: [5], code: .sigmoid, loss: .crossEntropy),
    Case(name: "beside linear paths", hidden: [6], start: .pca),
    Case(name: "sparse by size", hidden: [5], regularizers: ["l1:0.3"]),
    Case(name: "sparse by rate", code: .sigmoid, regularizers: ["kl:0.4"]),
    Case(name: "the largest units", hidden: [5], regularizers: ["k-sparse:2"]),
    Case(name: "contractive", code: .sigmoid, regularizers: ["contractive:0.2"]),
    Case(name: "contractive, stacked", hidden: [5], code: .tanh, regularizers: ["contractive:0.2"]),
    Case(name: "variational", hidden: [5], regularizers: ["variational:0.5"]),
    Case(name: "neighbors", hidden: [5], start: .pca, regularizers: ["neighbors:0.6"]),
    Case(name: "several", hidden: [5], regularizers: ["neighbors:0.6", "l1:0.1", "k-sparse:2"]),
  ]

  @Test("Central differences give the same", arguments: cases)
  func differences(example: Case) throws {
    let plan = example.plan
    try plan.validate()
    let pool = WorkerPool(threads: 2)
    let network = DenseAutoencoder(plan, inputSize: 4)
    for (item, parameter) in network.parameters.enumerated() {
      parameter.value.copy(
        from: Matrix(
          rows: parameter.rows, columns: parameter.columns, normal: UInt64(item) + 10,
          deviation: 0.6))
    }
    network.packWeights(for: .training, pool: pool)
    let input = Matrix(rows: 9, columns: 4, normal: 3)
    if plan.loss == .crossEntropy { Activation.sigmoid.apply(to: input, pool: pool) }

    let step = TrainingStep(seed: 5, number: 2)
    let score = network.score(input, step: step, pool: pool)
    var plain = PlainAutoencoder(network, input: input)
    plain.noise = (0..<9).map { row in
      var random = RandomStream(seed: 5, purpose: .latentNoise, step: 2, item: UInt64(row))
      return (0..<3).map { _ in Double(random.normal()) }
    }
    let expected = plain.loss()
    #expect(abs(score.reconstruction - expected.reconstruction) < 1e-5)
    #expect(abs(score.total - expected.total) < 1e-5 * max(1, expected.total))
    for parameter in network.parameters {
      plain.chosen = parameter.name
      let gradient = centralDifferences(at: plain.parameter) { moved in
        var changed = plain
        changed.parameter = moved
        return changed.loss().total
      }
      let found = parameter.gradient.values.map(Double.init)
      #expect(relativeError(found, gradient) < 2e-4, "\(parameter.name)")
    }
  }

  @Test("Without a step nothing is random, and a variational code is its mean")
  func measured() {
    let pool = WorkerPool(threads: 1)
    var plan = VectorAutoencoderPlan(dimension: 2)
    plan.start = .random
    plan.regularizers = ["variational:0.1", "gaussian:0.5", "masking:0.3"]
      .compactMap(Regularizer.init(rawValue:))
    let network = DenseAutoencoder(plan, inputSize: 5)
    network.initialize(seed: 1)
    network.packWeights(for: .training, pool: pool)
    let input = Matrix(rows: 6, columns: 5, normal: 1)
    let first = network.score(input, step: nil, pool: pool).total
    #expect(network.score(input, step: nil, pool: pool).total == first)
    let step = TrainingStep(seed: 1, number: 1)
    let noisy = network.score(input, step: step, pool: pool).total
    #expect(noisy != first && network.score(input, step: step, pool: pool).total == noisy)
    #expect(
      network.score(input, step: TrainingStep(seed: 1, number: 2), pool: pool).total != noisy)
  }
}
