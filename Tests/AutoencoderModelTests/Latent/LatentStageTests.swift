import AutoencoderModel
import Foundation
import NeuralLayers
import TensorKit
import Testing

@Suite("Latent stages")
struct LatentStageTests {
  private let pool = WorkerPool(threads: 2)

  private func shape(_ latent: String?, size: Int? = nil) -> Architecture {
    Architecture(
      vocabularySize: 9, embeddingSize: 3, hiddenSize: 6, latentSize: size, latent: latent)
  }

  private func states(_ rows: Int) -> Matrix {
    let matrix = Matrix(rows: rows, columns: 6)
    var random = RandomStream(seed: 5, purpose: .testData)
    for row in 0..<rows {
      matrix.withMutableRow(row) { values in
        for index in values.indices { values[index] = random.normal() }
      }
    }
    return matrix
  }

  private func stage(_ shape: Architecture) -> any LatentStage {
    let stage = shape.makeLatentStage(precision: .f32)
    stage.initialize(seed: 2)
    stage.packWeights(for: .training, pool: pool)
    return stage
  }

  @Test("Without a name, the size decides between the state and a linear latent")
  func standard() throws {
    try shape(nil).validate()
    #expect(shape(nil).latentSpelling == "state")
    #expect(shape(nil, size: 4).latentSpelling == "linear")
    #expect(shape("linear").dimension == 6)
  }

  @Test(
    "What cannot be is refused with the reason",
    arguments: [
      ("state", 4, "has the size of the state"), ("k-sparse:7", 6, "at most all 6"),
      ("k-sparse", nil, "k-sparse:K"), ("k-sparse:1.5", nil, "whole"),
      ("linear:2", nil, "linear"), ("round", nil, "variational"),
    ] as [(String, Int?, String)])
  func refused(latent: String, size: Int?, words: String) throws {
    let error = #expect(throws: AutoencoderError.self) {
      try shape(latent, size: size).validate()
    }
    #expect(try #require(error).description.contains(words), "\(String(describing: error))")
  }

  @Test("A k-sparse latent keeps the largest of a linear one, and their gradient", arguments: 1...8)
  func sparse(kept: Int) {
    let states = states(5)
    let plain = stage(shape("linear", size: 8)).forward(states, step: nil, pool: pool)
    let sparse = stage(shape("k-sparse:\(kept)", size: 8))
    let step = TrainingStep(seed: 1, number: 0)
    let latents = sparse.forward(states, step: step, pool: pool)
    for row in 0..<5 {
      let all = plain.row(row)
      let least = all.map(\.magnitude).sorted(by: >)[kept - 1]
      #expect(latents.row(row) == all.map { $0.magnitude >= least ? $0 : 0 })
    }
    let gradient = Matrix(rows: 5, columns: 8)
    gradient.fill(1)
    _ = sparse.backward(gradient, states: states, step: step, pool: pool)
    for row in 0..<5 {
      #expect(gradient.row(row) == latents.row(row).map { $0 == 0 ? 0 : 1 })
    }
  }

  @Test("Of equal numbers, a k-sparse latent keeps the first")
  func ties() {
    let sparse = shape("k-sparse:2", size: 4).makeLatentStage(precision: .f32)
    // Weights of zero leave the bias.
    for parameter in sparse.parameters where parameter.name == "latent.bias" {
      parameter.value.withMutableRow(0) { bias in
        for index in bias.indices { bias[index] = index == 1 ? -2 : 2 }
      }
    }
    sparse.packWeights(for: .training, pool: pool)
    let latents = sparse.forward(states(1), step: nil, pool: pool)
    #expect(latents.row(0) == [2, -2, 0, 0])
  }

  @Test("A rectified latent has no negative numbers, and a gradient where it is not zero")
  func rectified() {
    let states = states(5)
    let plain = stage(shape("linear", size: 8)).forward(states, step: nil, pool: pool)
    #expect(plain.values.contains { $0 < 0 } && plain.values.contains { $0 > 0 })
    let rectified = stage(shape("rectified", size: 8))
    let step = TrainingStep(seed: 1, number: 0)
    let latents = rectified.forward(states, step: step, pool: pool)
    #expect(latents.values == plain.values.map { max(0, $0) })
    let gradient = Matrix(rows: 5, columns: 8)
    gradient.fill(1)
    _ = rectified.backward(gradient, states: states, step: step, pool: pool)
    #expect(gradient.values == plain.values.map { $0 > 0 ? 1 : 0 })
  }

  @Test(
    "Gradients are those of central differences in Double",
    arguments: ["linear", "rectified", "k-sparse:3"])
  func gradients(latent: String) throws {
    let states = states(5)
    let stage = stage(shape(latent, size: 8))
    let step = TrainingStep(seed: 1, number: 0)
    let latents = stage.forward(states, step: step, pool: pool)
    // The loss is Σ c z with a factor c for each number.
    let factors = Matrix(rows: 5, columns: 8)
    for row in 0..<5 {
      for column in 0..<8 { factors[row, column] = Float(row - 2) + 0.3 * Float(column) }
    }
    let dLatents = Matrix(rows: 5, columns: 8)
    for row in 0..<5 { dLatents.copyRow(row, from: factors, row) }
    let dStates = stage.backward(dLatents, states: states, step: step, pool: pool)
    let weight = try #require(stage.parameters.first { $0.name == "latent.weight" })
    let bias = try #require(stage.parameters.first { $0.name == "latent.bias" })

    var weights = (0..<8).map { unit in weight.value.row(unit).map(Double.init) }
    var inputs = (0..<5).map { sentence in states.row(sentence).map(Double.init) }
    /// The latents by the definition of the kind.
    func plainLatents() -> [[Double]] {
      inputs.map { input in
        let z = weights.enumerated().map { unit, row in
          zip(row, input).reduce(Double(bias.value[0, unit])) { $0 + $1.0 * $1.1 }
        }
        if latent == "rectified" { return z.map { max(0, $0) } }
        guard latent == "k-sparse:3" else { return z }
        let least = z.map(\.magnitude).sorted(by: >)[2]
        return z.map { $0.magnitude >= least ? $0 : 0 }
      }
    }
    func loss() -> Double {
      plainLatents().enumerated().reduce(0) { sum, row in
        sum + zip(row.element, factors.row(row.offset)).reduce(0) { $0 + $1.0 * Double($1.1) }
      }
    }
    func slope(_ move: (Double) -> Void) -> Double {
      let small = 1e-6
      move(small)
      let above = loss()
      move(-2 * small)
      let below = loss()
      move(small)
      return (above - below) / (2 * small)
    }
    for (row, values) in plainLatents().enumerated() {
      #expect(zip(values, latents.row(row)).allSatisfy { abs($0 - Double($1)) < 1e-6 })
    }
    for input in 0..<6 {
      for unit in 0..<8 {
        let expected = slope { weights[unit][input] += $0 }
        #expect(abs(expected - Double(weight.gradient[unit, input])) < 1e-4)
      }
      for sentence in 0..<5 {
        let expected = slope { inputs[sentence][input] += $0 }
        #expect(abs(expected - Double(dStates[sentence, input])) < 1e-4)
      }
    }
  }

  @Test("A variational latent has the mean and the variance that it says")
  func draws() throws {
    let stage = stage(shape("variational", size: 3))
    let states = states(1)
    let mean = stage.forward(states, step: nil, pool: pool).row(0)
    let logs = try #require(stage.posterior(of: states, pool: pool)).logVariances.row(0)
    var (sums, squares) = ([0.0, 0, 0], [0.0, 0, 0])
    let count = 20_000
    for number in 0..<count {
      let step = TrainingStep(seed: 1, number: UInt64(number))
      let z = stage.forward(states, step: step, pool: pool).row(0)
      for index in 0..<3 {
        let difference = Double(z[index] - mean[index])
        sums[index] += difference
        squares[index] += difference * difference
      }
    }
    for index in 0..<3 {
      let variance = Foundation.exp(Double(logs[index]))
      #expect(abs(sums[index] / Double(count)) < 5 * (variance / Double(count)).squareRoot())
      #expect(abs(squares[index] / Double(count) / variance - 1) < 0.05)
    }
  }

  @Test("Draws depend on seed, step and row, not on the number of threads")
  func repeated() {
    func drawn(_ threads: Int, seed: UInt64 = 1, number: UInt64 = 0, rows: Int = 40) -> [Float] {
      let stage = stage(shape("variational"))
      return stage.forward(
        states(rows), step: TrainingStep(seed: seed, number: number),
        pool: WorkerPool(threads: threads)
      ).values
    }
    #expect(drawn(1) == drawn(3))
    #expect(drawn(1) != drawn(1, seed: 2))
    #expect(drawn(1) != drawn(1, number: 1))
    #expect(drawn(1, rows: 3) == Array(drawn(1).prefix(18)))
  }
}
