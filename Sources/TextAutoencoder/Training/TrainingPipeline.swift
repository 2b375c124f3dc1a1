import AutoencoderModel
import AutoencoderTraining
import FileFormats
import Foundation
import SentenceEmbedding
import SkipGram
import TensorKit
import Tokenization

/// From text files to a trained model: tokenizer, token ids, word vectors, training,
/// post-processing.
///
/// Swift programs and the command line use the same pipeline. A resumed run reuses the files that
/// the earlier run left beside the output. A time budget covers the whole pipeline.
public struct TrainingPipeline {
  /// The plan, with the sizes of a pretrained model if there is one.
  public let plan: TrainingPlan
  /// Text files, compressed or not. May be empty for a resumed run whose token ids exist.
  public let corpora: [String]
  /// Where the sentences of the corpora and of the validation file stand.
  public let format: CorpusFormat
  /// A file of sentences for validation; nil holds out a part of the corpus.
  public let validation: String?
  /// The model directory to write, usually NAME.textae.
  public let output: String
  /// A folder for a record of the run, to repeat it in another program; nil for none.
  public let trace: String?
  let events: PipelineEvents
  let run: RunOutput
  /// Whether the plan asked for a first stage that this run does not have.
  private let leavesOutSumStage: Bool

  /// A pipeline that carries out a plan.
  public init(
    _ plan: TrainingPlan, corpora: [String], format: CorpusFormat = .lines,
    validation: String? = nil, output: String, trace: String? = nil,
    events: PipelineEvents = PipelineEvents()
  ) {
    run = RunOutput(output, existing: plan.existing, resuming: plan.resumes)
    self.plan = Self.completed(plan, run)
    leavesOutSumStage = plan.sumStage != nil && self.plan.sumStage == nil && !run.resumes
    self.corpora = corpora
    self.format = format
    self.validation = validation
    self.output = output
    self.trace = trace
    self.events = events
  }

  /// A plan with the sizes of the model or word vectors that the run begins, or began, with. What
  /// differs from the defaults was set on purpose and stays.
  private static func completed(_ plan: TrainingPlan, _ run: RunOutput) -> TrainingPlan {
    var plan = plan
    let usual = TrainingPlan()
    func take(_ architecture: Architecture, _ maximumLength: Int) {
      plan.architecture = architecture
      (plan.skipGram, plan.sumStage, plan.options.initialization) = (nil, nil, .random)
      if plan.options.maximumLength == usual.options.maximumLength {
        plan.options.maximumLength = maximumLength
      }
    }
    // Runs of earlier versions have no residual connections.
    if plan.resumes, let begun = run.begunArchitecture, begun.layers == plan.architecture.layers {
      plan.architecture.isResidual = begun.isResidual
    }
    if let model = plan.pretrainedModel {
      take(model.architecture, model.maximumLength)
    } else if plan.resumes, let begun = run.settingsOfModel {
      take(begun.architecture, begun.maximumLength)
    } else if let wordVectors = plan.wordVectors {
      plan.skipGram = nil
      if plan.architecture.embeddingSize == usual.architecture.embeddingSize {
        plan.architecture.embeddingSize = wordVectors.dimension
      }
    }
    if plan.sumStage != nil {
      plan.options.initialization = .sum
      if plan.wordVectors != nil || plan.skipGram != nil {
        plan.sumStage = nil
      } else if !plan.options.objectives.contains(where: \.teachesTokenVectors) {
        (plan.sumStage, plan.options.initialization) = (nil, .lexical)
      }
    }
    return plan
  }

  /// Runs all stages.
  ///
  /// - Parameter start: when the work began that a time budget covers.
  /// - Returns: why training ended, and the precision that was used.
  ///
  /// - Throws: `TokenizerError`, `SkipGramError`, `AutoencoderError`, `PostProcessingError` or
  /// `FileError`, and `PipelineInterrupted` if it was asked to stop in a stage other than training
  /// the model.
  public func train(
    since start: Date = Date()
  ) throws -> (outcome: TrainingOutcome, precision: Precision) {
    try plan.options.validate()
    try optionsWithoutOwnTeacher.check(
      teacher: plan.teacher, pairs: plan.pairs, labels: plan.labels,
      hasValidationFile: validation != nil)
    try plan.options.check(plan.architecture)
    var shape = plan.architecture
    // That of the tokenizer, which is made later.
    shape.vocabularySize = 1
    try shape.validate()
    try plan.pretrainedModel?.check(output: output)
    try checkLines()
    let pairs = try plan.pairs.map {
      try PairText(of: $0, at: ModelDirectory(path: output).pairText)
    }
    defer { pairs?.remove() }
    let tokenizer = try makeTokenizer(pairs)
    try plan.options.check(tokenizer)
    if leavesOutSumStage { events.onNote(.noSumStage) }
    var architecture = plan.architecture
    architecture.vocabularySize = tokenizer.vocabularySize
    let vocabulary = vocabularyToRecord
    // A tokenizer that was not grown from that of the model is refused below, with the reason.
    let pretrained = plan.pretrainedModel.map { (try? $0.grown(to: tokenizer)) ?? $0 }
    // Checked before the token file of an earlier run would be replaced.
    try run.check(
      architecture: architecture, options: plan.options, precision: plan.precision,
      vocabulary: vocabulary, pretrainedModel: pretrained, growth: growthToRecord,
      makesWordVectors: plan.skipGram != nil || plan.sumStage != nil,
      firstStageEpochs: plan.sumStage?.epochs)
    try AutoencoderTrainer.checkMemory(architecture, plan.options)
    let data = try makeData(tokenizer, pairs)
    try noteUnknownWords(tokenizer, data.corpus)
    var options = plan.options
    plan.scheduleBySize.apply(to: &options, sentences: data.corpus.sentenceCount)
    let skipGram =
      try plan.wordVectors ?? trainSkipGram(architecture, on: data.corpus, tokenizer, since: start)
    let wordVectors =
      try trainSumStage(architecture, on: data, tokenizer, since: start) ?? skipGram
    let trainer = try AutoencoderTrainer(
      output: output, tokenizer: tokenizer, data: data, architecture: architecture,
      options: options, vocabulary: vocabulary, precision: plan.precision,
      wordVectors: wordVectors, firstStageEpochs: plan.sumStage?.epochs,
      pretrainedModel: pretrained, growth: growthToRecord, existing: plan.existing,
      resuming: plan.resumes, threads: plan.threads)
    if plan.precision == nil, trainer.precision != .fastest {
      events.onNote(.keptPrecision(trainer.precision))
    }
    if let count = trainer.initialVectorCount {
      events.onNote(.initialVectors(count: count, of: tokenizer.vocabularySize))
    }
    // The run may leave an output that says nothing of its beginning.
    let hasOwnTeacher = teachesItself
    let outcome = try train(
      trainer, on: data.corpus, since: start, until: options.timeBudget.map { start + $0 })
    if plan.sumStage != nil { removeSumStage() }
    if hasOwnTeacher, ![.interrupted, .outOfTime].contains(outcome) { removeOwnTeacher() }
    return (outcome, trainer.precision)
  }

  private func train(
    _ trainer: AutoencoderTrainer, on corpus: TokenFile, since start: Date, until deadline: Date?
  ) throws -> TrainingOutcome {
    var training = events.makeTrainingEvents()
    let (wanted, shouldStop) = (training.shouldStop, events.shouldStop)
    training.shouldStop = { wanted() || shouldStop() }
    let record = try trace.map { try TrainingTrace(directory: $0, of: trainer) }
    if let record { training.onBatch = { try record.record($0) } }
    let postProcessing = ModelPostProcessing(output, threads: plan.threads, events: events)
    let outcome = try trainer.run(
      training, secondsBefore: Date().timeIntervalSince(start),
      tokensAfterwards: plan.fitsPostProcessing ? postProcessing.tokenCount(of: corpus) : 0)
    try record?.finish()
    try postProcessing.removeStale()
    events.onTrained(outcome)
    if plan.fitsPostProcessing, outcome != .interrupted, outcome != .unchanged {
      try postProcessing.fit(to: corpus, until: deadline)
    }
    return outcome
  }
}

// MARK: - What training reads

extension TrainingPipeline {
  /// How the tokenizer is built; nil if it is given, or if a resumed run keeps its own.
  private var vocabularyToRecord: VocabularyBuilder? {
    let isGiven = plan.tokenizer != nil || plan.pretrainedModel != nil
    return isGiven || keepsTokenizer && !plan.comparesVocabulary ? nil : plan.vocabulary
  }

  /// How the vocabulary of the pretrained model grows; nil if it does not, or if a resumed run keeps
  /// its own.
  private var growthToRecord: VocabularyGrowth? {
    if run.resumes { return plan.comparesVocabulary ? plan.growth : nil }
    return plan.pretrainedModel == nil ? nil : plan.growth
  }

  /// Whether the tokenizer in the output belongs to a run to resume, which has a checkpoint or a
  /// model.
  private var keepsTokenizer: Bool {
    func isThere(_ name: String) -> Bool {
      FileDescriptor.status(of: output + "/" + name) != nil
    }
    guard plan.resumes, isThere("tokenizer.json") else { return false }
    return corpora.isEmpty || isThere("training.safetensors") || isThere("model.safetensors")
  }

  /// Throws unless the teacher has one vector per line, and the labels one class, before anything is
  /// written.
  ///
  /// A run that resumes is checked with its token file.
  private func checkLines() throws {
    guard plan.teacher != nil || plan.labels != nil, !run.resumes, !corpora.isEmpty else { return }
    var lines = 0
    let count = report(.lines)
    _ = try stage(.lines) {
      try TokenFile.corpusChecksum(of: corpora, format: format) {
        lines = $0.lines
        return count($0)
      }
    }
    try plan.teacher?.check(lines: lines)
    try plan.labels?.check(lines: lines)
  }

  /// The tokenizer of the plan, of the pretrained model, of the run to resume, or a new one.
  private func makeTokenizer(_ pairs: PairText?) throws -> Tokenizer {
    if plan.pretrainedModel == nil, let given = plan.tokenizer { return given }
    if keepsTokenizer { return try Tokenizer(contentsOf: output + "/tokenizer.json") }
    try requireCorpora()
    if let model = plan.pretrainedModel { return try grown(model.tokenizer, pairs) }
    return try stage(.vocabulary) {
      try plan.vocabulary.build(
        from: corpora, format: format, texts: [pairs?.path].compactMap(\.self),
        threads: plan.threads,
        progress: report(.vocabulary), onLongWords: { events.onNote(.longWords(count: $0)) })
    }
  }

  /// The tokenizer of a pretrained model with tokens for frequent words of the corpora.
  private func grown(_ tokenizer: Tokenizer, _ pairs: PairText?) throws -> Tokenizer {
    guard let growth = plan.growth, growth.limit > 0 else { return tokenizer }
    guard tokenizer.canGrow else {
      events.onNote(.cannotGrow(tokenizer.model))
      return tokenizer
    }
    let grown = try stage(.vocabulary) {
      try tokenizer.grown(
        by: growth, from: corpora, format: format, texts: [pairs?.path].compactMap(\.self),
        threads: plan.threads, progress: report(.vocabulary))
    }
    events.onNote(
      .grownVocabulary(
        tokens: grown.vocabularySize - tokenizer.vocabularySize, of: grown.vocabularySize))
    return grown
  }

  /// Token ids of the corpora, of the validation file and of the pairs, beside the output.
  private func makeData(_ tokenizer: Tokenizer, _ pairs: PairText?) throws
    -> AutoencoderTrainer.Data
  {
    let directory = ModelDirectory(path: output)
    var data = AutoencoderTrainer.Data(
      corpus: try tokenFile(corpora, tokenizer, at: directory.corpus, .tokens),
      validation: try validation.map {
        try tokenFile([$0], tokenizer, at: directory.validation, .validationTokens)
      },
      teacher: plan.teacher,
      pairs: try pairs.map {
        try tokenFile([$0.path], tokenizer, at: directory.pairs, .pairTokens)
      }, labels: plan.labels)
    guard teachesItself else { return data }
    data.teacher = try ownTeacher(of: data.corpus, corpora, at: directory.ownTeacher, .tokens)
    data.validationTeacher = try data.validation.map {
      try ownTeacher(
        of: $0, validation.map { [$0] } ?? [], at: directory.validationTeacher, .validationTokens)
    }
    return data
  }

  /// Says how many words of the corpus a vocabulary lacks that was not made from it.
  private func noteUnknownWords(_ tokenizer: Tokenizer, _ corpus: TokenFile) throws {
    let isForeign = plan.pretrainedModel != nil || plan.tokenizer != nil
    guard isForeign, !run.resumes, let unknown = tokenizer.unknownID else { return }
    let count = try corpus.occurrences(of: unknown)
    guard count > 0 else { return }
    let couldGrow =
      plan.pretrainedModel != nil && tokenizer.canGrow && plan.growth?.limit ?? 0 == 0
    events.onNote(
      .unknownWords(
        count: count, of: corpus.tokenCount - corpus.sentenceCount, couldGrow: couldGrow))
  }

  private func tokenFile(
    _ corpora: [String], _ tokenizer: Tokenizer, at path: String, _ stage: PipelineStage
  ) throws -> TokenFile {
    let file =
      try keptTokenFile(corpora, tokenizer, at: path, stage)
      ?? build(corpora, tokenizer, at: path, stage)
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
        corpora: corpora, format: format(of: stage), tokenizer: tokenizer,
        maximumLength: plan.options.maximumLength, at: path, threads: plan.threads,
        progress: report(stage))
    }
  }

  /// Pairs are read from a table of their own, and then stand on lines.
  func format(of stage: PipelineStage) -> CorpusFormat {
    stage == .pairTokens ? .lines : format
  }

  /// The token file of an earlier run, if it has the same text and the same tokenizer made it.
  private func keptTokenFile(
    _ corpora: [String], _ tokenizer: Tokenizer, at path: String, _ stage: PipelineStage
  ) throws -> TokenFile? {
    // A damaged or foreign file is not an error: it is replaced.
    guard plan.resumes, let file = try? TokenFile(path: path),
      file.tokenizerChecksum == tokenizer.checksum,
      file.maximumLength == plan.options.maximumLength,
      (0..<file.chunkCount).allSatisfy({ (try? file.chunk($0)) != nil })
    else { return nil }
    if corpora.isEmpty { return file }
    let checksum = try self.stage(stage) {
      try TokenFile.corpusChecksum(
        of: corpora, format: format(of: stage), progress: report(stage))
    }
    if checksum == file.corpusChecksum { return file }
    // The token ids may be all that is left of the text of a run that can go on.
    guard !run.resumes else {
      throw AutoencoderError.differentRun(
        path: output + "/training.safetensors", setting: setting(of: stage), begun: nil, now: nil)
    }
    return nil
  }

  private func setting(of stage: PipelineStage) -> String {
    switch stage {
    case .validationTokens: "validation file"
    case .pairTokens: "pairs"
    default: "corpus"
    }
  }

  func requireCorpora() throws {
    if corpora.isEmpty { throw AutoencoderError.emptyCorpus(paths: []) }
  }

  /// Trains word vectors on the corpus, if the plan has them and no checkpoint contains them yet.
  ///
  /// With a time budget, they take at most three tenths of the remaining time.
  private func trainSkipGram(
    _ architecture: Architecture, on corpus: TokenFile, _ tokenizer: Tokenizer, since start: Date
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

  func stage<Result>(_ stage: PipelineStage, _ work: () throws -> Result) throws -> Result {
    do {
      let result = try work()
      events.onStageEnd(stage)
      return result
    } catch TokenizerError.cancelled {
      throw PipelineInterrupted(stage: stage)
    }
  }

  func report(_ stage: PipelineStage) -> CorpusProgressHandler {
    let (onProgress, shouldStop) = (events.onProgress, events.shouldStop)
    return { progress in
      onProgress(PipelineProgress(stage: stage, done: progress.lines, total: nil))
      return !shouldStop()
    }
  }
}
