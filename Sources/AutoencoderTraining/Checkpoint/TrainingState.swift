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
