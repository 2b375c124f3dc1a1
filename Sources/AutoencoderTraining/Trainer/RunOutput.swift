import AutoencoderModel
import FileFormats
import Foundation
import TensorKit
import Tokenization

/// The output of a run, which decides whether the run may use it.
package struct RunOutput {
  let directory: ModelDirectory
  let existing: OverwritePolicy
  let mayResume: Bool

  /// The directory NAME.textae, which need not exist; with `resuming`, `existing` counts only where
  /// there is no checkpoint.
  package init(_ path: String, existing: OverwritePolicy, resuming: Bool) {
    directory = ModelDirectory(path: path)
    self.existing = existing
    mayResume = resuming
  }

  /// Whether there is a checkpoint to resume from.
  package var resumes: Bool {
    mayResume && FileManager.default.fileExists(atPath: directory.training)
  }

  /// The configuration in the output if that run began with a model, which may be gone by now; nil
  /// for any other output.
  var begunWithModel: RunConfiguration? {
    let found = try? RunConfiguration.read(directory.configuration)
    return found?.pretrainedModel == nil ? nil : found
  }

  /// The sizes and the maximum length of a run that began with a model; nil for other outputs.
  package var settingsOfModel: (architecture: Architecture, maximumLength: Int)? {
    begunWithModel.map { ($0.model.architecture, $0.model.maximumLength) }
  }

  /// The sizes of the run to resume; nil for any other output.
  package var begunArchitecture: Architecture? {
    resumes ? (try? RunConfiguration.read(directory.configuration))?.model.architecture : nil
  }

  /// Whether the model that the run began with got another encoder or latent.
  package var isModelChanged: Bool { begunWithModel?.isModelChanged ?? false }

  /// Throws if a run to resume, which began with a model, has another encoder, latent or limit of new tokens
  /// than those given; nil is not compared.
  package func check(
    encoder: String?, latent: String?, latentSize: Int?, growth: Int?
  ) throws(AutoencoderError) {
    guard resumes, let run = begunWithModel else { return }
    let begun = run.model.architecture
    let settings = [
      ("growth of the vocabulary", "\(run.growth?.limit ?? 0)", growth.map { "\($0)" }),
      ("encoder", begun.encoder, encoder), ("latent", begun.latentSpelling, latent),
      ("latent size", "\(begun.dimension)", latentSize.map { "\($0)" }),
    ]
    for (name, found, given) in settings {
      if let given, given != found {
        throw .differentRun(path: directory.training, setting: name, begun: found, now: given)
      }
    }
  }

  /// The checksum of the model that the run to resume began with; nil for any other output.
  package var modelBegunWith: String? { resumes ? begunWithModel?.pretrainedModel : nil }

  /// The precision of a run that names none: a resumed run keeps its own, others take the fastest.
  var automaticPrecision: Precision {
    let begun = mayResume ? Checkpoint.configuration(directory.training) : nil
    return begun?.model.precision ?? .fastest
  }

  /// Throws unless a run with these settings may use the output; changes nothing.
  ///
  /// What depends on the corpus is compared later, with the checkpoint. With `makesWordVectors`, a
  /// run to resume must have begun with word vectors; only its corpus tells which.
  package func check(
    architecture: Architecture, options: TrainingOptions, precision: Precision?,
    vocabulary: VocabularyBuilder?, pretrainedModel: PretrainedModel? = nil,
    growth: VocabularyGrowth? = nil, makesWordVectors: Bool = false, firstStageEpochs: Int? = nil
  ) throws {
    try pretrainedModel?.check(output: directory.path)
    try check(
      RunConfiguration(
        architecture: architecture, training: options,
        precision: precision ?? automaticPrecision,
        vocabulary: vocabulary.map(VocabularyRecord.init),
        pretrainedModel: pretrainedModel?.checksum,
        isModelChanged: pretrainedModel?.isChanged ?? false,
        growth: growth.map { GrowthRecord($0, tokens: pretrainedModel?.grownTokens ?? 0) },
        firstStageEpochs: firstStageEpochs))
    if resumes, makesWordVectors, let found = try? RunConfiguration.read(directory.configuration),
      found.pretrainedEmbeddings == nil
    {
      throw AutoencoderError.differentRun(
        path: directory.training, setting: TrainingSetting.skipGram, begun: nil, now: nil)
    }
  }

  /// Throws unless a run with this configuration may use the output; changes nothing.
  func check(_ configuration: RunConfiguration) throws {
    if resumes {
      // A configuration that is unreadable is restored from the checkpoint, which is compared too.
      guard let found = try? RunConfiguration.read(directory.configuration) else { return }
      return try found.check(resumedWith: configuration, path: directory.training)
    }
    guard existing == .refuse else { return }
    if !mayResume {
      if directory.isOccupied { throw AutoencoderError.outputExists(path: directory.path) }
    } else if FileManager.default.fileExists(atPath: directory.weights) {
      // A run writes its checkpoint before its first model, so only a model could be lost.
      throw AutoencoderError.noCheckpoint(path: directory.path)
    }
  }
}
