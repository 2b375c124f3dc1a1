import Autoencoder
import CommandLineKit
import FileFormats
import SentenceEmbedding

/// The shape of the network that `train` makes.
struct ArchitectureOptions: OptionGroup {
  static let title = "Model"

  @Option("Size of a token's vector.", .within(1...65_536)) var embeddingSize = 256
  @Option(
    "Size of the hidden state; without --latent-size that of the embedding.", .within(1...65_536))
  var hiddenSize = 512
  @Option("LSTM layers on each side.", .within(1...64)) var layers = 1
  @Flag("Read sentences in both directions.") var bidirectional
  @Option("Size of a linear bottleneck behind the final state.", .within(1...65_536))
  var latentSize: Int?
  @Option("Dropout between layers, while training.", .within(0...0.95)) var dropout = 0.0
  @Option("Most tokens of a sentence; longer ones are cut.", .within(1...10_000)) var maxLength =
    100

  @Option(
    "A trained model to go on from, with other text or objectives: its weights, and with them its tokenizer, sizes "
      + "and --max-length. The best weights are kept, be they its own; --resume needs it no more.",
    name: "init", value: "MODEL", completion: .directory)
  var pretrainedModel: String?
  @Option(
    "Word vectors of skipgram, word2vec, GloVe or fastText that token vectors begin with, scaled; their size "
      + "is then that of --embedding-size. Tokens without one begin at random.",
    value: "MODEL", completion: .file)
  var initEmbeddings: String?
  @Flag(
    "Begin with word vectors of a skip-gram that is trained on the corpus first, in windows of ten words and ten "
      + "passes, which a time budget does not count; --init-embeddings stands before it."
  )
  var skipgram

  /// A model brings its sizes and its token vectors along.
  func validate() throws {
    guard pretrainedModel != nil else { return }
    let given = [
      ("--embedding-size", $embeddingSize), ("--hidden-size", $hiddenSize), ("--layers", $layers),
      ("--bidirectional", $bidirectional && bidirectional), ("--latent-size", $latentSize),
      ("--init-embeddings", $initEmbeddings), ("--skipgram", $skipgram && skipgram),
    ]
    for (option, isGiven) in given where isGiven {
      throw UsageProblem.conflict("--init", option)
    }
  }

  /// The model of --init, opened.
  func openInitialModel() throws -> PretrainedModel? {
    guard let path = pretrainedModel else { return nil }
    if try Paths.exists(path) && !ModelLoading.isAutoencoder(path) {
      throw CommandFailure(
        "not a model to begin with", at: path,
        advice: "give a folder that train wrote; word vectors go to --init-embeddings",
        exitStatus: .badData)
    }
    return try PretrainedModel(contentsOf: path)
  }

  /// Sizes as options.
  static func words(for sizes: Architecture, maximumLength: Int) -> String {
    "--embedding-size \(sizes.embeddingSize) --hidden-size \(sizes.hiddenSize) --layers \(sizes.layers)"
      + (sizes.isBidirectional ? " --bidirectional" : "")
      + (sizes.latentSize.map { " --latent-size \($0)" } ?? "")
      + " --max-length \(maximumLength)"
  }

  func architecture(
    vocabularySize: Int, wordVectors: (any WordVectors)? = nil
  ) -> Architecture {
    let found = $embeddingSize ? nil : wordVectors?.dimension
    return Architecture(
      vocabularySize: vocabularySize, embeddingSize: found ?? embeddingSize,
      hiddenSize: hiddenSize,
      layers: layers, isBidirectional: bidirectional, latentSize: latentSize)
  }
}
