import FileFormats
import Foundation
import TensorKit
import Tokenization

extension AutoencoderTrainer {
  /// Throws if a run with these settings would not be allowed to use `output`; changes nothing.
  ///
  /// What the corpus decides is compared later, with the checkpoint. With `makesWordVectors` a run to go on
  /// with must have begun with word vectors; which ones only its corpus tells.
  package static func checkOutput(
    _ output: String, existing: Existing, architecture: Architecture, options: TrainingOptions,
    precision: Precision?, vocabulary: VocabularyBuilder?, pretrainedModel: PretrainedModel? = nil,
    makesWordVectors: Bool = false
  ) throws {
    let configuration = ModelConfiguration(
      architecture: architecture, maximumLength: options.maximumLength,
      precision: precision ?? automaticPrecision(output, existing: existing),
      training: options, vocabulary: vocabulary.map(VocabularyRecord.init),
      pretrainedModel: pretrainedModel?.checksum)
    let directory = ModelDirectory(path: output)
    try pretrainedModel?.check(output: output)
    try checkOutput(directory, existing, configuration)
    if existing == .resume, makesWordVectors,
      FileManager.default.fileExists(atPath: directory.training),
      let found = try? ModelConfiguration.read(directory.configuration),
      found.initialEmbeddings == nil
    {
      throw AutoencoderError.differentRun(
        path: directory.training, setting: "choice of --skipgram", begun: nil, now: nil)
    }
  }

  /// The sizes and the maximum length of a run in `output` that began with a model, which may be gone by
  /// now; nil for any other output.
  package static func settingsOfModel(
    begunIn output: String
  ) -> (architecture: Architecture, maximumLength: Int)? {
    let found = try? ModelConfiguration.read(ModelDirectory(path: output).configuration)
    guard let found, found.pretrainedModel != nil else { return nil }
    return (found.architecture, found.maximumLength)
  }

  /// The precision of a run in `output` that names none: a run to go on with keeps its own, others take the
  /// fastest of this machine.
  static func automaticPrecision(_ output: String, existing: Existing) -> Precision {
    let begun =
      existing == .resume ? Checkpoint.configuration(ModelDirectory(path: output).training) : nil
    return begun?.precision ?? .fastest
  }

  static func checkOutput(
    _ directory: ModelDirectory, _ existing: Existing, _ configuration: ModelConfiguration
  ) throws {
    switch existing {
    case .overwrite: break
    case .refuse:
      if directory.isOccupied { throw AutoencoderError.outputExists(path: directory.path) }
    case .resume:
      guard FileManager.default.fileExists(atPath: directory.training) else {
        // A run writes its checkpoint before its first model, so this one is all there is of a run.
        guard FileManager.default.fileExists(atPath: directory.weights) else { return }
        throw AutoencoderError.noCheckpoint(path: directory.path)
      }
      // A configuration that cannot be read is made again from the checkpoint, which is compared too.
      guard let found = try? ModelConfiguration.read(directory.configuration) else { return }
      try found.check(resumedWith: configuration, path: directory.training)
    }
  }
}

extension ModelConfiguration {
  /// Throws if a run with other settings would be another run than the one that was begun with these.
  func check(resumedWith wanted: ModelConfiguration, path: String) throws {
    try check(vocabulary: wanted.vocabulary, path)
    // Like the vocabulary, what a run began with need not be given again.
    if let model = wanted.pretrainedModel, model != pretrainedModel {
      throw AutoencoderError.differentRun(
        path: path, setting: "choice of --init", begun: nil, now: nil)
    }
    if let embeddings = wanted.initialEmbeddings, embeddings != initialEmbeddings {
      throw AutoencoderError.differentRun(
        path: path, setting: "choice of --init-embeddings", begun: nil, now: nil)
    }
    if let difference = try SettingDifference(from: architecture, to: wanted.architecture) {
      throw AutoencoderError.differentRun(path: path, difference)
    }
    if precision != wanted.precision {
      throw AutoencoderError.differentRun(
        path: path, setting: "precision", begun: precision.rawValue,
        now: wanted.precision.rawValue)
    }
    // How long to train and how often to save may be changed, and a run that diverged needs another
    // learning rate; the rest is part of what the run is.
    let free: Set = ["epochs", "timeBudget", "checkpointInterval", "patience", "learningRate"]
    if let difference = try SettingDifference(
      from: training, to: wanted.training, except: free)
    {
      throw AutoencoderError.differentRun(path: path, difference)
    }
  }

  /// A resumed run that says nothing of the vocabulary takes the one it has.
  private func check(vocabulary wanted: VocabularyRecord?, _ path: String) throws {
    guard let wanted else { return }
    guard let vocabulary else {
      throw AutoencoderError.differentRun(
        path: path, setting: "vocabulary", begun: "of a tokenizer file", now: "of options")
    }
    if let difference = try SettingDifference(from: vocabulary, to: wanted) {
      throw AutoencoderError.differentRun(path: path, difference)
    }
  }
}

extension AutoencoderError {
  fileprivate static func differentRun(
    path: String, _ difference: SettingDifference
  ) -> AutoencoderError {
    .differentRun(
      path: path, setting: difference.name, begun: difference.begun, now: difference.now)
  }
}
