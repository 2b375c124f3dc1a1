import DimensionReduction
import NeuralLayers
import TensorKit
import TestSupport
import Testing

/// Losses and gradients of autoencoder.json, which make_goldens.py writes with PyTorch.
@Suite("Dense autoencoders of PyTorch")
struct GoldenTests {
  private struct Golden: Decodable {
    let sizes: [Int]
    let activation: Activation
    let code: Activation
    let output: Activation
    let loss: ReconstructionLoss
    let regularizers: [String]
    let data: [Float]
    let parameters: [String: [Float]]
    let gradients: [String: [Double]]
    let reconstruction: Double
    let total: Double
  }

  @Test("Losses and all gradients are those of automatic differentiation")
  func goldens() throws {
    let pool = WorkerPool(threads: 2)
    for golden in try GoldenFile.decode("autoencoder.json", as: [Golden].self) {
      var plan = VectorAutoencoderPlan(dimension: golden.sizes[golden.sizes.count - 1])
      plan.hiddenSizes = Array(golden.sizes.dropFirst().dropLast())
      (plan.activation, plan.codeActivation) = (golden.activation, golden.code)
      (plan.outputActivation, plan.loss, plan.start) = (golden.output, golden.loss, .random)
      plan.regularizers = try golden.regularizers.map {
        try #require(Regularizer(rawValue: $0))
      }
      let network = DenseAutoencoder(plan, inputSize: golden.sizes[0])
      for parameter in network.parameters {
        let values = try #require(golden.parameters[parameter.name])
        parameter.value.copy(
          from: Matrix(rows: parameter.rows, columns: parameter.columns, values: values))
      }
      network.packWeights(for: .training, pool: pool)
      let data = Matrix(
        rows: golden.data.count / golden.sizes[0], columns: golden.sizes[0], values: golden.data)
      let score = network.score(data, step: TrainingStep(seed: 1, number: 0), pool: pool)
      let name = "\(golden.sizes) \(golden.loss) \(golden.regularizers)"
      #expect(abs(score.reconstruction - golden.reconstruction) < 1e-5, "\(name)")
      #expect(abs(score.total - golden.total) < 1e-5 * max(1, golden.total), "\(name)")
      for parameter in network.parameters {
        let expected = try #require(golden.gradients[parameter.name])
        let found = parameter.gradient.values.map(Double.init)
        #expect(relativeError(found, expected) < 1e-4, "\(name) \(parameter.name)")
      }
    }
  }
}
