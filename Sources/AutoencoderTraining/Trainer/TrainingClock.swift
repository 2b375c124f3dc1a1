import Foundation

/// The duration of a run.
struct TrainingClock {
  private let start = Date()
  /// Seconds of the run before this clock was started.
  var earlierSeconds = 0.0
  /// Seconds of this process spent on training steps.
  var trainingSeconds = 0.0
  /// When the last checkpoint was written, in seconds of this process.
  var lastSave = 0.0
  /// Seconds that the longest validation of this process took; nil before the first.
  var validationSeconds: Double?
  /// What a validation is expected to take; nil before a few sentences have been tried.
  var expectedValidationSeconds: Double?
  /// Estimated seconds for encoding after the training.
  var encodingSeconds = 0.0
  /// Seconds that the longest save of this process took; nil before the first.
  var savingSeconds: Double?

  /// Seconds since this process began to train.
  var seconds: Double { Date().timeIntervalSince(start) }
  /// Seconds of the whole run.
  var totalSeconds: Double { earlierSeconds + seconds }
}
