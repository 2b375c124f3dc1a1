/// The progress of a training run.
public struct TrainingProgress: Sendable {
  /// Updates made.
  public var step: Int
  /// Updates that all epochs will take, approximately.
  public var totalSteps: Int
  /// The epoch, counted from 1.
  public var epoch: Int
  /// Tokens trained on since this process began.
  public var tokens: Int
  /// Seconds since this process began to train.
  public var seconds: Double
  /// Loss of the last batch: the weighted sum of the objectives.
  public var loss: Double
  /// The fraction of the work that is done, by steps or by time, whichever ends first: 0 … 1.
  public var fraction: Double
}

/// Callbacks of a trainer.
public struct TrainingEvents {
  /// Called after every step.
  public var onProgress: (TrainingProgress) -> Void = { _ in }
  /// Called after every validation.
  public var onValidation: (ValidationReport) -> Void = { _ in }
  /// Asked after every step and between the parts of one and of a validation, which are then left
  /// undone; true saves a checkpoint and ends the run.
  public var shouldStop: () -> Bool = { false }
  /// Called after every step with the sentences of the batch, each with its end token, in its
  /// order.
  public var onBatch: ((TrainedBatch) throws -> Void)?

  /// Callbacks that do nothing.
  public init() {}
}

/// One step of a training run, in enough detail to repeat it in another program.
public struct TrainedBatch: Codable, Sendable {
  /// Updates made, including this one.
  public var step: Int
  /// Loss before the update: the weighted sum of the objectives.
  public var loss: Double
  /// The learning rate of the update.
  public var learningRate: Float
  /// The norm of the gradient before clipping.
  public var gradientNorm: Float
  /// The token ids of each sentence.
  public var sentences: [[UInt32]]
  /// The views that the encoder read: all first ones, then all second ones; nil if it read
  /// `sentences`.
  public var views: [[UInt32]]?
  /// The line of each sentence in the corpus, counted from 0, which is its row of the teacher; nil
  /// without a teacher.
  public var lines: [Int]?
  /// True if the two views are the sentences of a pair; nil for sentences of the corpus.
  public var arePairs: Bool?
}

/// Why training ended.
public enum TrainingOutcome: String, Sendable, Codable {
  /// All epochs were done.
  case finished
  /// The validation loss stopped falling.
  case stoppedEarly
  /// The time budget was used up.
  case outOfTime
  /// No weights were better than those of the model it began with, which is the result, unchanged. The
  /// run cannot be resumed.
  case unchanged
  /// It was asked to stop; the run can be resumed.
  case interrupted
}
