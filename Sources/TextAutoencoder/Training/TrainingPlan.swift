import Autoencoder
import SentenceEmbedding
import Tokenization

/// What `SentenceAutoencoder.train` makes of a corpus: a tokenizer, an architecture, a schedule.
public struct TrainingPlan {
  /// The tokenizer to use; nil builds one from the corpus.
  public var tokenizer: Tokenizer?
  /// How a tokenizer is built if none is given.
  public var vocabulary = VocabularyBuilder(model: .bpe, vocabularySize: 8_000)
  /// The sizes of the model, for a given number of tokens.
  public var architecture: (_ vocabularySize: Int) -> Architecture = {
    Architecture(vocabularySize: $0)
  }
  /// Epochs, learning rate, seed and the rest.
  public var options = TrainingOptions()
  /// What the vectors of tokens begin with, such as a `SkipGramModel`; nil for random numbers.
  public var wordVectors: (any WordVectors)?
  /// A model to begin with, whose tokenizer and sizes stand before those above; nil begins at random. Goes
  /// without word vectors, and does not change `options.maximumLength`.
  public var pretrainedModel: PretrainedModel?
  /// The number format of matrix products; nil takes the fastest of this machine, or that of the run to
  /// go on with.
  public var precision: Precision?
  /// What is told while training.
  public var events = TrainingEvents()
  /// What to do with an output that is there already.
  public var existing = AutoencoderTrainer.Existing.refuse
  /// How many threads compute; 0 for one a core. Has no influence on the result.
  public var threads = 0

  /// The defaults of the command `train`.
  public init() {}
}
