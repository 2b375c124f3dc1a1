import AutoencoderModel
import NeuralLayers
import TensorKit

/// A linear layer tells the class of a sentence from z of its first view.
///
/// Cross-entropy over the sentences that have a class. Alone it fine-tunes an encoder; with
/// `reconstruct` it is joint training, in which the text regularizes the classes.
///
/// Letters: L sentences with a class, D dimension of a latent, K classes.
final class ClassificationObjective: LossTerm {
  static let name = "classify"
  static let parameters = [PartParameter("DROPOUT", 0...0.9, standard: 0.2)]
  static let help =
    "Tell the class of the sentence, given labels. DROPOUT is the fraction of the components of the "
    + "vector that are left out at random (default 0.2)."
  static let needs = BatchNeeds.labels

  private let linear: LinearLayer
  private let dropout: Dropout
  /// z of the labeled sentences, and its gradient: [L × D].
  private let input: Matrix
  private let dInput: Matrix
  /// [L × K].
  private let logits: Matrix

  /// Tells its masks from those of the layers of an LSTM.
  private static let dropoutLayer = 1_000

  init(_ objective: Objective, _ context: TermContext) {
    let dimension = context.architecture.dimension
    linear = LinearLayer(
      inputSize: dimension, outputSize: context.classes, prefix: Self.name, precision: .f32)
    dropout = Dropout(probability: Float(objective.values[0]), layer: Self.dropoutLayer)
    input = Matrix(rows: 0, columns: dimension)
    dInput = Matrix(rows: 0, columns: dimension)
    logits = Matrix(rows: 0, columns: context.classes)
  }

  var parameters: [Parameter] { linear.parameters }
  func initialize(seed: UInt64) { linear.initialize(seed: seed) }

  func packWeights(for use: WeightUse, pool: WorkerPool) {
    linear.packWeights(for: use, pool: pool)
  }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    guard let labels = batch.labels, labels.count == batch.sentences.count else {
      preconditionFailure("a batch without a label for each sentence")
    }
    let rows = labels.indices.filter { labels[$0] >= 0 }
    var score = TermScore(Self.name, loss: 0, count: rows.count)
    guard !rows.isEmpty else {
      if batch.step != nil { for parameter in parameters { parameter.gradient.resize(rows: 0) } }
      return score
    }
    input.resize(rows: rows.count)
    for (row, sentence) in rows.enumerated() { input.copyRow(row, from: batch.latents, sentence) }
    if let step = batch.step {
      dropout.apply(to: input, seed: step.seed, step: step.number, pool: pool)
    }
    linear.forward(input, into: logits, pool: pool)
    for (row, sentence) in rows.enumerated() {
      let target = UInt32(labels[sentence])
      let found = Kernels.softmaxCrossEntropy(
        logits, row: row, target: target, gradientScale: batch.weight / Float(rows.count))
      score.loss += Double(found.loss)
      score.correct += found.argmax == target ? 1 : 0
    }
    if let step = batch.step, let dLatents = batch.dLatents {
      linear.backward(dOutput: logits, input: input, dInput: dInput, pool: pool)
      dropout.apply(to: dInput, seed: step.seed, step: step.number, pool: pool)
      for (row, sentence) in rows.enumerated() {
        Kernels.addRow(of: dInput, row, to: dLatents, sentence)
      }
    }
    batch.clock?.mark("classify")
    return score
  }
}

extension Objective {
  /// Tell the class of the sentence. In nats per labeled sentence.
  ///
  /// - Parameters:
  ///   - weight: the weight in the sum of the losses.
  ///   - dropout: the fraction of the components of the vector that are left out, 0 to 0.9.
  /// - Returns: the objective.
  public static func classify(weight: WeightSchedule = 1, dropout: Double = 0.2) -> Objective {
    Objective(ClassificationObjective.self, weight: weight, dropout)
  }

  /// Tell the class of the sentence.
  public static var classify: Objective { classify() }
}
