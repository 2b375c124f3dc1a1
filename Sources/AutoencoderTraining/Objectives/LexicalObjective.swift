import AutoencoderModel
import NeuralLayers
import TensorKit

/// Regression on TF-IDF: the cosine of two views should be that of their text.
///
/// The cosine of the text is a mean of two: that of stems and that of character n-grams, both
/// weighted by their inverse document frequency (Spärck Jones 1972). So the vectors reflect shared
/// words, as a keyword search does, as well as meaning, and a misspelled word is near the right one.
final class LexicalObjective: LossTerm {
  static let name = "lexical"
  static let formerNames = ["overlap"]
  static let parameters = [PartParameter("GRAMS", 0...1, standard: 0.5)]
  static let help =
    "Match the cosine of two corrupted sentences to that of their TF-IDF vectors, so that "
    + "sentences that share rare words are close. GRAMS is the share of character 3-grams in it "
    + "(default 0.5); the rest are words or their stems."
  static let needs: BatchNeeds = [.twoViews, .lexicalWeights]
  static let teachesTokenVectors = true

  private let weights: LexicalWeights
  private let gramShare: Float
  private let loss: SimilarityLoss
  private var features = WordFeatures()
  /// The stems and the n-grams of the batch.
  private var stems = UnitBags()
  private var grams = UnitBags()
  /// The target cosines, and those of n-grams: [n × n], n = 2B.
  private var targets = Matrix(rows: 0, columns: 0)
  private var gramCosines = Matrix(rows: 0, columns: 0)

  init(_ objective: Objective, _ context: TermContext) {
    weights = context.lexical
    gramShare = Float(objective.values[0])
    loss = SimilarityLoss(size: context.architecture.dimension)
  }

  /// Cosines, targets and those of n-grams, of all pairs of views.
  static func floats(ofBatch batch: BatchShape) -> Int { 12 * batch.sentences * batch.sentences }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let views = batch.views
    precondition(
      views.count == 2 * batch.sentences.count, "a batch whose sentences are not read twice")
    stems.removeAll()
    grams.removeAll()
    for view in 0..<views.count {
      features.removeAll()
      weights.features.append(views[view], to: &features)
      stems.append(features.stems[...], word: { $0 }, weight: { weights.stems[Int($0)] })
      grams.append(features.grams[...], word: { $0 }, weight: { weights.grams[Int($0)] })
    }
    if targets.columns != views.count {
      targets = Matrix(rows: 0, columns: views.count)
      gramCosines = Matrix(rows: 0, columns: views.count)
    }
    targets.resize(rows: views.count)
    gramCosines.resize(rows: views.count)
    stems.writeCosines(to: targets, pool: pool)
    grams.writeCosines(to: gramCosines, pool: pool)
    let (targets, gramCosines, gramShare) = (targets, gramCosines, gramShare)
    pool.run(views.count) { row in
      Kernels.scaleRow(row, of: targets, by: 1 - gramShare)
      Kernels.addRow(gramShare, of: gramCosines, row, to: targets, row)
    }
    let score = loss.score(
      batch.latents, targets: targets, scale: batch.weight, dInput: batch.dLatents, pool: pool)
    batch.clock?.mark("lexical")
    return TermScore(Self.name, loss: score * Double(views.count), count: views.count)
  }
}

extension Objective {
  /// Match the cosine of two corrupted sentences to that of their TF-IDF vectors: squared error.
  ///
  /// - Parameters:
  ///   - weight: the weight in the sum of the losses.
  ///   - grams: the share of character n-grams in the cosine, 0 to 1; the rest are stems.
  /// - Returns: the objective.
  public static func lexical(weight: WeightSchedule = 1, grams: Double = 0.5) -> Objective {
    Objective(LexicalObjective.self, weight: weight, grams)
  }

  /// Match the cosine of two corrupted sentences to that of their TF-IDF vectors.
  public static var lexical: Objective { lexical() }

  /// The share of n-grams in the cosine that the first lexical objective asks for, or the usual one.
  static func gramShare(of objectives: [Objective]) -> Float {
    let objective = objectives.first { $0.name == LexicalObjective.name }
    return Float((objective ?? .lexical).values[0])
  }
}
