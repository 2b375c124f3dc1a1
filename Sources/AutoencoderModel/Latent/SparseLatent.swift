import NeuralLayers
import TensorKit

/// Keeps the K units of a linear latent that are largest in magnitude, and sets the others to zero.
///
/// Makhzani and Frey 2013, "k-Sparse autoencoders". Each unit then answers to few sentences, which
/// tell what it stands for. Of equal units, the first are kept.
package final class SparseLatent: LatentStage {
  package static let name = "k-sparse"
  package static let parameters = [PartParameter("K", 1...65_536, isWhole: true)]
  package static let help =
    "A linear latent of which only the K largest numbers of each sentence are kept."

  private let linear: LinearLatent
  private let kept: Int

  package static func problem(_ architecture: Architecture) -> String? {
    let kept = Int(architecture.latentValues?.first ?? 1)
    return kept <= architecture.dimension
      ? nil : "keeps at most all \(architecture.dimension) numbers of the latent"
  }

  package init(_ architecture: Architecture, precision: Precision) {
    linear = LinearLatent(architecture, precision: precision)
    kept = Int(architecture.latentValues?.first ?? 1)
  }

  package var parameters: [Parameter] { linear.parameters }
  package func initialize(seed: UInt64) { linear.initialize(seed: seed) }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    linear.packWeights(for: use, pool: pool)
  }

  package func forward(_ states: Matrix, step: TrainingStep?, pool: WorkerPool) -> Matrix {
    let latents = linear.forward(states, step: step, pool: pool)
    pool.run(latents.rows, grain: 16) { [kept] part in
      var order: [Int] = []
      for row in part {
        latents.withMutableRow(row) { values in
          order.removeAll(keepingCapacity: true)
          order.append(contentsOf: values.indices)
          // Sorting is stable in effect: equal magnitudes are ordered by their place.
          order.sort {
            let (first, second) = (values[$0].magnitude, values[$1].magnitude)
            return first == second ? $0 < $1 : first > second
          }
          for index in order[kept...] { values[index] = 0 }
        }
      }
    }
    return latents
  }

  /// A unit that was set to zero has no gradient; nor has one that was kept and is exactly zero.
  package func backward(
    _ dLatents: Matrix, states: Matrix, step: TrainingStep, pool: WorkerPool
  ) -> Matrix {
    let latents = linear.latents
    pool.run(latents.rows, grain: 16) { part in
      for row in part {
        latents.withRow(row) { values in
          dLatents.withMutableRow(row) { gradient in
            for index in values.indices where values[index] == 0 { gradient[index] = 0 }
          }
        }
      }
    }
    return linear.backward(dLatents, states: states, step: step, pool: pool)
  }
}
