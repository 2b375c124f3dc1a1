import AutoencoderModel
import AutoencoderTraining
import CommandLineKit
import FileFormats
import TextAutoencoder
import Tokenization

/// The kind of an encoder, as config.json spells it.
struct EncoderChoice: ArgumentValue {
  let argumentText: String

  init?(argument: String) {
    var shape = Architecture(vocabularySize: 1)
    shape.encoder = argument
    if shape.encoderValues == nil { return nil }
    argumentText = argument
  }

  static var argumentPlaceholder: String {
    EncoderKinds.all.map { $0.placeholder }.joined(separator: "|")
  }
  static var argumentExpectation: String { EncoderKinds.all.spellings { $0 } }
}

/// The kind of a latent, as config.json spells it.
struct LatentChoice: ArgumentValue {
  let argumentText: String

  init?(argument: String) {
    if Architecture(vocabularySize: 1, latent: argument).latentValues == nil { return nil }
    argumentText = argument
  }

  static var argumentPlaceholder: String {
    LatentKinds.all.map { $0.placeholder }.joined(separator: "|")
  }
  static var argumentExpectation: String { LatentKinds.all.spellings { $0 } }
}

extension Initialization: ArgumentChoice {}

/// The architecture that `train` uses, and its initial weights.
struct ArchitectureOptions: OptionGroup {
  static let title = "Model"
  private static var standard: TrainingPlan { TrainingPlan() }

  @Option("Dimensions of a token's vector.", .within(Architecture.Bounds.embeddingSize))
  var embeddingSize = standard.architecture.embeddingSize
  @Option(
    "Size of the hidden state. Without --latent-size, also the dimension of the embedding.",
    .within(Architecture.Bounds.hiddenSize))
  var hiddenSize = standard.architecture.hiddenSize
  @Option(
    "The encoder. "
      + EncoderKinds.all.map { "\($0.name): \($0.help)" }.joined(separator: " ")
      + " (default \(standard.architecture.encoder))")
  var encoder: EncoderChoice?
  @Option("Layers of the encoder and of the decoder.", .within(Architecture.Bounds.layers))
  var layers = standard.architecture.layers
  @Flag("Read sentences in both directions.") var bidirectional
  @Option(
    "The latent, which is the embedding. "
      + LatentKinds.all.map { "\($0.name): \($0.help)" }.joined(separator: " "))
  var latent: LatentChoice?
  @Option(
    "Size of the latent. (default the size of the state)",
    .within(Architecture.Bounds.latentSize))
  var latentSize: Int?
  @Option("Dropout between layers during training.", .within(TrainingOptions.Bounds.dropout))
  var dropout = 0.0
  @Option(
    "Maximum tokens in a sentence. Longer ones are cut.",
    defaultText: "\(standard.options.maximumLength), or that of a model to start from",
    .within(TrainingOptions.Bounds.maximumLength))
  var maxLength = standard.options.maximumLength

  @Option(
    "A trained model to start from, on other text or with other objectives. Its weights, "
      + "tokenizer, sizes and --max-length are used. If training finds no better weights, the "
      + "model's own are kept. With --encoder, --latent or --latent-size it becomes another kind, which "
      + "keeps the weights that both have. Its penalties, such as kl, and its corruption stay unless they "
      + "are given. Without --objective or --preset, it adapts to the text and is its own "
      + "teacher, so that it forgets little. --resume does not need the model again.",
    name: "init", value: "MODEL", completion: .directory)
  var pretrainedModel: String?
  @Flag(
    "Begin with random weights and a new tokenizer, as options for sizes and tokenizers and presets "
      + "also do.")
  var fromScratch
  @Option(
    "Tokens that are added to those of a model to start from, at most, for words that occur three "
      + "times or more in the text. They begin as the sum of their pieces. 0 adds none.",
    value: "N", .within(0...1_000_000))
  var grow = VocabularyGrowth().limit
  @Option(
    "Initial word vectors, from skipgram, word2vec, GloVe or fastText. They are scaled and set "
      + "--embedding-size. Tokens without a vector begin at random.",
    value: "MODEL", completion: .file)
  var initEmbeddings: String?
  @Flag(
    "Train skip-gram on the corpus first, with windows of ten words and ten passes, and start from "
      + "its word vectors. With a time budget, it takes at most three tenths of the time. "
      + "--init-embeddings takes precedence."
  )
  var skipgram

  @Option(
    "What the encoder begins as. random: random weights. sum: the sum of the token vectors. lexical: "
      + "the sum of token vectors that stand for TF-IDF, so that similar sentences are near each other "
      + "from the start.")
  var initialization = Initialization.random
  @Option(
    "First train the token vectors alone, in N passes with the encoder sum and the objectives that "
      + "need no decoder, and begin as that sum. Left out without such an objective, or with other word "
      + "vectors. With a time budget, it takes at most a quarter of the time.",
    .within(0...1_000_000))
  var sumEpochs = 0

  /// A pretrained model determines the sizes and the token vectors.
  func validate() throws {
    if sumEpochs > 0 {
      let others = [
        ("--initialization", $initialization), ("--skipgram", $skipgram && skipgram),
        ("--init-embeddings", $initEmbeddings),
      ]
      for (option, isGiven) in others where isGiven {
        throw UsageProblem.conflict("--sum-epochs", option)
      }
    }
    if fromScratch {
      if pretrainedModel != nil { throw UsageProblem.conflict("--from-scratch", "--init") }
      if $grow { throw UsageProblem.conflict("--from-scratch", "--grow") }
    }
    if pretrainedModel != nil, let option = optionOfNewSizes {
      throw UsageProblem.conflict("--init", option)
    }
  }

  /// An option that was given and that the model which comes with textae cannot have; nil if there is
  /// none.
  var optionOfNewModel: String? {
    let given = [("--encoder", $encoder), ("--latent-size", $latentSize), ("--latent", $latent)]
    return given.first { $0.1 }?.0 ?? optionOfNewSizes
  }

  /// An option that was given and that no model to start from can have; nil if there is none.
  private var optionOfNewSizes: String? {
    let given = [
      ("--embedding-size", $embeddingSize), ("--hidden-size", $hiddenSize), ("--layers", $layers),
      ("--bidirectional", $bidirectional && bidirectional),
      ("--init-embeddings", $initEmbeddings), ("--skipgram", $skipgram && skipgram),
      ("--sum-epochs", sumEpochs > 0), ("--initialization", $initialization),
    ]
    return given.first { $0.1 }?.0
  }

  /// Applies the options that were given.
  func apply(to plan: inout TrainingPlan) throws {
    if $embeddingSize { plan.architecture.embeddingSize = embeddingSize }
    if $hiddenSize { plan.architecture.hiddenSize = hiddenSize }
    if let encoder { plan.architecture.encoder = encoder.argumentText }
    if $layers { plan.architecture.layers = layers }
    if $bidirectional { plan.architecture.isBidirectional = bidirectional }
    if let latent { plan.architecture.latent = latent.argumentText }
    if $latentSize { plan.architecture.latentSize = latentSize }
    if $dropout { plan.options.dropout = Float(dropout) }
    if $skipgram { plan.skipGram = skipgram ? .forInitialization : nil }
    if $sumEpochs {
      if sumEpochs == 0, plan.sumStage != nil { plan.options.initialization = .lexical }
      plan.sumStage = sumEpochs > 0 ? (plan.sumStage ?? SumStage()) : nil
      plan.sumStage?.epochs = sumEpochs
    }
    if $initialization {
      (plan.sumStage, plan.options.initialization) = (nil, initialization)
    }
    if $grow { plan.growth = VocabularyGrowth(limit: grow) }
    if pretrainedModel == nil, let initEmbeddings {
      if ModelStore.exists(initEmbeddings), try ModelLoading.isAutoencoder(initEmbeddings) {
        throw CommandError.autoencoderAsWordVectors(path: initEmbeddings)
      }
      let words =
        try ModelStore.folder(of: initEmbeddings).map { try SkipGramModel($0) }
        ?? SkipGramModel(contentsOf: initEmbeddings)
      plan.wordVectors = words
      plan.skipGram = nil
      if !$embeddingSize { plan.architecture.embeddingSize = words.dimension }
    }
    if $maxLength { plan.options.maximumLength = maxLength }
  }

  /// Opens the model of --init; nil without one.
  func openPretrainedModel() throws -> PretrainedModel? {
    guard let path = pretrainedModel else { return nil }
    if ModelStore.exists(path), try !ModelLoading.isAutoencoder(path) {
      throw CommandError.noStartingModel(path: path)
    }
    let model =
      try ModelStore.folder(of: path).map { try PretrainedModel($0) }
      ?? PretrainedModel(contentsOf: path)
    return model.changed(
      encoder: encoder?.argumentText, latent: latent?.argumentText, latentSize: latentSize)
  }
}
