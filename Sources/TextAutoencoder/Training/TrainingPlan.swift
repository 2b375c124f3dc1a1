import AutoencoderModel
import AutoencoderTraining
import SentenceEmbedding
import SkipGram
import TensorKit
import Tokenization

/// All that a training makes of a corpus: tokenizer, word vectors, model, schedule, post-processing.
///
/// ```swift
/// var plan = TrainingPlan.embed
/// plan.timeBudget = 600
/// let model = try SentenceAutoencoder.train(onFiles: ["notes.txt"], output: "notes.textae", plan: plan)
/// ```
public struct TrainingPlan {
  /// The tokenizer to use; nil builds one from the corpus.
  public var tokenizer: Tokenizer?
  /// How a tokenizer is built if none is given.
  public var vocabulary = VocabularyBuilder(model: .bpe, vocabularySize: 8_000)
  /// Whether a run to go on with must have been begun with `vocabulary`; if not, it keeps what it has.
  public var comparesVocabulary = true
  /// The sizes of the model. The size of the vocabulary is that of the tokenizer, whatever stands here.
  public var architecture = Architecture(vocabularySize: 0)
  /// Objectives, corruptions, epochs, learning rate, seed and the rest.
  public var options = TrainingOptions()
  /// What the vectors of tokens begin with, such as a `SkipGramModel`; nil for random numbers or `skipGram`.
  public var wordVectors: (any WordVectors)?
  /// How skip-gram is trained on the corpus, to begin with its vectors; nil for random numbers. Its dimension and
  /// seed are those of the model.
  public var skipGram: SkipGramConfiguration?
  /// A model to begin with, whose tokenizer and sizes take precedence; without word vectors.
  public var pretrainedModel: PretrainedModel?
  /// Whether a post-processing of the vectors is fitted to the corpus in the end, and kept with the model.
  public var fitsPostProcessing = false
  /// The number format of matrix products; nil takes the fastest of this machine, or that of the run to
  /// go on with.
  public var precision: Precision?
  /// What to do with an output that is there already.
  public var existing = OverwritePolicy.refuse
  /// How many threads compute; 0 for one per core. Has no influence on the result.
  public var threads = 0

  /// The defaults of the command `train`: reconstruction, on tens of thousands of sentences or more.
  public init() {}

  /// Seconds for the whole of a training: tokenizing, word vectors, saving and post-processing included. Earlier parts
  /// of a resumed run count. Nil for no limit. With a limit the result depends on the clock.
  public var timeBudget: Double? {
    get { options.timeBudget }
    set { options.timeBudget = newValue }
  }
}
