/// The progress of a run: together with weights and moments, all that is needed to resume exactly.
struct TrainingState: Codable, Equatable {
  /// Updates made.
  var step = 0
  /// The next epoch, window and batch.
  var epoch = 0
  var window = 0
  var batch = 0
  /// Tokens trained on.
  var tokens = 0
  /// Loss and tokens since the last validation.
  var lossSum = 0.0
  var lossTokens = 0
  /// The validation loss of the best weights, in nats per token.
  var bestLoss: Double?
  /// The retrieval of the best weights, if it decides which are the best.
  var bestRetrieval: Double?
  /// The step of the best weights.
  var bestStep = 0
  /// Validations since then.
  var validationsWithoutGain = 0
  /// Complete lines of the log.
  var logLines = 0
  /// Seconds used of a time budget; nil without one, so that no clock affects the bytes.
  var budgetedSeconds: Double?
  /// The progress through the pairs; nil without pairs.
  var pairs: PairPosition?

  /// The next batch of pairs, and their loss since the last validation.
  struct PairPosition: Codable, Equatable {
    var epoch = 0
    var window = 0
    var batch = 0
    var lossSum = 0.0
    var lossCount = 0

    var isPossible: Bool { [epoch, window, batch, lossCount].allSatisfy { $0 >= 0 } }
  }

  /// Begins new sums of losses, after a validation.
  mutating func clearLosses() {
    (lossSum, lossTokens) = (0, 0)
    pairs?.lossSum = 0
    pairs?.lossCount = 0
  }

  /// Whether every number is within the range that a run can reach.
  var isPossible: Bool {
    [step, epoch, window, batch, tokens, lossTokens, bestStep, validationsWithoutGain, logLines]
      .allSatisfy { $0 >= 0 } && bestStep <= step && pairs?.isPossible != false
  }
}
