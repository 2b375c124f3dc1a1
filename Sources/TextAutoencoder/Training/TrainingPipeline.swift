import AutoencoderModel
import AutoencoderTraining
import FileFormats
import Foundation
import SentenceEmbedding
import SkipGram
import TensorKit
import Tokenization

/// From text files to a trained model: tokenizer, token ids, word vectors, training, post-processing.
///
/// The same from Swift and from the command line. What an earlier run left beside the output is used again when it is
/// resumed. A time budget is that of the whole.
public struct TrainingPipeline {
  /// What is to be made.
  public let plan: TrainingPlan
  /// Text files, one sentence per line; those that end in `.gz` are unpacked on the way. May be empty for a run to go
  /// on with, whose token ids are there.
  public let corpora: [String]
  /// Sentences to validate with; nil holds out a part of the corpus.
  public let validation: String?
  /// The model directory that is written, by custom NAME.textae.
  public let output: String
  /// A folder for a record of the run, from which it can be repeated elsewhere; nil for none.
  public var trace: String?
  private let events: PipelineEvents
  private let run: RunOutput
  private let start = Date()

  /// A training of a plan.
  public init(
    _ plan: TrainingPlan, corpora: [String], validation: String? = nil, output: String,
    trace: String? = nil, events: PipelineEvents = PipelineEvents()
  ) {
    run = RunOutput(output, policy: plan.existing)
    self.plan = Self.completed(plan, run)
    self.corpora = corpora
    self.validation = validation
    self.output = output
    self.trace = trace
    self.events = events
  }

  /// A plan with the sizes of the model that the run begins, or began, with.
  private static func completed(_ plan: TrainingPlan, _ run: RunOutput) -> TrainingPlan {
    var plan = plan
    if let model = plan.pretrainedModel {
      plan.architecture = model.architecture
      plan.skipGram = nil
    } else if plan.existing == .resume, let begun = run.settingsOfModel {
      plan.architecture = begun.architecture
      plan.skipGram = nil
    } else if let wordVectors = plan.wordVectors, plan.skipGram != nil {
      plan.skipGram = nil
      plan.architecture.embeddingSize = wordVectors.dimension
    }
    return plan
  }

  /// Does the work.
  ///
  /// - Returns: why the training ended, and in which precision it computed.
  /// - Throws: `TokenizerError`, `SkipGramError`, `AutoencoderError`, `PostProcessingError` or `FileError`, and
  ///   `PipelineInterrupted` if it was asked to stop before or after the training itself.
  public func train() throws -> (outcome: TrainingOutcome, precision: Precision) {
    try plan.options.validate()
    let tokenizer = try makeTokenizer()
    var architecture = plan.architecture
    architecture.vocabularySize = tokenizer.vocabularySize
    let vocabulary = vocabularyToRecord
    // Before the token file of an earlier run is replaced by another.
    try run.check(
      architecture: architecture, options: plan.options, precision: plan.precision,
      vocabulary: vocabulary, pretrainedModel: plan.pretrainedModel,
      makesWordVectors: plan.skipGram != nil)
    try AutoencoderTrainer.checkMemory(architecture, plan.options)
    let data = try makeData(tokenizer)
    let wordVectors =
      try plan.wordVectors ?? trainSkipGram(architecture, on: data.corpus, tokenizer)
    let trainer = try AutoencoderTrainer(
      output: output, tokenizer: tokenizer, data: data, architecture: architecture,
      options: plan.options, vocabulary: vocabulary, precision: plan.precision,
      wordVectors: wordVectors, pretrainedModel: plan.pretrainedModel, existing: plan.existing,
      threads: plan.threads)
    if plan.precision == nil, trainer.precision != .fastest {
      events.onNote(.keptPrecision(trainer.precision))
    }
    if let count = trainer.initialVectorCount {
      events.onNote(.initialVectors(count: count, of: tokenizer.vocabularySize))
    }
    let outcome = try train(trainer, on: data.corpus)
    return (outcome, trainer.precision)
  }

  private func train(
    _ trainer: AutoencoderTrainer, on corpus: TokenFile
  ) throws -> TrainingOutcome {
    var training = events.makeTrainingEvents()
    let (wanted, shouldStop) = (training.shouldStop, events.shouldStop)
    training.shouldStop = { wanted() || shouldStop() }
    let record = try trace.map { try TrainingTrace(directory: $0, of: trainer) }
    if let record { training.onBatch = { try record.record($0) } }
    let postProcessing = ModelPostProcessing(output, threads: plan.threads, events: events)
    trainer.secondsBefore = Date().timeIntervalSince(start)
    trainer.tokensAfterwards = plan.fitsPostProcessing ? postProcessing.tokenCount(of: corpus) : 0
    let outcome = try trainer.run(training)
    try record?.finish()
    try postProcessing.removeStale()
    events.onTrained(outcome)
    if plan.fitsPostProcessing, outcome != .interrupted { try postProcessing.fit(to: corpus) }
    return outcome
  }
}

// MARK: - What training reads

extension TrainingPipeline {
  /// How the tokenizer is built; nil if it is given, or if a run goes on with its own.
  private var vocabularyToRecord: VocabularyBuilder? {
    let isGiven = plan.tokenizer != nil || plan.pretrainedModel != nil
    return isGiven || keepsTokenizer && !plan.comparesVocabulary ? nil : plan.vocabulary
  }

  /// Whether the tokenizer in the output is that of a run to go on with; before its first checkpoint there is none.
  private var keepsTokenizer: Bool {
    func isThere(_ name: String) -> Bool {
      FileDescriptor.status(of: output + "/" + name) != nil
    }
    guard plan.existing == .resume, isThere("tokenizer.json") else { return false }
    return corpora.isEmpty || isThere("training.safetensors") || isThere("model.safetensors")
  }

  /// That of the plan, of the model to begin with, of the run to go on with, or a new one.
  private func makeTokenizer() throws -> Tokenizer {
    if let given = plan.pretrainedModel?.tokenizer ?? plan.tokenizer { return given }
    if keepsTokenizer { return try Tokenizer(contentsOf: output + "/tokenizer.json") }
    try requireCorpora()
    return try stage(.vocabulary) {
      try plan.vocabulary.build(
        from: corpora, threads: plan.threads, progress: report(.vocabulary))
    }
  }

  /// Token ids of the corpora and of the validation file, beside the output.
  private func makeData(_ tokenizer: Tokenizer) throws -> AutoencoderTrainer.Data {
    AutoencoderTrainer.Data(
      corpus: try tokenFile(corpora, tokenizer, at: output + ".tokens", .tokens),
      validation: try validation.map {
        try tokenFile([$0], tokenizer, at: output + ".validation.tokens", .validationTokens)
      })
  }

  private func tokenFile(
    _ corpora: [String], _ tokenizer: Tokenizer, at path: String, _ stage: PipelineStage
  ) throws -> TokenFile {
    let file =
      try keptTokenFile(corpora, tokenizer, at: path) ?? build(corpora, tokenizer, at: path, stage)
    if file.truncatedCount > 0 {
      events.onNote(
        .cutSentences(
          count: file.truncatedCount, of: file.sentenceCount,
          maximumLength: plan.options.maximumLength))
    }
    return file
  }

  private func build(
    _ corpora: [String], _ tokenizer: Tokenizer, at path: String, _ stage: PipelineStage
  ) throws -> TokenFile {
    try requireCorpora()
    return try self.stage(stage) {
      try TokenFile.build(
        corpora: corpora, tokenizer: tokenizer, maximumLength: plan.options.maximumLength,
        at: path, threads: plan.threads, progress: report(stage))
    }
  }

  /// The token file of an earlier run, if it holds the same text as the same tokenizer reads it.
  private func keptTokenFile(
    _ corpora: [String], _ tokenizer: Tokenizer, at path: String
  ) throws -> TokenFile? {
    // A damaged or foreign file is no error: it is made again.
    guard plan.existing == .resume, let file = try? TokenFile(path: path),
      file.tokenizerChecksum == tokenizer.checksum,
      file.maximumLength == plan.options.maximumLength,
      (0..<file.chunkCount).allSatisfy({ (try? file.chunk($0)) != nil })
    else { return nil }
    if corpora.isEmpty { return file }
    let checksum = try TokenFile.corpusChecksum(of: corpora) { _ in !events.shouldStop() }
    return checksum == file.corpusChecksum ? file : nil
  }

  private func requireCorpora() throws {
    if corpora.isEmpty { throw AutoencoderError.emptyCorpus(paths: []) }
  }

  /// Word vectors trained on the corpus, if they are asked for and not in a checkpoint already.
  ///
  /// Under a time budget they take at most three tenths of what is left of it.
  private func trainSkipGram(
    _ architecture: Architecture, on corpus: TokenFile, _ tokenizer: Tokenizer
  ) throws -> SkipGramModel? {
    guard var configuration = plan.skipGram, !run.resumes else { return nil }
    configuration.dimension = architecture.embeddingSize
    configuration.seed = plan.options.seed
    configuration.timeBudget = plan.timeBudget.map {
      max(0.001, 0.3 * ($0 - Date().timeIntervalSince(start)))
    }
    let (onProgress, shouldStop) = (events.onProgress, events.shouldStop)
    return try stage(.wordVectors) {
      do {
        return try SkipGramModel.train(
          on: corpus, tokenizer: tokenizer, configuration: configuration,
          pool: WorkerPool(threads: plan.threads),
          progress: {
            onProgress(
              PipelineProgress(stage: .wordVectors, done: $0.words, total: $0.totalWords))
          },
          isCancelled: shouldStop)
      } catch SkipGramError.cancelled {
        throw PipelineInterrupted(stage: .wordVectors)
      }
    }
  }

  private func stage<Result>(_ stage: PipelineStage, _ work: () throws -> Result) throws -> Result {
    do {
      let result = try work()
      events.onStageEnd(stage)
      return result
    } catch TokenizerError.cancelled {
      throw PipelineInterrupted(stage: stage)
    }
  }

  private func report(_ stage: PipelineStage) -> CorpusProgressHandler {
    let (onProgress, shouldStop) = (events.onProgress, events.shouldStop)
    return { progress in
      onProgress(PipelineProgress(stage: stage, done: progress.lines, total: nil))
      return !shouldStop()
    }
  }
}
