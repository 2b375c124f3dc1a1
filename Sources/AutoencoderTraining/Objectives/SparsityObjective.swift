import AutoencoderModel
import TensorKit

/// A penalty on the size of every number of the latent, so that few of them are far from zero.
///
/// The L1 norm, as in the lasso (Tibshirani 1996). The first view of each sentence counts.
final class SparsityObjective: LossTerm {
  static let name = "sparse"
  static let isPenalty = true
  static let help = "Keep the numbers of the latent small: the mean of their magnitudes (L1)."

  init(_ objective: Objective, _ context: TermContext) {}

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let (count, dimension) = (batch.sentences.count, batch.latents.columns)
    let slope = batch.weight / Float(max(1, count * dimension))
    var sum = 0.0
    for row in 0..<count {
      batch.latents.withRow(row) { z in
        for index in z.indices { sum += Double(z[index].magnitude) }
        batch.dLatents?.withMutableRow(row) { gradient in
          for index in z.indices where z[index] != 0 {
            gradient[index] += z[index] > 0 ? slope : -slope
          }
        }
      }
    }
    return TermScore(Self.name, loss: sum / Double(max(1, dimension)), count: count)
  }
}

extension Objective {
  /// Keep the numbers of the latent small: the mean of their magnitudes.
  public static func sparse(weight: WeightSchedule = 1) -> Objective {
    Objective(SparsityObjective.self, weight: weight)
  }
}
