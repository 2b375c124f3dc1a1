import AutoencoderModel
import FileFormats
import Foundation
import TensorKit

/// The content of config.json: the model, and how it is trained.
struct RunConfiguration: Codable, Equatable {
  var model: ModelConfiguration
  var training: TrainingOptions
  /// How the tokenizer was built; nil if it was given.
  var vocabulary: VocabularyRecord?
  /// A checksum of the word vectors that the run began with; nil if there were none.
  var pretrainedEmbeddings: String?
  /// A checksum of the model that the run began with; nil if there was none.
  var pretrainedModel: String?
  /// Whether that model got another encoder or latent, so that the run did not begin with what it knew.
  var isModelChanged: Bool
  /// How the vocabulary of that model was grown; nil if it was not.
  var growth: GrowthRecord?
  /// Passes over the corpus that made the word vectors that the run began with, in a first stage of
  /// training; nil without one.
  var firstStageEpochs: Int?

  init(
    architecture: Architecture, training: TrainingOptions, precision: Precision,
    vocabulary: VocabularyRecord?, pretrainedEmbeddings: String? = nil,
    pretrainedModel: String? = nil, isModelChanged: Bool = false, growth: GrowthRecord? = nil,
    firstStageEpochs: Int? = nil
  ) {
    model = ModelConfiguration(
      architecture: architecture, maximumLength: training.maximumLength, precision: precision,
      isDecoderTrained: training.needs.contains(.decoder),
      isMatchedToNormal: training.activeObjectives.contains { $0.kind.matchesNormal })
    self.training = training
    self.vocabulary = vocabulary
    self.pretrainedEmbeddings = pretrainedEmbeddings
    self.pretrainedModel = pretrainedModel
    self.isModelChanged = isModelChanged
    self.growth = growth
    self.firstStageEpochs = firstStageEpochs
  }

  private enum CodingKeys: String, CodingKey {
    case training, vocabulary, growth, firstStageEpochs
    // Names of the first version.
    case pretrainedEmbeddings = "initialEmbeddings"
    case pretrainedModel = "initialModel"
    case isModelChanged = "isInitialModelChanged"
  }

  /// Reads an object that has the keys of the model and those of the training.
  init(from decoder: any Decoder) throws {
    model = try ModelConfiguration(from: decoder)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    training = try values.decode(TrainingOptions.self, forKey: .training)
    vocabulary = try values.decodeIfPresent(VocabularyRecord.self, forKey: .vocabulary)
    pretrainedEmbeddings = try values.decodeIfPresent(String.self, forKey: .pretrainedEmbeddings)
    pretrainedModel = try values.decodeIfPresent(String.self, forKey: .pretrainedModel)
    isModelChanged = try values.decodeIfPresent(Bool.self, forKey: .isModelChanged) ?? false
    growth = try values.decodeIfPresent(GrowthRecord.self, forKey: .growth)
    firstStageEpochs = try values.decodeIfPresent(Int.self, forKey: .firstStageEpochs)
  }

  /// Writes the keys of both into one object.
  func encode(to encoder: any Encoder) throws {
    try model.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(training, forKey: .training)
    try values.encodeIfPresent(vocabulary, forKey: .vocabulary)
    try values.encodeIfPresent(pretrainedEmbeddings, forKey: .pretrainedEmbeddings)
    try values.encodeIfPresent(pretrainedModel, forKey: .pretrainedModel)
    if isModelChanged { try values.encode(true, forKey: .isModelChanged) }
    try values.encodeIfPresent(growth, forKey: .growth)
    try values.encodeIfPresent(firstStageEpochs, forKey: .firstStageEpochs)
  }

  /// Reads config.json of a model.
  ///
  /// - Throws: `FileError` and `AutoencoderError` if a file is missing, damaged or of another kind.
  static func read(_ path: String) throws -> RunConfiguration {
    try ModelConfiguration.read(MappedFile(path: path), as: RunConfiguration.self) {
      configuration in
      try configuration.model.architecture.validate()
      try configuration.training.validate()
      guard configuration.model.maximumLength == configuration.training.maximumLength else {
        throw AutoencoderError.inconsistentModel(
          path: path,
          reason: "it has two maximum lengths, \(configuration.model.maximumLength) and "
            + "\(configuration.training.maximumLength)")
      }
    }
  }

  /// Writes config.json; the same configuration gives the same bytes.
  func write(_ path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let file = try AtomicFile(path: path)
    try file.write(Array(try encoder.encode(self)) + [UInt8(ascii: "\n")])
    try file.commit()
  }
}
