/// How far a training is.
public struct TrainingProgress: Sendable {
  /// Updates made.
  public var step: Int
  /// Updates that the epochs asked for will take, about.
  public var totalSteps: Int
  /// The epoch, counted from 1.
  public var epoch: Int
  /// Tokens trained on since this process began.
  public var tokens: Int
  /// Seconds since this process began to train.
  public var seconds: Double
  /// Loss of the last batch: the weighted sum of the objectives, nats.
  public var loss: Double
  /// The share of the work that is done, by steps or by time, whichever ends first: 0 … 1.
  public var fraction: Double
}

/// What a trainer tells while it works, and asks.
public struct TrainingEvents {
  /// Called after every step.
  public var onProgress: (TrainingProgress) -> Void = { _ in }
  /// Called after every validation.
  public var onValidation: (ValidationReport) -> Void = { _ in }
  /// Asked after every step; true saves a checkpoint and ends the run.
  public var shouldStop: () -> Bool = { false }
  /// Called after every step with the sentences of the batch, each with its end mark, in its order.
  public var onBatch: ((TrainedBatch) throws -> Void)?

  /// Events that nobody listens to.
  public init() {}
}

/// One step of a training, in enough detail to repeat it elsewhere.
public struct TrainedBatch: Codable, Sendable {
  /// Updates made, this one included.
  public var step: Int
  /// Loss before the update: the weighted sum of the objectives, nats.
  public var loss: Double
  /// The learning rate of the update.
  public var learningRate: Float
  /// The norm of the gradient before clipping.
  public var gradientNorm: Float
  /// The token ids of each sentence.
  public var sentences: [[UInt32]]
  /// What the encoder read: the first view of every sentence, then the second; nil if it is `sentences`.
  public var views: [[UInt32]]?
}

/// Why a training ended.
public enum TrainingOutcome: String, Sendable, Codable {
  /// All epochs were done.
  case finished
  /// The validation loss no longer fell.
  case stoppedEarly
  /// The time budget was used up.
  case outOfTime
  /// It was asked to stop; `--resume` goes on.
  case interrupted
}
