import AutoencoderTraining
import SentenceEmbedding
import TensorKit
import Tokenization

/// Callbacks of a training pipeline.
public struct PipelineEvents: Sendable {
  /// Called often during the stages other than training the model, from any thread.
  public var onProgress: @Sendable (PipelineProgress) -> Void = { _ in }
  /// Called when a stage is done.
  public var onStageEnd: @Sendable (PipelineStage) -> Void = { _ in }
  /// Called with facts that may interest the user.
  public var onNote: @Sendable (PipelineNote) -> Void = { _ in }
  /// Asked often, from any thread; true ends the work. If the model is in training, it is saved.
  public var shouldStop: @Sendable () -> Bool = { false }
  /// Creates the callbacks for training the model; `shouldStop` is asked there as well.
  public var makeTrainingEvents: @Sendable () -> TrainingEvents = { TrainingEvents() }
  /// Called after the model is trained, before a post-processing is fitted.
  public var onTrained: @Sendable (TrainingOutcome) -> Void = { _ in }

  /// Callbacks that do nothing.
  public init() {}
}

/// A stage of the pipeline other than training the model.
public enum PipelineStage: Sendable, Equatable {
  /// Counting the lines of the corpus, of which a teacher must have as many vectors.
  case lines
  /// Counting the words of the corpus.
  case vocabulary
  /// Turning the corpus into token ids.
  case tokens
  /// Turning the validation file into token ids.
  case validationTokens
  /// Turning the pairs into token ids.
  case pairTokens
  /// Encoding the corpus with the model that the run begins with, as its own teacher.
  case teacher
  /// Training word vectors.
  case wordVectors
  /// Training token vectors with an encoder that adds them up.
  case tokenVectors
  /// Fitting the post-processing of the vectors.
  case postProcessing
}

/// The progress of a stage.
public struct PipelineProgress: Sendable {
  /// The stage.
  public let stage: PipelineStage
  /// The number of lines, words or sentences processed.
  public let done: Int
  /// The total number; nil if unknown.
  public let total: Int?
}

/// A fact about a training run that may interest the user.
public enum PipelineNote: Sendable, Equatable {
  /// Sentences longer than a number of tokens were cut.
  case cutSentences(count: Int, of: Int, maximumLength: Int)
  /// Words over 1,000 bytes were left out of a word vocabulary.
  case longWords(count: Int)
  /// A resumed run keeps a precision that is not the fastest of this machine.
  case keptPrecision(Precision)
  /// The number of tokens of the vocabulary that begin with a word vector.
  case initialVectors(count: Int, of: Int)
  /// The number of tokens that a pretrained model has grown, and of those that it has now.
  case grownVocabulary(tokens: Int, of: Int)
  /// The tokenizer of a pretrained model is of a kind that cannot grow.
  case cannotGrow(Tokenizer.Model)
  /// The number of words of the corpus, of all its words, that the vocabulary of a model or a given one
  /// lacks, and whether that of a model could have grown.
  case unknownWords(count: Int, of: Int, couldGrow: Bool)
  /// There is no first stage of training: nothing learns from it, or the run begins with other vectors.
  case noSumStage
  /// A post-processing was removed, because it was fitted to earlier weights.
  case removedPostProcessing(path: String)
  /// A post-processing was fitted and stored.
  case postProcessing(path: String, recipe: PostProcessingRecipe, sentences: Int)
  /// The corpus has too few sentences for a post-processing.
  case tooFewForPostProcessing(sentences: Int, needed: Int)
}

/// Thrown if the pipeline was asked to stop in a stage other than training the model.
public struct PipelineInterrupted: Error, Sendable, Equatable, CustomStringConvertible {
  /// The stage in which it stopped.
  public let stage: PipelineStage

  /// What is left.
  public var description: String {
    switch stage {
    case .postProcessing: "interrupted; the model is trained, without a post-processing"
    case .tokenVectors: "interrupted in the first stage of training, which can be resumed"
    default: "interrupted before training"
    }
  }
}
