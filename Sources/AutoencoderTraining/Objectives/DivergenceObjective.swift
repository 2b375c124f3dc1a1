import AutoencoderModel
import Foundation
import TensorKit

/// The Kullback–Leibler divergence of the latent's distribution from a standard normal one.
///
/// In nats per token to predict, so that with the weight 1 the sum with `reconstruct` is the
/// evidence lower bound (Kingma and Welling 2014). A schedule of the weight anneals it (Bowman et
/// al. 2016). With FREE, a dimension costs at least that many nats, so that the first nats of
/// information are free (Kingma et al. 2016): of each dimension the mean over the batch counts. What is
/// shown is the whole divergence. The first view of each sentence counts.
final class DivergenceObjective: LossTerm {
  static let name = "kl"
  static let isPenalty = true
  static let parameters = [PartParameter("FREE", 0...100, standard: 0)]
  static let help =
    "Keep the distribution of a variational latent near a standard normal one; FREE nats per "
    + "dimension cost nothing."
  static let needs = BatchNeeds.posterior

  private let free: Double
  /// The divergence of every dimension, summed over the batch: [D].
  private var sums: [Double]

  init(_ objective: Objective, _ context: TermContext) {
    free = objective.values[0]
    sums = Array(repeating: 0, count: context.architecture.dimension)
  }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    guard let posterior = batch.posterior else {
      preconditionFailure("a batch without the distributions of its latents")
    }
    let (count, tokens) = (batch.sentences.count, batch.sentences.tokens.count)
    for index in sums.indices { sums[index] = 0 }
    for row in 0..<count {
      posterior.means.withRow(row) { means in
        posterior.logVariances.withRow(row) { logs in
          for index in means.indices {
            let (mean, log) = (Double(means[index]), Double(logs[index]))
            sums[index] += 0.5 * (mean * mean + exp(log) - 1 - log)
          }
        }
      }
    }
    let least = free * Double(count)
    if batch.step != nil {
      let slope = batch.weight / Float(max(1, tokens))
      for row in 0..<count {
        posterior.means.withRow(row) { means in
          posterior.dMeans.withMutableRow(row) { gradient in
            for index in means.indices where sums[index] > least {
              gradient[index] += slope * means[index]
            }
          }
        }
        posterior.logVariances.withRow(row) { logs in
          posterior.dLogVariances.withMutableRow(row) { gradient in
            for index in logs.indices where sums[index] > least {
              gradient[index] += slope * 0.5 * (exp(logs[index]) - 1)
            }
          }
        }
      }
    }
    return TermScore(
      Self.name, loss: sums.reduce(0) { $0 + max($1, least) },
      measured: sums.reduce(0, +), count: tokens)
  }
}

extension Objective {
  /// Keep the distribution of a variational latent near a standard normal one.
  ///
  /// - Parameters:
  ///   - weight: the weight in the sum of the losses, β of Higgins et al. 2017.
  ///   - free: nats per dimension that cost nothing, 0 to 100.
  /// - Returns: the objective.
  public static func kl(weight: WeightSchedule = 1, free: Double = 0) -> Objective {
    Objective(DivergenceObjective.self, weight: weight, free)
  }
}
