import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import Foundation
import TensorKit
import TestSupport
import Testing

@Suite("Measures of a latent")
struct MeasuresTests {
  private func model(
    _ folder: TemporaryFolder, _ shape: @escaping (inout Architecture) -> Void = { _ in },
    objectives: [Objective] = [.reconstruct()]
  ) throws -> SentenceAutoencoder {
    var options = TrainingOptions.quick
    options.objectives = objectives
    let trainer = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(40), options: options, shape: shape)
    _ = try trainer.run()
    return try SentenceAutoencoder(contentsOf: folder.file("m.textae"), precision: .f32, threads: 2)
  }

  @Test("More draws bound the likelihood more tightly, and information is between 0 and its bounds")
  func variational() throws {
    let folder = try TemporaryFolder()
    let model = try model(
      folder,
      {
        $0.latentSize = 6
        $0.latent = "variational"
      }, objectives: [.reconstruct(), .kl(weight: 0.1)])
    let sentences = TinyLanguage.sentences(30)
    let few = try #require(try model.variationalMeasures(of: sentences, draws: 1))
    let many = try #require(try model.variationalMeasures(of: sentences, draws: 64))
    #expect(many.negativeLogLikelihood < few.negativeLogLikelihood)
    // One draw estimates the evidence lower bound: reconstruction and divergence.
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
    #expect(
      units[0].highest.map(\.sentence) == [0, 2] && units[0].lowest.map(\.sentence) == [1, 3])
    #expect(units[0].variance == 12.5 && units[0].nearZero == 0.5)
    // Equal values in the order of the sentences.
    #expect(units[1].highest.map(\.sentence) == [1, 2] && units[1].lowest.map(\.value) == [1, 2])
    let quiet = LatentUnit.mostVaried(vectors, count: 9, examples: 1)
    #expect(quiet.count == 3 && quiet[2].nearZero == 0.75)
    #expect(LatentUnit.mostVaried(Matrix(rows: 0, columns: 3)).isEmpty)
  }
}
