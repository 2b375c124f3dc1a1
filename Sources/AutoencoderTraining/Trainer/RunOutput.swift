import AutoencoderModel
import FileFormats
import Foundation
import TensorKit
import Tokenization

/// The output of a run, and the answer to the question whether the run may use it.
package struct RunOutput {
  let directory: ModelDirectory
  let policy: OverwritePolicy

  /// The directory NAME.textae, which need not be there.
  package init(_ path: String, policy: OverwritePolicy) {
    directory = ModelDirectory(path: path)
    self.policy = policy
  }

  /// Whether there is a checkpoint to go on from.
  package var resumes: Bool {
    policy == .resume && FileManager.default.fileExists(atPath: directory.training)
  }

  /// The configuration of the run in the output that began with a model, which may be gone by now; nil for any
  /// other output.
  private var begunWithModel: RunConfiguration? {
    let found = try? RunConfiguration.read(directory.configuration)
    return found?.pretrainedModel == nil ? nil : found
  }

  /// The sizes and the maximum length of a run that began with a model; nil for any other output.
  package var settingsOfModel: (architecture: Architecture, maximumLength: Int)? {
    begunWithModel.map { ($0.model.architecture, $0.model.maximumLength) }
  }

  /// The precision of a run that names none: one to go on with keeps its own, others take the fastest.
  var automaticPrecision: Precision {
    let begun = policy == .resume ? Checkpoint.configuration(directory.training) : nil
    return begun?.model.precision ?? .fastest
  }

  /// Throws if a run with these settings would not be allowed to use the output; changes nothing.
  ///
  /// What the corpus decides is compared later, with the checkpoint. With `makesWordVectors` a run to go on
  /// with must have begun with word vectors; which ones only its corpus tells.
  package func check(
    architecture: Architecture, options: TrainingOptions, precision: Precision?,
    vocabulary: VocabularyBuilder?, pretrainedModel: PretrainedModel? = nil,
    makesWordVectors: Bool = false
  ) throws {
    try pretrainedModel?.check(output: directory.path)
    try check(
      RunConfiguration(
        architecture: architecture, training: options,
        precision: precision ?? automaticPrecision,
        vocabulary: vocabulary.map(VocabularyRecord.init),
        pretrainedModel: pretrainedModel?.checksum))
    if resumes, makesWordVectors, let found = try? RunConfiguration.read(directory.configuration),
      found.pretrainedEmbeddings == nil
    {
      throw AutoencoderError.differentRun(
        path: directory.training, setting: TrainingSetting.skipGram, begun: nil, now: nil)
    }
  }

  /// Throws if a run with this configuration would not be allowed to use the output; changes nothing.
  func check(_ configuration: RunConfiguration) throws {
    switch policy {
    case .overwrite: break
    case .refuse:
      if directory.isOccupied { throw AutoencoderError.outputExists(path: directory.path) }
    case .resume:
      guard resumes else {
        // A run writes its checkpoint before its first model, so this one is all there is of a run.
        guard FileManager.default.fileExists(atPath: directory.weights) else { return }
        throw AutoencoderError.noCheckpoint(path: directory.path)
      }
      // A configuration that cannot be read is made again from the checkpoint, which is compared too.
      guard let found = try? RunConfiguration.read(directory.configuration) else { return }
      try found.check(resumedWith: configuration, path: directory.training)
    }
  }
}
