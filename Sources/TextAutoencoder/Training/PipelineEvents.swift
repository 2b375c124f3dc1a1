import AutoencoderTraining
import SentenceEmbedding
import TensorKit

/// What a training tells while it works, and asks.
public struct PipelineEvents: Sendable {
  /// Called often during the stages before and after the training itself, from any thread.
  public var onProgress: @Sendable (PipelineProgress) -> Void = { _ in }
  /// Called when a stage is done.
  public var onStageEnd: @Sendable (PipelineStage) -> Void = { _ in }
  /// Called with facts that a user may want to know.
  public var onNote: @Sendable (PipelineNote) -> Void = { _ in }
  /// Asked often, from any thread; true ends the work. A model in training is saved.
  public var shouldStop: @Sendable () -> Bool = { false }
  /// What is told of the training itself; `shouldStop` is asked there too.
  public var makeTrainingEvents: @Sendable () -> TrainingEvents = { TrainingEvents() }
  /// Called when the training itself has ended, before a post-processing is fitted.
  public var onTrained: @Sendable (TrainingOutcome) -> Void = { _ in }

  /// Tells nothing.
  public init() {}
}

/// A part of the work besides the training itself.
public enum PipelineStage: Sendable, Equatable {
  /// Counting the words of the corpus.
  case vocabulary
  /// Turning the corpus into token ids.
  case tokens
  /// Turning the validation file into token ids.
  case validationTokens
  /// Training word vectors.
  case wordVectors
  /// Fitting the post-processing of the vectors.
  case postProcessing
}

/// How far a stage is.
public struct PipelineProgress: Sendable {
  /// The stage.
  public let stage: PipelineStage
  /// Lines, words or sentences done.
  public let done: Int
  /// How many there are; nil if not known.
  public let total: Int?
}

/// A fact about a training that a user may want to know.
public enum PipelineNote: Sendable, Equatable {
  /// Sentences were longer than a number of tokens and were cut.
  case cutSentences(count: Int, of: Int, maximumLength: Int)
  /// A resumed run keeps a precision that is not the fastest of this machine.
  case keptPrecision(Precision)
  /// How many tokens of the vocabulary begin with a word vector.
  case initialVectors(count: Int, of: Int)
  /// A post-processing was removed, because it was fitted to earlier weights.
  case removedPostProcessing(path: String)
  /// A post-processing was fitted and kept.
  case postProcessing(path: String, recipe: PostProcessingRecipe, sentences: Int)
  /// The corpus is too small for a post-processing.
  case tooFewForPostProcessing(sentences: Int, needed: Int)
}

/// Thrown when a training was asked to stop outside of the training itself.
public struct PipelineInterrupted: Error, Sendable, Equatable, CustomStringConvertible {
  /// Where it stopped.
  public let stage: PipelineStage

  /// What is left.
  public var description: String {
    stage == .postProcessing
      ? "interrupted; the model is trained, without a post-processing"
      : "interrupted before the first update"
  }
}
