import AutoencoderModel
import AutoencoderTraining
import FileFormats
import Foundation
import TensorKit
import Tokenization

extension TrainingPipeline {
  /// Whether the model that the run begins with is its own teacher: an objective needs a teacher, and no
  /// other is given.
  var teachesItself: Bool {
    guard plan.teacher == nil, plan.pretrainedModel != nil || run.settingsOfModel != nil else {
      return false
    }
    return plan.options.needs.contains(.teacher)
  }

  /// The options without the objectives that learn from the run's own teacher, which is made later.
  var optionsWithoutOwnTeacher: TrainingOptions {
    var options = plan.options
    if teachesItself { options.objectives.removeAll { $0.kind.needs.contains(.teacher) } }
    return options
  }

  /// The vectors that the model the run begins with gives to the lines of some files.
  ///
  /// They are kept beside the output until the run is complete, so that it can be resumed without the
  /// model.
  func ownTeacher(
    of tokens: TokenFile, _ corpora: [String], at path: String, _ stage: PipelineStage
  ) throws -> TeacherVectors {
    if run.resumes, let kept = try? TeacherVectors(contentsOf: path),
      kept.count == tokens.lineCount
    {
      return kept
    }
    guard let model = plan.pretrainedModel else {
      throw AutoencoderError.invalidSetting(
        name: "pretrained model", value: "none",
        expected: "given again, as the vectors that it taught are gone")
    }
    let isGrown = tokens.tokenizerChecksum != model.ownTokenizer.checksum
    let own = isGrown ? try ownTokens(model, corpora, at: path + ".tokens", stage) : tokens
    defer {
      // A file that cannot be removed is harmless.
      if isGrown { try? FileManager.default.removeItem(atPath: own.path) }
    }
    let (onProgress, shouldStop) = (events.onProgress, events.shouldStop)
    let isDone = try model.writeVectors(
      of: own, to: path, pool: WorkerPool(threads: plan.threads)
    ) { done in
      onProgress(PipelineProgress(stage: .teacher, done: done, total: own.sentenceCount))
      return !shouldStop()
    }
    guard isDone else { throw PipelineInterrupted(stage: .teacher) }
    events.onStageEnd(.teacher)
    return try TeacherVectors(contentsOf: path)
  }

  /// The same text as tokens of the model before it grew.
  private func ownTokens(
    _ model: PretrainedModel, _ corpora: [String], at path: String, _ stage: PipelineStage
  ) throws -> TokenFile {
    try requireCorpora()
    return try self.stage(stage) {
      try TokenFile.build(
        corpora: corpora, format: format(of: stage), tokenizer: model.ownTokenizer,
        maximumLength: plan.options.maximumLength, at: path, threads: plan.threads,
        progress: report(stage))
    }
  }

  /// Removes those vectors.
  func removeOwnTeacher() {
    for path in [
      ModelDirectory(path: output).ownTeacher, ModelDirectory(path: output).validationTeacher,
    ] {
      // A file that cannot be removed is harmless.
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
