import AutoencoderModel
import NeuralLayers
import TensorKit

/// Distillation: the cosine of two sentences should be that of their vectors by a teacher, and a
/// linear map of z should point where the teacher's vector does.
///
/// Relations (Park et al. 2019) and vectors through a map that is thrown away afterwards (Romero et
/// al. 2015, "FitNets") are both learned, so the teacher may have any dimension. The first view of
/// each sentence counts.
///
/// Letters: B sentences, D dimension of z, T dimension of the teacher's vectors.
final class DistillationObjective: LossTerm {
  static let name = "distill"
  static let parameters = [PartParameter("MAP", 0...1000, standard: 0.1)]
  static let help =
    "Match the cosine of two sentences to that of the vectors that another model gives them, the "
    + "teacher. MAP is the weight, in that of the whole, of predicting the teacher's vectors through "
    + "a linear map, which is thrown away after training (default 0.1)."
  static let needs = BatchNeeds.teacher
  static let teachesTokenVectors = true

  private let loss: SimilarityLoss
  private let teacherCosines: PairwiseCosines
  private let mapWeight: Float
  /// Maps z to the teacher's vectors: [T × D]; nil without a weight.
  private let map: LinearLayer?
  /// What the map predicts, then the gradient of that: [B × T].
  private let predictions: Matrix
  /// z of the first views: [B × D].
  private let latents: Matrix
  /// The cosines of the teacher's vectors: [B × B].
  private var targets = Matrix(rows: 0, columns: 0)

  init(_ objective: Objective, _ context: TermContext) {
    let dimension = context.architecture.dimension
    loss = SimilarityLoss(size: dimension, views: 1)
    teacherCosines = PairwiseCosines(size: context.teacherDimension)
    mapWeight = Float(objective.values[0])
    map =
      mapWeight > 0
      ? LinearLayer(
        inputSize: dimension, outputSize: context.teacherDimension, prefix: Self.name,
        hasBias: false, precision: context.precision) : nil
    predictions = Matrix(rows: 0, columns: context.teacherDimension)
    latents = Matrix(rows: 0, columns: dimension)
  }

  /// Cosines and targets of all pairs of sentences.
  static func floats(ofBatch batch: BatchShape) -> Int { 2 * batch.sentences * batch.sentences }

  var parameters: [Parameter] { map?.parameters ?? [] }
  func initialize(seed: UInt64) { map?.initialize(seed: seed) }
  func packWeights(for use: WeightUse, pool: WorkerPool) { map?.packWeights(for: use, pool: pool) }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let count = batch.sentences.count
    guard let teacher = batch.teacher, teacher.rows == count else {
      preconditionFailure("a batch without a vector of the teacher for each sentence")
    }
    if targets.columns != count { targets = Matrix(rows: 0, columns: count) }
    teacherCosines.write(of: teacher, to: targets, pool: pool)
    latents.resize(rows: count)
    for row in 0..<count { latents.copyRow(row, from: batch.latents, row) }
    var score = loss.score(
      latents, targets: targets, scale: batch.weight, dInput: batch.dLatents, pool: pool)
    if let map { score += Double(mapWeight) * scoreMap(map, teacher, batch, pool: pool) }
    batch.clock?.mark("distill")
    return TermScore(Self.name, loss: score * Double(count), count: count)
  }

  /// The mean of 1 − cos(W z, t) over the sentences, with its gradients.
  private func scoreMap(
    _ map: LinearLayer, _ teacher: Matrix, _ batch: LatentBatch, pool: WorkerPool
  ) -> Double {
    map.forward(latents, into: predictions, pool: pool)
    let (predictions, count) = (predictions, latents.rows)
    let scale = mapWeight * batch.weight / Float(count)
    var losses = [Double](repeating: 0, count: count)
    losses.withUnsafeSlots { losses in
      pool.run(count) { row in
        losses[row] = Self.score(predictions, teacher, row: row, gradientScale: scale)
      }
    }
    if batch.step != nil, let dLatents = batch.dLatents {
      map.backward(
        dOutput: predictions, input: batch.latents, rows: 0..<count, dInput: dLatents,
        accumulate: true, pool: pool)
    }
    return losses.reduce(0, +) / Double(count)
  }

  /// 1 − cos(p, t) of a row; replaces p by its gradient. A vector of zeros has neither.
  private static func score(
    _ predictions: Matrix, _ teacher: Matrix, row: Int, gradientScale: Float
  ) -> Double {
    let (pp, tt, pt) = predictions.withRow(row) { p in
      teacher.withRow(row) { t in
        (Kernels.sumOfSquares(p), Kernels.sumOfSquares(t), Kernels.dot(p, t))
      }
    }
    guard pp > 0, tt > 0 else {
      predictions.clearRow(row)
      return 0
    }
    let cosine = pt / (pp.squareRoot() * tt.squareRoot())
    Kernels.scaleRow(row, of: predictions, by: gradientScale * cosine / pp)
    Kernels.addRow(
      -gradientScale / (pp.squareRoot() * tt.squareRoot()), of: teacher, row, to: predictions, row)
    return 1 - Double(cosine)
  }
}

extension Objective {
  /// Match the cosine of two sentences to that of their vectors by a teacher: squared error.
  ///
  /// - Parameters:
  ///   - weight: the weight in the sum of the losses.
  ///   - map: the weight, in that of the whole, of one minus the cosine between the teacher's vector
  ///     and a linear map of z.
  /// - Returns: the objective.
  public static func distill(weight: WeightSchedule = 1, map: Double = 0.1) -> Objective {
    Objective(DistillationObjective.self, weight: weight, map)
  }

  /// Match the cosine of two sentences to that of their vectors by a teacher.
  public static var distill: Objective { distill() }
}
