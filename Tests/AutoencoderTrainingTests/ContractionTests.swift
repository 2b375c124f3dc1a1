import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import DataStructures
import NeuralLayers
import TensorKit
import TestSupport
import Testing

/// What the penalty on noise is in the mean: 2 F² Σ_t r_t² ‖∂z/∂x_t‖², with r_t the root mean square of
/// x_t, the vector of token t, and F the fraction that is the deviation of the noise.
@Suite("Contraction")
struct ContractionTests {
  /// No token occurs twice, or two windows of a convolution would respond alike.
  private static let sentences: [[UInt32]] = [
    [5, 9, 10, 6, 7, 3], [8, 4, 3], [6, 5, 10, 3], [3],
  ]

  /// A network with vectors of tokens whose lengths differ much.
  private func network(encoder: String, noise: Float, _ pool: WorkerPool) -> AutoencoderNetwork {
    let network = AutoencoderNetwork(
      Architecture(
        vocabularySize: 11, embeddingSize: 3, hiddenSize: 4, latentSize: 5, encoder: encoder),
      objectives: [.contract()], tokenNoise: noise, precision: .f32)
    network.initialize(seed: 3)
    let table = network.encoder.encoder.embedding.weight.value
    for token in 0..<table.rows { Kernels.scaleRow(token, of: table, by: 0.2 * Float(token)) }
    network.packWeights(pool: pool)
    return network
  }

  @Test(
    "The mean over many draws of noise is the squared norm of the Jacobian, weighted",
    arguments: [
      // Of a linear map, for noise of any size.
      ("sum", 0.3, 4_000), ("sum", 0.01, 1_000),
      ("lstm", 0.01, 2_000), ("convolution:2", 0.01, 1_000), ("transformer:2", 0.01, 4_000),
    ] as [(String, Float, Int)])
  func mean(encoder: String, noise: Float, draws: Int) {
    let pool = WorkerPool(threads: 1)
    let network = network(encoder: encoder, noise: noise, pool)
    var batch = TokenBatch()
    batch.update(TokenSequences(Self.sentences), bosID: 2) { sentences, views in
      for _ in 0..<2 { views.append(sentences) }
    }
    // Of held-out sentences only the second view has noise, always the same.
    let heldOut = network.score(batch, pool: pool).total
    #expect(heldOut > 0 && network.score(batch, pool: pool).total == heldOut)
    let losses = (0..<draws).map { number in
      network.score(batch, step: TrainingStep(seed: 1, number: UInt64(number)), pool: pool).total
    }

    let weights = PlainWeights(network.modelParameters)
    let covariances = Self.sentences.map { covariance($0, network.architecture, weights, noise) }
    let expected = covariances.map(trace).reduce(0, +) / Double(covariances.count)
    // The difference of two views is normal with that covariance C, so its square has the variance
    // 2 tr C².
    let variance = covariances.map { 2 * trace(product($0, $0)) }.reduce(0, +)
    let deviation = (variance / Double(draws)).squareRoot() / Double(covariances.count)
    // Five deviations are at most a tenth of the mean; more happen once in a million times.
    #expect(5 * deviation < 0.1 * expected)
    #expect(abs(losses.reduce(0, +) / Double(draws) - expected) < 5 * deviation)
    if encoder == "sum" {
      // ∂z/∂x_t is the map of the latent for every token.
      let square = weights["latent.weight"].reduce(0) { $0 + dotProduct($1, $1) }
      let sizes = Self.sentences.joined().map { meanSquare($0, weights) }.reduce(0, +)
      let formula = 2 * Double(noise) * Double(noise) * sizes * square
      #expect(abs(formula / Double(covariances.count) / expected - 1) < 1e-7)
    }
  }

  /// The covariance of the difference of two noisy views of a sentence, for small noise:
  /// 2 F² Σ_t r_t² J_t J_tᵀ with J_t = ∂z/∂x_t.
  private func covariance(
    _ sentence: [UInt32], _ shape: Architecture, _ weights: PlainWeights, _ noise: Float
  ) -> [[Double]] {
    let zeros = sentence.map { _ in [Double](repeating: 0, count: shape.embeddingSize) }
    var covariance = [[Double]](
      repeating: [Double](repeating: 0, count: shape.dimension), count: shape.dimension)
    for (time, token) in sentence.enumerated() {
      let scale = 2 * Double(noise) * Double(noise) * meanSquare(token, weights)
      for component in 0..<shape.embeddingSize {
        // A column of J_t.
        let slopes = (0..<shape.dimension).map { unit in
          centralDifference { offset in
            var moved = zeros
            moved[time][component] = offset
            let state = PlainEncoder(shape).state(sentence, noise: moved, weights)
            return weights.linear("latent", state)[unit]
          }
        }
        for row in covariance.indices {
          for column in covariance.indices {
            covariance[row][column] += scale * slopes[row] * slopes[column]
          }
        }
      }
    }
    return covariance
  }

  private func meanSquare(_ token: UInt32, _ weights: PlainWeights) -> Double {
    let vector = weights.row("encoder.embedding.weight", Int(token))
    return dotProduct(vector, vector) / Double(vector.count)
  }

  private func trace(_ matrix: [[Double]]) -> Double {
    matrix.indices.reduce(0) { $0 + matrix[$1][$1] }
  }

  private func product(_ first: [[Double]], _ second: [[Double]]) -> [[Double]] {
    first.map { row in
      second[0].indices.map { column in dotProduct(row, second.map { $0[column] }) }
    }
  }
}
