import AutoencoderModel
import Tokenization

/// The identity of a run: everything that must be equal for it to be resumed.
struct RunIdentity: Codable, Equatable {
  var configuration: RunConfiguration
  var corpusChecksum: UInt64
  var tokenizerChecksum: UInt64
  var validationChecksum: UInt64?
  /// A checksum of the teacher's vectors; nil without a teacher.
  var teacherChecksum: UInt64?
  /// A checksum of the pairs; nil without pairs.
  var pairChecksum: UInt64?
  /// A checksum of the classes of the lines; nil without labels.
  var labelChecksum: UInt64?

  /// Throws unless a run with the identity `wanted` may continue this one.
  ///
  /// `path` is that of the checkpoint, for the message.
  func check(resumedWith wanted: RunIdentity, path: String) throws {
    func require(_ isAlike: Bool, _ setting: String) throws {
      if isAlike { return }
      throw AutoencoderError.differentRun(path: path, setting: setting, begun: nil, now: nil)
    }
    try require(corpusChecksum == wanted.corpusChecksum, "corpus")
    try configuration.check(resumedWith: wanted.configuration, path: path)
    try require(tokenizerChecksum == wanted.tokenizerChecksum, "tokenizer")
    try require(validationChecksum == wanted.validationChecksum, "validation file")
    try require(teacherChecksum == wanted.teacherChecksum, "teacher")
    try require(pairChecksum == wanted.pairChecksum, "file of pairs")
    try require(labelChecksum == wanted.labelChecksum, "labels")
  }
}

extension RunConfiguration {
  /// Settings that may change: the length of the training, the interval of saving, and the learning
  /// rate, because a run that diverged needs another.
  private static let free: Set = [
    "epochs", "timeBudget", "checkpointInterval", "patience", "learningRate",
  ]

  /// Throws unless a run with the settings `wanted` may continue one that began with these.
  ///
  /// Options about the start (a vocabulary, word vectors, a model) may be left out.
  func check(resumedWith wanted: RunConfiguration, path: String) throws {
    func refuse(_ setting: String, _ begun: String? = nil, _ now: String? = nil) -> AutoencoderError
    {
      .differentRun(path: path, setting: setting, begun: begun, now: now)
    }
    func compare(
      _ begun: some Encodable, _ now: some Encodable, except free: Set<String> = []
    ) throws {
      guard let found = try SettingDifference(from: begun, to: now, except: free) else { return }
      throw refuse(found.name, found.begun, found.now)
    }
    if let now = wanted.vocabulary {
      guard let vocabulary else {
        throw refuse("vocabulary", "of a tokenizer file", "of options")
      }
      try compare(vocabulary, now)
    }
    if let now = wanted.pretrainedModel, now != pretrainedModel {
      throw refuse(TrainingSetting.pretrainedModel)
    }
    if let now = wanted.growth {
      // The number of new tokens follows from the corpus.
      let begun = growth ?? GrowthRecord(VocabularyGrowth(limit: 0), tokens: 0)
      if begun.limit != now.limit {
        throw refuse(TrainingSetting.growth, "\(begun.limit)", "\(now.limit)")
      }
    }
    if let now = wanted.pretrainedEmbeddings, now != pretrainedEmbeddings {
      throw refuse(TrainingSetting.pretrainedEmbeddings)
    }
    // Earlier programs did not write it down.
    if let begun = firstStageEpochs, let now = wanted.firstStageEpochs, begun != now {
      throw refuse(TrainingSetting.firstStageEpochs, "\(begun)", "\(now)")
    }
    try compare(model.architecture, wanted.model.architecture)
    if model.precision != wanted.model.precision {
      throw refuse("precision", model.precision.rawValue, wanted.model.precision.rawValue)
    }
    try compare(training, wanted.training, except: Self.free)
  }
}

/// Names of settings in errors that are not derived from a property.
package enum TrainingSetting {
  package static let pretrainedModel = "pretrained model"
  package static let growth = "largest number of new tokens"
  package static let pretrainedEmbeddings = "pretrained word vectors"
  package static let skipGram = "skip-gram initialization"
  package static let firstStageEpochs = "number of epochs of the first stage"
}
