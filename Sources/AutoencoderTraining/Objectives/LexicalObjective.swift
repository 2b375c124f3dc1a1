import AutoencoderModel
import NeuralLayers
import TensorKit

/// Regression on TF-IDF: the cosine of two views should be that of their bags of words.
///
/// Words are weighted by their inverse document frequency (Spärck Jones 1972). So the vectors
/// reflect shared words, as a keyword search does, as well as meaning.
final class LexicalObjective: LossTerm {
  static let name = "lexical"
  static let formerNames = ["overlap"]
  static let help =
    "Match the cosine of two corrupted sentences to that of their TF-IDF vectors, so that "
    + "sentences that share rare words are close."
  static let needs: BatchNeeds = [.twoViews, .words]

  private let words: WordWeights
  private let loss: SimilarityLoss
  /// The words of the batch.
  private var bags = UnitBags()
  /// The target cosines: [n × n], n = 2B.
  private var targets = Matrix(rows: 0, columns: 0)

  init(_ objective: Objective, _ context: TermContext) {
    words = context.words
    loss = SimilarityLoss(size: context.architecture.dimension)
  }

  /// Cosines and targets of all pairs of views.
  static func floats(ofBatch batch: BatchShape) -> Int { 8 * batch.sentences * batch.sentences }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let views = batch.views
    precondition(
      views.count == 2 * batch.sentences.count, "a batch whose sentences are not read twice")
    if targets.columns != views.count { targets = Matrix(rows: 0, columns: views.count) }
    targets.resize(rows: views.count)
    bags.removeAll()
    words.appendTFIDF(of: views, to: &bags)
    bags.writeCosines(to: targets, pool: pool)
    let score = loss.score(
      batch.latents, targets: targets, scale: batch.weight, dInput: batch.dLatents, pool: pool)
    batch.clock?.mark("lexical")
    return TermScore(Self.name, loss: score * Double(views.count), count: views.count)
  }
}

extension Objective {
  /// Match the cosine of two corrupted sentences to that of their TF-IDF vectors: squared error.
  public static func lexical(weight: WeightSchedule = 1) -> Objective {
    Objective(LexicalObjective.self, weight: weight)
  }

  /// Match the cosine of two corrupted sentences to that of their TF-IDF vectors.
  public static var lexical: Objective { lexical() }
}
