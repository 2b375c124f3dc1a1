import AutoencoderModel
import TensorKit

/// A penalty on how far the latent moves when the vectors of the tokens are shaken.
///
/// The squared distance of the latents of two noisy views of a sentence. For small noise of
/// deviation σ it is about 2 σ² times the squared norm of the Jacobian of z by the token vectors,
/// the penalty of a contractive autoencoder (Rifai et al. 2011), without computing the Jacobian.
/// With other corruptions the views differ by those too.
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
