import AutoencoderModel
import NeuralLayers
import TensorKit

/// Distillation: the cosine of two sentences should be that of their vectors by a teacher.
///
/// Relations rather than vectors are learned (Park et al. 2019), so the teacher may have any
/// dimension. The first view of each sentence counts.
final class DistillationObjective: LossTerm {
  static let name = "distill"
  static let help =
    "Match the cosine of two sentences to that of the vectors that another model gives them, the "
    + "teacher."
  static let needs = BatchNeeds.teacher
  static let teachesTokenVectors = true

  private let loss: SimilarityLoss
  /// The cosines of the teacher; nil before the first batch, which has its dimension.
  private var ofTeacher: (dimension: Int, cosines: PairwiseCosines)?
  /// z of the first views: [B × D].
  private let latents: Matrix
  /// The cosines of the teacher's vectors: [B × B].
  private var targets = Matrix(rows: 0, columns: 0)

  init(_ objective: Objective, _ context: TermContext) {
    let dimension = context.architecture.dimension
    loss = SimilarityLoss(size: dimension, views: 1)
    latents = Matrix(rows: 0, columns: dimension)
  }

  /// Cosines and targets of all pairs of sentences.
  static func floats(ofBatch batch: BatchShape) -> Int { 2 * batch.sentences * batch.sentences }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let count = batch.sentences.count
    guard let teacher = batch.teacher, teacher.rows == count else {
      preconditionFailure("a batch without a vector of the teacher for each sentence")
    }
    if targets.columns != count { targets = Matrix(rows: 0, columns: count) }
    cosines(teacher.columns).write(of: teacher, to: targets, pool: pool)
    latents.resize(rows: count)
    for row in 0..<count { latents.copyRow(row, from: batch.latents, row) }
    let score = loss.score(
      latents, targets: targets, scale: batch.weight, dInput: batch.dLatents, pool: pool)
    batch.clock?.mark("distill")
    return TermScore(Self.name, loss: score * Double(count), count: count)
  }

  private func cosines(_ dimension: Int) -> PairwiseCosines {
    if let ofTeacher, ofTeacher.dimension == dimension { return ofTeacher.cosines }
    let cosines = PairwiseCosines(size: dimension)
    ofTeacher = (dimension, cosines)
    return cosines
  }
}

extension Objective {
  /// Match the cosine of two sentences to that of their vectors by a teacher: squared error.
  public static func distill(weight: WeightSchedule = 1) -> Objective {
    Objective(DistillationObjective.self, weight: weight)
  }

  /// Match the cosine of two sentences to that of their vectors by a teacher.
  public static var distill: Objective { distill() }
}
