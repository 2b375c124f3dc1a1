import EnglishModel
import FileFormats
import SentenceEmbedding
import SkipGram
import TensorKit

/// Opens anything that embeds sentences: an autoencoder, word vectors of any origin, TF-IDF and
/// LSA.
///
/// ```swift
/// let model = try ModelStore.open("reviews.textae")
/// print(model.facts.kind, model.facts.dimension)
/// let vectors = try model.embedder.embed(["the food was great ."])
/// ```
/// The names `english` and `english-words` stand for the models that come with the package, unless
/// there are files of these names. Word vectors have a pooling, which the name can contain: `reviews.skipgram:mean`, `:sif` or
/// `:sif-weights`. A post-processing that is stored with a model is applied.
public enum ModelStore {
  /// How a model is opened.
  public struct Options: Sendable {
    /// The number format of an autoencoder's matrix products; nil for the faster of `f32` and
    /// `bf16`.
    public var precision: EncodingPrecision?
    /// The number of threads, for models with their own pool; 0 for one per core.
    public var threads = 0
    /// How word vectors are combined into a sentence vector, unless the model's name says so.
    public var pooling = WordPooling.sif
    /// Whether the post-processing stored with a model is applied.
    public var appliesPostProcessing = true

    /// The defaults.
    public init() {}
  }

  /// All types of models.
  static let types: [ModelType] = [
    .autoencoder, .skipGram, .latentSemanticAnalysis, .wordVectorFile,
  ]

  /// Opens a model by its path, or by `PATH:POOLING` if it has word vectors.
  ///
  /// - Throws: ``ModelStoreError`` if it is not a model, and the errors of the model itself for
  /// damaged files.
  public static func open(_ name: String, options: Options = Options()) throws -> OpenedModel {
    let name = try ModelName(name)
    let location = try ModelLocation(path: name.path)
    if !ModelLocation.exists(name.path), ModelInTheBox.names.contains(name.path) {
      throw ModelStoreError.noEnglishModel(name: name.path)
    }
    guard let type = types.first(where: { $0.recognizes(location) }) else {
      throw ModelStoreError.unknownModel(path: name.path)
    }
    if let pooling = name.pooling, !type.hasPooling {
      throw ModelStoreError.noPooling(path: name.path, pooling: pooling)
    }
    var options = options
    options.pooling = name.pooling ?? options.pooling
    return try OpenedModel(
      type.open(location, options), kind: type.kind, location: location,
      pooling: type.hasPooling ? options.pooling : nil, options: options)
  }

  /// Whether there is something that a name could stand for: a path, with or without a pooling, or a
  /// model that comes with the package.
  public static func exists(_ name: String) -> Bool {
    guard let name = try? ModelName(name) else { return false }
    return ModelLocation.exists(name.path)
  }

  /// The folder of a model, on disk or compiled in; nil for a file, and if there is none.
  ///
  /// - Throws: `FileError` if `config.json` cannot be read.
  package static func folder(of path: String) throws(FileError) -> FileFolder? {
    try ModelLocation(path: path).folder
  }

  /// What the `config.json` of a folder says it is, whether it is a model or not; nil without one.
  ///
  /// - Throws: `FileError` if `config.json` cannot be read.
  package static func kind(statedIn path: String) throws(FileError) -> String? {
    try ModelLocation(path: path).kind
  }

  /// The kind of model at a path, such as `autoencoder`; nil if it is not a model.
  ///
  /// Reads no more than the `config.json` of a folder, so any file counts as `word-vectors`.
  /// - Throws: `FileError` if `config.json` cannot be read.
  public static func kind(of path: String) throws(FileError) -> String? {
    let location = try ModelLocation(path: path)
    return types.first { $0.recognizes(location) }?.kind
  }
}
