import NeuralLayers

/// Where a run stands: with the weights and moments, all that is needed to go on exactly.
struct TrainingState: Codable, Equatable {
  /// Updates made.
  var step = 0
  /// Epoch, window and batch that come next.
  var epoch = 0
  var window = 0
  var batch = 0
  /// Tokens trained on.
  var tokens = 0
  /// Loss and tokens since the last validation.
  var lossSum = 0.0
  var lossTokens = 0
  /// The lowest validation loss, in nats a token.
  var bestLoss: Double?
  /// The step that the best weights are from.
  var bestStep = 0
  /// Validations since then.
  var validationsWithoutGain = 0
  /// Complete lines of the log.
  var logLines = 0
  /// Seconds of the run under a time budget; nil without one, so that no clock reaches the bytes.
  var budgetedSeconds: Double?

  /// Whether every number is one that a run can have.
  var isPossible: Bool {
    [step, epoch, window, batch, tokens, lossTokens, bestStep, validationsWithoutGain, logLines]
      .allSatisfy { $0 >= 0 } && bestStep <= step
  }
}

/// What one validation measured; one line of log.jsonl.
public struct ValidationReport: Codable, Sendable, Equatable {
  /// Updates made so far.
  public var step: Int
  /// Epochs begun, counted from 1.
  public var epoch: Int
  /// Tokens trained on so far.
  public var tokens: Int
  /// Seconds of training so far, earlier parts of a resumed run included.
  public var seconds: Double
  /// Tokens a second while training in this process, validation and saving left out.
  public var tokensPerSecond: Double
  /// The learning rate of the last update.
  public var learningRate: Float
  /// Mean loss of the training sentences since the last validation: the weighted sum of the objectives.
  public var trainLoss: Double
  /// Mean loss of the held-out sentences, the same sum; by default nats a token.
  public var validationLoss: Double
  /// The mean loss of each objective on the held-out sentences, in its own unit; nil in older logs.
  public var objectiveLosses: [String: Double]?
  /// e to the loss of reconstruction; like the next three nil if nothing is reconstructed.
  public var perplexity: Double?
  /// The share of held-out tokens that the decoder ranks first, given the true ones before.
  public var tokenAccuracy: Double?
  /// The share of a sample of held-out sentences that comes back exactly, decoded greedily.
  public var exactReconstructions: Double?
  /// BLEU of the same sample, 0 … 1.
  public var bleu: Double?
  /// The number of held-out sentences; 0 if the corpus was too small to hold any out.
  public var validationSentences: Int
  /// The format of the factors of matrix products.
  public var precision: String
}
