import AutoencoderModel
import AutoencoderTraining
import FileFormats
import SentenceEmbedding
import SkipGram
import TensorKit
import Tokenization

/// Everything about training on a corpus: tokenizer, word vectors, model, schedule,
/// post-processing.
///
/// ```swift
/// var plan = TrainingPlan.embed
/// plan.timeBudget = 600
/// let model = try SentenceAutoencoder.train(
///   onFiles: ["notes.txt"], output: "notes.textae", plan: plan)
/// ```
public struct TrainingPlan {
  /// The tokenizer to use; nil builds one from the corpus.
  public var tokenizer: Tokenizer?
  /// How to build a tokenizer if none is given.
  public var vocabulary = VocabularyBuilder(model: .bpe, vocabularySize: 8_000)
  /// Whether a run to resume must have begun with `vocabulary` and `growth`; if not, it keeps its own.
  public var comparesVocabulary = true
  /// The sizes of the model. The size of the vocabulary is that of the tokenizer, not the value
  /// here.
  public var architecture = Architecture(vocabularySize: 0)
  /// Objectives, corruptions, epochs, learning rate, seed and the rest.
  public var options = TrainingOptions()
  /// Initial vectors of tokens, such as a `SkipGramModel`; nil for random numbers or `skipGram`.
  public var wordVectors: (any WordVectors)?
  /// How to train skip-gram on the corpus for initial vectors; nil for random numbers. The
  /// dimension and the seed are those of the model.
  public var skipGram: SkipGramConfiguration?
  /// A first stage that learns the token vectors, as whose sum the encoder then begins; nil for none.
  ///
  /// With word vectors or skip-gram it is left out, and the encoder begins as the sum of those.
  /// Without an objective for it, such as lexical, it is left out too, and the encoder begins as
  /// `Initialization.lexical`.
  public var sumStage: SumStage?
  /// A model to start from, whose tokenizer and sizes take precedence; excludes word vectors.
  public var pretrainedModel: PretrainedModel?
  /// How many tokens that model grows for words of the corpora; nil keeps its vocabulary.
  public var growth: VocabularyGrowth?
  /// Vectors by another model, one per line of the corpora, for the objective distill. Excludes a
  /// validation file. With that objective and nil, the pretrained model is its own teacher, which it
  /// then cannot move far away from.
  public var teacher: TeacherVectors?
  /// What follows from the number of sentences, in place of the options.
  public var scheduleBySize: ScheduleBySize = []
  /// A table of two columns, sentences that belong together, for the objective pair; nil without it.
  /// Plain or `.gz`, with a tab between the columns.
  public var pairs: String?
  /// Classes of the lines of the corpora, for the objective classify; nil without it. Excludes a
  /// validation file.
  public var labels: SentenceLabels?
  /// Whether to fit a post-processing of the vectors at the end, and store it with the model.
  public var fitsPostProcessing = false
  /// The number format of matrix products; nil takes the fastest of this machine, or that of the
  /// run to resume.
  public var precision: Precision?
  /// What to do if the output already exists and is not resumed.
  public var existing = OverwritePolicy.refuse
  /// Whether to resume from the checkpoint in the output; without one, the run starts anew, but no
  /// model is replaced unless `existing` says so.
  public var resumes = false
  /// How many threads compute; 0 for one per core. Does not affect the result.
  public var threads = 0

  /// The defaults of the command `train`: reconstruction, on tens of thousands of sentences or
  /// more.
  public init() {}

  /// Lets the model learn from a teacher: adds the objective distill, unless the plan has it.
  ///
  /// Squared errors of cosines are small, so the weight is large.
  public mutating func distill(from teacher: TeacherVectors, weight: WeightSchedule = 30) {
    self.teacher = teacher
    if !options.objectives.contains(where: { $0.name == Objective.distill.name }) {
      options.objectives.append(.distill(weight: weight))
    }
  }

  /// Lets the model learn from pairs of sentences that belong together, in a table of two columns:
  /// adds the objective pair, unless the plan has it.
  public mutating func learn(pairs path: String, weight: WeightSchedule = 1) {
    pairs = path
    if !options.objectives.contains(where: { $0.name == Objective.pair.name }) {
      options.objectives.append(.pair(weight: weight))
    }
  }

  /// Lets the model learn the classes of the lines of the corpus: adds the objective classify, unless
  /// the plan has it.
  public mutating func learn(labels: SentenceLabels, weight: WeightSchedule = 1) {
    self.labels = labels
    if !options.objectives.contains(where: { $0.name == Objective.classify.name }) {
      options.objectives.append(.classify(weight: weight))
    }
  }

  /// Seconds for the whole pipeline, including tokenizing, word vectors, saving and
  /// post-processing.
  ///
  /// Earlier parts of a resumed run count. Nil for no limit. With a limit, the result depends on
  /// the clock.
  public var timeBudget: Double? {
    get { options.timeBudget }
    set { options.timeBudget = newValue }
  }
}
