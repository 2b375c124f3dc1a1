import AutoencoderModel
import AutoencoderTraining
import Foundation
import SentenceEmbedding
import Tokenization

extension TrainingPipeline {
  /// Trains token vectors with an encoder that adds them up, if the plan has this stage and no
  /// checkpoint contains them yet.
  ///
  /// The stage is a training of its own in a directory inside the output, from which it resumes.
  func trainSumStage(
    _ architecture: Architecture, on data: AutoencoderTrainer.Data, _ tokenizer: Tokenizer,
    since start: Date
  ) throws -> (any WordVectors)? {
    guard let stage = plan.sumStage, !run.resumes else { return nil }
    let trainer = try AutoencoderTrainer(
      output: ModelDirectory(path: output).firstStage.path, tokenizer: tokenizer, data: data,
      architecture: shape(architecture), options: options(stage, since: start),
      precision: plan.precision, existing: .replace, resuming: plan.resumes, threads: plan.threads)
    let onProgress = events.onProgress
    var training = TrainingEvents()
    training.shouldStop = events.shouldStop
    training.onProgress = {
      onProgress(PipelineProgress(stage: .tokenVectors, done: $0.step, total: $0.totalSteps))
    }
    return try self.stage(.tokenVectors) {
      guard try trainer.run(training) != .interrupted else {
        throw PipelineInterrupted(stage: .tokenVectors)
      }
      return try TokenVectors(contentsOf: ModelDirectory(path: output).firstStage.path)
    }
  }

  /// Removes the files of the stage, which a checkpoint of the run itself makes needless.
  func removeSumStage() { ModelDirectory(path: output).firstStage.remove() }

  private func shape(_ architecture: Architecture) -> Architecture {
    var shape = Architecture(vocabularySize: architecture.vocabularySize)
    shape.embeddingSize = architecture.embeddingSize
    shape.hiddenSize = architecture.hiddenSize
    shape.encoder = "sum"
    return shape
  }

  private func options(_ stage: SumStage, since start: Date) -> TrainingOptions {
    var options = plan.options
    options.objectives = plan.options.objectives.filter { $0.teachesTokenVectors }
    options.epochs = stage.epochs
    options.learningRate = stage.learningRate
    // That of the options is for an encoder that begins with the vectors of this stage.
    (options.encoderLearningRateFactor, options.embeddingLearningRateFactor) = (1, 1)
    options.initialization = .lexical
    options.timeBudget = plan.timeBudget.map {
      max(0.001, stage.share * ($0 - Date().timeIntervalSince(start)))
    }
    return options
  }
}
