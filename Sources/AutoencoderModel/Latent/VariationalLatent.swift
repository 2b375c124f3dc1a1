import Foundation
import NeuralLayers
import TensorKit

/// A Gaussian for every sentence, from which training draws the latent: a variational autoencoder.
///
/// Kingma and Welling 2014; for sentences Bowman et al. 2016. z = μ + σ ε with ε from a standard
/// normal distribution, μ = W s + b, and log σ² another linear map of the state s. The embedding of
/// a sentence is μ, so files have it where a linear latent is.
package final class VariationalLatent: LatentStage {
  package static let name = "variational"
  package static let canBeNormal = true
  package static let help =
    "A Gaussian for each sentence, from which training draws. Needs the objective kl."
  package static let hasPosterior = true

  private let mean: LinearLayer
  private let logVariance: LinearLayer
  private let distributions: Posterior
  /// Whether `distributions` has the variances of the last states.
  private var hasVariances = false
  /// z: [B × D]
  private let latents: Matrix
  /// [B × S]
  private let dStates: Matrix

  package init(_ architecture: Architecture, precision: Precision) {
    let (state, dimension) = (architecture.stateSize, architecture.dimension)
    mean = LinearLayer(
      inputSize: state, outputSize: dimension, prefix: "latent", precision: precision)
    logVariance = LinearLayer(
      inputSize: state, outputSize: dimension, prefix: "latent.log_variance", precision: precision)
    distributions = Posterior(dimension: dimension)
    latents = Matrix(rows: 0, columns: dimension)
    dStates = Matrix(rows: 0, columns: state)
  }

  package var parameters: [Parameter] { mean.parameters + logVariance.parameters }

  package func initialize(seed: UInt64) {
    mean.initialize(seed: seed)
    logVariance.initialize(seed: seed)
  }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    mean.packWeights(for: use, pool: pool)
    logVariance.packWeights(for: use, pool: pool)
  }

  package func forward(_ states: Matrix, step: TrainingStep?, pool: WorkerPool) -> Matrix {
    mean.forward(states, into: distributions.means, pool: pool)
    hasVariances = step != nil
    guard let step else { return distributions.means }
    logVariance.forward(states, into: distributions.logVariances, pool: pool)
    distributions.clearGradients(rows: states.rows)
    latents.resize(rows: states.rows)
    let (means, logVariances) = (distributions.means, distributions.logVariances)
    pool.run(states.rows, grain: 16) { [latents] part in
      for row in part {
        var random = RandomStream(
          seed: step.seed, purpose: .posterior, step: step.number, item: UInt64(row))
        latents.copyRow(row, from: means, row)
        logVariances.withRow(row) { logs in
          latents.withMutableRow(row) { z in
            for index in logs.indices { z[index] += exp(0.5 * logs[index]) * random.normal() }
          }
        }
      }
    }
    return latents
  }

  package func posterior(of states: Matrix, pool: WorkerPool) -> Posterior? {
    // An embedding needs the means alone.
    if !hasVariances {
      logVariance.forward(states, into: distributions.logVariances, pool: pool)
      hasVariances = true
    }
    return distributions
  }

  package func backward(
    _ dLatents: Matrix, states: Matrix, step: TrainingStep, pool: WorkerPool
  ) -> Matrix {
    let (means, dMeans) = (distributions.means, distributions.dMeans)
    let dLogVariances = distributions.dLogVariances
    pool.run(dLatents.rows, grain: 16) { [latents] part in
      for row in part {
        dLatents.withRow(row) { gradient in
          dMeans.withMutableRow(row) { dMean in
            for index in gradient.indices { dMean[index] += gradient[index] }
          }
          dLogVariances.withMutableRow(row) { dLogVariance in
            latents.withRow(row) { z in
              means.withRow(row) { mean in
                // dz / d log σ² = σ ε / 2, and σ ε is z − μ.
                for index in gradient.indices {
                  dLogVariance[index] += gradient[index] * 0.5 * (z[index] - mean[index])
                }
              }
            }
          }
        }
      }
    }
    mean.backward(dOutput: dMeans, input: states, dInput: dStates, pool: pool)
    logVariance.backward(
      dOutput: dLogVariances, input: states, dInput: dStates, accumulate: true, pool: pool)
    return dStates
  }
}
