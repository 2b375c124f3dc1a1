import AutoencoderModel
import TensorKit

/// A penalty on how far the latent moves when the vectors of the tokens are shaken.
///
/// The squared distance of the latents of two noisy views of a sentence. If the noise is a small
/// fraction F of each vector, the mean over its draws is about
///
/// ```
/// 2 F² Σ_t r_t² ‖∂z/∂x_t‖²        r_t: the root mean square of x_t, the vector of token t
/// ```
/// This is the penalty of a contractive autoencoder (Rifai et al. 2011) without computing the
/// Jacobian, but for r_t: `GaussianNoise` is in proportion to the vectors, so that they cannot escape
/// it by growing. With other corruptions the views differ by those too. Of held-out sentences one view is clean, so
/// that what is shown is about half of the loss in training.
final class ContractionObjective: LossTerm {
  static let name = "contract"
  static let isPenalty = true
  static let help =
    "Keep the latent where it is when the vectors of the tokens are shaken by --token-noise."
  static let needs: BatchNeeds = [.twoViews, .noisyTokens]

  init(_ objective: Objective, _ context: TermContext) {}

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let count = batch.sentences.count
    let scale = 2 * batch.weight / Float(max(1, count))
    var sum = 0.0
    for row in 0..<count {
      batch.latents.withRow(row) { first in
        batch.latents.withRow(count + row) { second in
          for index in first.indices {
            let difference = first[index] - second[index]
            sum += Double(difference) * Double(difference)
          }
          guard let gradient = batch.dLatents else { return }
          gradient.withMutableRow(row) { gradient in
            for index in first.indices {
              gradient[index] += scale * (first[index] - second[index])
            }
          }
          gradient.withMutableRow(count + row) { gradient in
            for index in first.indices {
              gradient[index] += scale * (second[index] - first[index])
            }
          }
        }
      }
    }
    return TermScore(Self.name, loss: sum, count: count)
  }
}

extension Objective {
  /// Keep the latent where it is when the vectors of the tokens are shaken.
  public static func contract(weight: WeightSchedule = 1) -> Objective {
    Objective(ContractionObjective.self, weight: weight)
  }
}
