import AutoencoderModel
import NeuralLayers
import TensorKit

/// One linear layer predicts the words of a sentence, without their order, from z of each view.
///
/// Frequent words count little, so that the direction of z expresses the topic of a sentence. If
/// words are dropped from the input, it also predicts words that the encoder has not seen.
final class BagOfWordsObjective: LossTerm {
  static let name = "bag"
  static let scoresDraws = true
  static let help = "Predict the words of the sentence in any order; rare words count more."
  static let needs = BatchNeeds.words

  private let loss: BagOfWordsLoss
  private let words: WordWeights
  /// The words of the batch, once for every view.
  private var bags = WordBags()

  init(_ objective: Objective, _ context: TermContext) {
    words = context.words
    loss = BagOfWordsLoss(
      inputSize: context.architecture.dimension,
      vocabularySize: words.stemmer?.count ?? context.architecture.vocabularySize,
      sampleSize: context.softmaxSample, prefix: "bag", precision: context.precision)
  }

  var parameters: [Parameter] { loss.parameters }
  func initialize(seed: UInt64) { loss.initialize(seed: seed) }

  func packWeights(for use: WeightUse, pool: WorkerPool) {
    loss.packWeights(for: use, pool: pool)
  }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let sample = batch.step.map {
      RandomStream(seed: $0.seed, purpose: .wordSample, step: $0.number)
    }
    bags.removeAll()
    for _ in 0..<batch.latents.rows / max(1, batch.sentences.count) {
      words.appendBags(of: batch.sentences, to: &bags)
    }
    precondition(
      bags.count == batch.latents.rows,
      "\(batch.latents.rows) views of \(batch.sentences.count) sentences")
    let score = loss.score(
      batch.latents, bags: bags, scale: batch.weight, sampledBy: sample, dInput: batch.dLatents,
      pool: pool)
    batch.clock?.mark("bag of words")
    return TermScore(Self.name, loss: score.loss, count: score.sentences)
  }
}

extension Objective {
  /// Predict the words of the sentence in any order; rare words count more. In nats per word.
  public static func bag(weight: WeightSchedule = 1) -> Objective {
    Objective(BagOfWordsObjective.self, weight: weight)
  }

  /// Predict the words of the sentence in any order.
  public static var bag: Objective { bag() }
}
