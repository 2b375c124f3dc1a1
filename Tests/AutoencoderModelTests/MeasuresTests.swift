import AutoencoderTestSupport
import AutoencoderTraining
import Foundation
import TensorKit
import TestSupport
import Testing

@testable import AutoencoderModel

@Suite("Measures of a latent")
struct MeasuresTests {
  private func model(
    _ folder: TemporaryFolder, _ shape: @escaping (inout Architecture) -> Void = { _ in },
    objectives: [Objective] = [.reconstruct()], epochs: Int = 2
  ) throws -> SentenceAutoencoder {
    var options = TrainingOptions.quick
    (options.objectives, options.epochs) = (objectives, epochs)
    let trainer = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(40), options: options, shape: shape)
    _ = try trainer.run()
    return try SentenceAutoencoder(contentsOf: folder.file("m.textae"), precision: .f32, threads: 2)
  }

  private func variationalModel(
    _ folder: TemporaryFolder, weight: WeightSchedule = 0.1, epochs: Int = 2
  ) throws -> SentenceAutoencoder {
    try model(
      folder,
      {
        $0.latentSize = 6
        $0.latent = "variational"
      }, objectives: [.reconstruct(), .kl(weight: weight)], epochs: epochs)
  }

  @Test("More draws bound the likelihood more tightly, and information is between 0 and its bounds")
  func variational() throws {
    let model = try variationalModel(TemporaryFolder())
    let sentences = TinyLanguage.sentences(30)
    let few = try #require(try model.variationalMeasures(of: sentences, draws: 1))
    let many = try #require(try model.variationalMeasures(of: sentences, draws: 64))
    #expect(many.negativeLogLikelihood < few.negativeLogLikelihood)
    #expect(
      few.sentences == 30 && few.tokens == sentences.reduce(0) { $0 + model.tokens(of: $1).count })
    #expect(few.mutualInformation == many.mutualInformation)
    #expect(many.mutualInformation > -0.5 && many.mutualInformation <= log(30.0) + 1e-9)
    #expect(many.divergence > 0 && (0...6).contains(many.activeUnits) && many.units == 6)
    #expect(many.perplexity > 1)
    let again = try #require(try model.variationalMeasures(of: sentences, draws: 64))
    #expect(again == many)
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try model.variationalMeasures(of: sentences, draws: 2) { _ in throw Stop() }
    }
    #expect(try model.variationalMeasures(of: []) == nil)
  }

  @Test("One draw estimates the evidence lower bound: reconstruction and divergence")
  func evidence() throws {
    // With little weight on the divergence, and some time, there is something to be measured.
    let model = try variationalModel(TemporaryFolder(), weight: 0.01, epochs: 60)
    let sentences = TinyLanguage.sentences(30)
    let gaussians = try #require(model.gaussians(of: sentences))
    let (count, draws) = (Double(sentences.count), 40)
    // What is left of the likelihood without the reconstruction, as a mean over the sentences.
    var (rest, divergence) = (0.0, 0.0)
    for seed in 1...UInt64(draws) {
      let measures = try #require(
        try model.variationalMeasures(of: sentences, draws: 1, seed: seed))
      let drawn = gaussians.draw(seed: seed, number: 0)
      let reconstruction =
        -(try model.logProbabilities(of: sentences, from: drawn)).reduce(0, +) / count
      // log q(z|x) − log p(z) of Gaussians: what the vector costs. log 2π cancels.
      var cost = 0.0
      for row in sentences.indices {
        for column in 0..<6 {
          let (z, log) = (
            Double(drawn[row, column]), Double(gaussians.logVariances[row, column])
          )
          // Rounded as the density rounds it.
          let distance = Double(drawn[row, column] - gaussians.means[row, column])
          cost += (z * z - distance * distance / exp(log) - log) / 2
        }
      }
      #expect(abs(measures.negativeLogLikelihood - reconstruction - cost / count) < 1e-9)
      rest += (measures.negativeLogLikelihood - reconstruction) / Double(draws)
      divergence = measures.divergence
    }
    // With z = μ + σ ε the cost is (μ² − log σ²)/2 + μ σ ε + (σ² − 1) ε²/2, whose variance is
    // μ² σ² + (σ² − 1)²/2.
    let variance = zip(gaussians.means.values, gaussians.logVariances.values).reduce(0.0) {
      let (mean, square) = (Double($1.0), exp(Double($1.1)))
      return $0 + mean * mean * square + (square - 1) * (square - 1) / 2
    }
    let deviation = (variance / Double(draws)).squareRoot() / count
    // A tenth of what there is to be measured; five deviations fail once in a million times.
    #expect(5 * deviation < 0.1 * divergence)
    #expect(abs(rest - divergence) < 5 * deviation)
  }

  @Test("A model without distributions has none of it")
  func plain() throws {
    let model = try model(TemporaryFolder())
    #expect(try model.variationalMeasures(of: ["bread"]) == nil)
  }

  @Test("Units are ordered by variance, each with the sentences at both ends")
  func units() {
    let vectors = Matrix(
      rows: 4, columns: 3, values: [0, 1, 5, 0, 3, -5, 0.001, 2, 0, 1, 2, 0])
    let units = LatentUnit.mostVaried(vectors, count: 2, examples: 2)
    #expect(units.map(\.number) == [2, 1])
    // Zeros tell nothing about their sentences.
    #expect(units[0].highest.map(\.sentence) == [0] && units[0].lowest.map(\.sentence) == [1])
    #expect(units[0].variance == 12.5 && units[0].nearZero == 0.5)
    // Equal values in the order of the sentences.
    #expect(units[1].highest.map(\.sentence) == [1, 2] && units[1].lowest.map(\.value) == [1, 2])
    let quiet = LatentUnit.mostVaried(vectors, count: 9, examples: 1)
    #expect(quiet.count == 3 && quiet[2].nearZero == 0.75)
    #expect(LatentUnit.mostVaried(Matrix(rows: 0, columns: 3)).isEmpty)
  }
}
