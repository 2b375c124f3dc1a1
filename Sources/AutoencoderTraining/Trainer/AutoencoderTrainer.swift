import AutoencoderModel
import FileFormats
import Foundation
import NeuralLayers
import SentenceEmbedding
import TensorKit
import Tokenization

/// Trains an autoencoder on a corpus and keeps its model directory up to date.
///
/// The same tokenizer, corpus, architecture, options, precision and initial weights give the same
/// bytes, whatever the number of threads and however often the run was killed and resumed. Only a
/// time budget makes the result depend on the clock.
public final class AutoencoderTrainer {
  /// The sentences to train on and to validate with.
  public struct Data {
    /// The corpus as token ids.
    public var corpus: TokenFile
    /// A separate set of sentences for validation; nil holds out a part of the corpus.
    public var validation: TokenFile?
    /// Vectors of the lines of the corpus, for the objective distill; nil without it.
    public var teacher: TeacherVectors?
    /// Vectors of the lines of `validation`; a teacher and a validation file need them.
    public var validationTeacher: TeacherVectors?
    /// Pairs of sentences that belong together, for the objective pair; nil without it. Sentences 2i
    /// and 2i + 1 are a pair.
    public var pairs: TokenFile?
    /// Classes of the lines of the corpus, for the objective classify; nil without it.
    public var labels: SentenceLabels?

    /// Data from token files that were made with the tokenizer of the model.
    public init(
      corpus: TokenFile, validation: TokenFile? = nil, teacher: TeacherVectors? = nil,
      validationTeacher: TeacherVectors? = nil, pairs: TokenFile? = nil,
      labels: SentenceLabels? = nil
    ) {
      self.corpus = corpus
      self.validation = validation
      self.teacher = teacher
      self.validationTeacher = validationTeacher
      self.pairs = pairs
      self.labels = labels
    }

    /// The size of a batch whose sentences have the mean length.
    func batchShape(_ batchSize: Int) -> BatchShape {
      let sentences = min(batchSize, corpus.sentenceCount)
      return BatchShape(
        sentences: sentences, tokens: sentences * (corpus.tokenCount / corpus.sentenceCount))
    }

    /// How often each token occurs in the corpus.
    func tokenCounts(_ vocabularySize: Int) throws -> [Int] {
      var counts = [Int](repeating: 0, count: vocabularySize)
      for index in 0..<corpus.chunkCount {
        for token in try corpus.chunk(index).tokens { counts[Int(token)] += 1 }
      }
      return counts
    }

    /// Throws unless the token files hold ids of this tokenizer.
    func check(_ tokenizer: Tokenizer) throws(AutoencoderError) {
      for file in [corpus, validation, pairs].compactMap(\.self) {
        guard file.tokenizerChecksum == tokenizer.checksum,
          file.vocabularySize == tokenizer.vocabularySize
        else {
          throw .inconsistentModel(path: file.path, reason: "another tokenizer made these tokens")
        }
      }
      if let pairs, pairs.emptyCount > 0 || pairs.sentenceCount % 2 != 0 || pairs.sentenceCount == 0
      {
        throw .inconsistentModel(
          path: pairs.path, reason: "some sentence of a pair has no word")
      }
    }
  }

  let directory: ModelDirectory
  let tokenizer: Tokenizer
  let data: Data
  var identity: RunIdentity
  let network: AutoencoderNetwork
  /// Parameters, grouped by optimizer; the first group is that of the network.
  let groups: [ParameterGroup]
  let checkpoint: Checkpoint
  let pool: WorkerPool
  let split: ValidationSplit
  let validationSentences: ValidationSentences
  /// What decides which weights are kept, if it is not the loss.
  let retrieval: RetrievalProbe?
  /// Pairs of sentences; nil without them.
  let pairs: PairBatches?
  /// The views that the encoder reads; nil if it reads each clean sentence once.
  let views: ViewSampler?
  /// The fraction of the sentences of a batch that the decoder is trained on.
  let decodedShare: Double
  var state = TrainingState()
  var log: TrainingLog
  var clock = TrainingClock()
  var batch = TokenBatch()
  var tokensOfProcess = 0
  var stepsOfProcess = 0
  /// The number of tokens that began with a word vector; nil without word vectors or for a resumed
  /// run.
  public private(set) var initialVectorCount: Int?
  /// Tokens that will be encoded after the training, within the time budget.
  var tokensAfterwards = 0
  /// Whether there are better weights than those in model.safetensors.
  var modelIsStale = false

  /// Sets up a new run, or resumes an earlier one.
  ///
  /// - Parameters:
  ///   - output: the model directory, usually NAME.textae.
  ///   - tokenizer: the tokenizer that made the token files.
  ///   - data: what to train on and to validate with.
  ///   - architecture: the sizes of the model.
  ///   - options: how to train it.
  ///   - vocabulary: how the tokenizer was built, to be recorded and compared; nil if it was given.
  ///   - precision: the format of the factors of matrix products; nil takes that of the run to
  ///     resume, or else the fastest of this machine.
  ///   - wordVectors: initial vectors of the tokens, scaled; nil for random numbers.
  ///   - firstStageEpochs: passes over the corpus that made the word vectors, to be compared when the
  ///     run is resumed; nil for vectors of another origin.
  ///   - pretrainedModel: a model from whose weights the run begins, with the same tokenizer and
  ///     architecture, in another directory; excludes word vectors.
  ///   - growth: how the vocabulary of that model was grown, to be recorded and compared; nil if it
  ///     was not, or if a resumed run keeps its own.
  ///   - existing: what to do if the output already exists and is not resumed.
  ///   - resuming: whether to resume from the checkpoint in the output, if there is one; an output
  ///     with a model and no checkpoint is refused or replaced, and all other files are.
  ///   - threads: how many threads compute; 0 for one per core. Does not affect the result.
  /// - Throws: `AutoencoderError` if settings are invalid, the output exists, or the checkpoint
  ///   belongs to another run; `FileError` if files cannot be read or written.
  public init(
    output: String, tokenizer: Tokenizer, data: Data, architecture: Architecture,
    options: TrainingOptions = TrainingOptions(), vocabulary: VocabularyBuilder? = nil,
    precision: Precision? = nil, wordVectors: (any WordVectors)? = nil,
    firstStageEpochs: Int? = nil, pretrainedModel: PretrainedModel? = nil,
    growth: VocabularyGrowth? = nil, existing: OverwritePolicy = .refuse, resuming: Bool = false,
    threads: Int = 0
  ) throws {
    try options.validate()
    try architecture.validate()
    try options.check(architecture)
    guard data.corpus.sentenceCount > 0 else {
      throw AutoencoderError.emptyCorpus(paths: [data.corpus.path])
    }
    precondition(
      architecture.vocabularySize == tokenizer.vocabularySize,
      "\(architecture.vocabularySize) tokens in the model, "
        + "\(tokenizer.vocabularySize) in the tokenizer")
    try data.check(tokenizer)
    try options.check(
      teacher: data.teacher, pairs: data.pairs?.path, labels: data.labels,
      hasValidationFile: data.validation != nil
        && (data.validationTeacher == nil || data.labels != nil))
    try options.check(tokenizer)
    if let validation = data.validation {
      try data.validationTeacher?.check(lines: validation.lineCount)
    }
    try data.teacher?.check(lines: data.corpus.lineCount)
    try data.labels?.check(lines: data.corpus.lineCount)
    pairs = try data.pairs.map { try PairBatches($0, options) }
    state.pairs = pairs.map { _ in TrainingState.PairPosition() }
    try pretrainedModel?.check(tokenizer, architecture, hasWordVectors: wordVectors != nil)
    try pretrainedModel?.check(output: output)
    let runOutput = RunOutput(output, existing: existing, resuming: resuming)
    let precision = precision ?? runOutput.automaticPrecision
    let stemmer = Self.stemmer(options, tokenizer)
    let wordCounts: WordWeights =
      try options.needs.contains(.words)
      ? WordWeights(of: data.corpus, tokenizer, stemmer) : .none(stemmer)
    let lexical: LexicalWeights =
      try options.needs.contains(.lexicalWeights) || options.initialization == .lexical
      ? LexicalWeights(
        of: data.corpus, LexicalFeatures(tokenizer, stemLength: options.stemPrefix)) : .none
    network = AutoencoderNetwork(
      architecture, objectives: options.activeObjectives, words: wordCounts, lexical: lexical,
      classes: data.labels?.classes.count ?? 2,
      teacherDimension: data.teacher?.dimension ?? 1, softmaxSample: options.softmaxSample,
      dropout: options.dropout, latentNoise: options.latentNoise, tokenNoise: options.tokenNoise,
      precision: precision)
    try MemoryEstimate(network, options, batch: data.batchShape(options.batchSize)).check()
    directory = runOutput.directory
    let embeddings = try wordVectors.map {
      try PretrainedEmbeddings($0, of: tokenizer, embeddingSize: architecture.embeddingSize)
    }
    let configuration = RunConfiguration(
      architecture: architecture, training: options, precision: precision,
      vocabulary: vocabulary.map(VocabularyRecord.init),
      pretrainedEmbeddings: embeddings?.checksum, pretrainedModel: pretrainedModel?.checksum,
      isModelChanged: pretrainedModel?.isChanged ?? false,
      growth: growth.map { GrowthRecord($0, tokens: pretrainedModel?.grownTokens ?? 0) },
      firstStageEpochs: firstStageEpochs)
    try runOutput.check(configuration)
    self.tokenizer = tokenizer
    self.data = data
    pool = WorkerPool(threads: threads)
    identity = RunIdentity(
      configuration: configuration, corpusChecksum: data.corpus.corpusChecksum,
      tokenizerChecksum: tokenizer.checksum,
      validationChecksum: data.validation?.corpusChecksum,
      teacherChecksum: data.teacher?.checksum, pairChecksum: data.pairs?.corpusChecksum,
      labelChecksum: data.labels?.checksum)
    views = ViewSampler(options, tokenizer)
    decodedShare = options.decodedShare
    groups = network.makeGroups()
    for group in groups { group.optimizer.options.maximumNorm = options.maximumGradientNorm }
    for parameter in network.encoder.parameters {
      parameter.learningRateFactor = options.encoderLearningRateFactor
    }
    for embedding in [network.encoder.encoder.embedding, network.decoder.embedding] {
      embedding.weight.learningRateFactor *= options.embeddingLearningRateFactor
    }
    checkpoint = Checkpoint(groups)
    split = ValidationSplit(
      sentenceCount: data.validation == nil ? data.corpus.sentenceCount : 0,
      fraction: options.validationFraction, seed: options.seed)
    validationSentences =
      try data.validation.map { .file($0) } ?? ValidationSentences(of: split, in: data.corpus)
    retrieval =
      options.selection == .retrieval && validationSentences.count > 0
      ? try Self.probe(validationSentences, tokenizer, for: tokenizer, options) : nil
    log = TrainingLog(path: directory.log)
    try prepareOutput(runOutput, embeddings, pretrainedModel, lexical)
  }

  /// The searches among held-out sentences for an encoder that reads the tokens of `reader`; nil if
  /// there are too few.
  static func probe(
    _ sentences: ValidationSentences, _ tokenizer: Tokenizer, for reader: Tokenizer,
    _ options: TrainingOptions
  ) throws -> RetrievalProbe? {
    RetrievalProbe(
      try sentences.firstGroup().tokens, tokenizer, for: reader,
      maximumLength: options.maximumLength, seed: options.seed)
  }

  /// The stemmer for objectives that use words; nil without one, and for byte-pair tokens.
  private static func stemmer(
    _ options: TrainingOptions, _ tokenizer: Tokenizer
  ) -> PrefixStemmer? {
    guard let length = options.stemPrefix, tokenizer.model == .word, options.needs.contains(.words)
    else { return nil }
    return PrefixStemmer(tokenizer, prefixLength: length)
  }

  var options: TrainingOptions { identity.configuration.training }
  /// The format of the factors of matrix products.
  public var precision: Precision { identity.configuration.model.precision }

  /// The model that the run began with, if its vocabulary may grow.
  var beginning: Beginning { Beginning(of: directory) }

  private func prepareOutput(
    _ output: RunOutput, _ embeddings: PretrainedEmbeddings?,
    _ pretrainedModel: PretrainedModel?, _ lexical: LexicalWeights
  ) throws {
    try directory.create()
    if output.resumes {
      let begun = try checkpoint.read(directory.training, identity: identity)
      state = begun.state
      // Options that may be left out when resuming.
      identity.configuration.vocabulary = begun.configuration.vocabulary
      identity.configuration.pretrainedEmbeddings = begun.configuration.pretrainedEmbeddings
      identity.configuration.pretrainedModel = begun.configuration.pretrainedModel
      identity.configuration.isModelChanged = begun.configuration.isModelChanged
      identity.configuration.growth = begun.configuration.growth
      identity.configuration.firstStageEpochs = begun.configuration.firstStageEpochs
      log.restore(lines: state.logLines)
      state.logLines = log.count
      try writeModel()
    } else {
      network.initialize(seed: options.seed)
      let counts = try data.tokenCounts(tokenizer.vocabularySize)
      network.decoder.output.startBias(from: counts)
      // Before anything is removed: the weights may turn out to be damaged.
      try pretrainedModel?.write(to: network, counts: counts)
      if output.existing == .replace || output.mayResume { directory.clear() }
      if identity.configuration.growth != nil, let pretrainedModel, !pretrainedModel.isChanged {
        try beginning.keep(pretrainedModel.folder)
      }
      embeddings?.write(to: network)
      if pretrainedModel == nil { try initializeEncoder(lexical) }
      initialVectorCount = embeddings?.count
    }
    try identity.configuration.write(directory.configuration)
    try tokenizer.write(to: directory.tokenizer)
  }

  /// Sets the encoder as the options say, after random weights and word vectors.
  private func initializeEncoder(_ lexical: LexicalWeights) throws {
    guard options.initialization != .random else { return }
    let encoder = network.encoder.encoder
    let (deviation, vectors) = (
      encoder.initializeAsSum(seed: options.seed), encoder.embedding.weight
    )
    if options.initialization == .lexical {
      try LexicalVectors(
        lexical, of: data.corpus, vocabularySize: tokenizer.vocabularySize,
        gramShare: Objective.gramShare(of: options.objectives), seed: options.seed
      ).write(to: vectors.value, deviation: deviation, pool: pool)
    } else {
      let scale = deviation / EmbeddingLayer.initialDeviation
      for token in 0..<vectors.rows {
        // Marks would add the same to every sentence.
        let isMark = tokenizer.isSpecial(UInt32(token))
        Kernels.scaleRow(token, of: vectors.value, by: isMark ? 0 : scale)
      }
    }
  }

  /// Writes model.safetensors: the best weights, or the current ones before the first validation.
  ///
  /// Only those of the model: the heads of losses stay in the checkpoint.
  func writeModel() throws {
    let hasBest = state.bestLoss != nil
    let parameters = network.modelParameters
    try WeightFile.write(
      directory.weights, parameters: parameters,
      values: hasBest ? checkpoint.best(of: parameters) : parameters.map(\.value),
      metadata: [
        (key: "precision", value: precision.rawValue),
        (key: "step", value: String(hasBest ? state.bestStep : state.step)),
      ] + identity.configuration.model.claims)
    modelIsStale = false
  }

  /// Writes the current weights, including those of heads; before a new run, the initial ones.
  public func writeCurrentWeights(to path: String) throws {
    let parameters = network.modelParameters + network.headParameters
    try WeightFile.write(
      path, parameters: parameters, values: parameters.map(\.value), metadata: [])
  }

  /// Saves the current state of the run.
  func save() throws {
    let start = clock.seconds
    state.budgetedSeconds = options.timeBudget.map { _ in clock.totalSeconds }
    try checkpoint.write(directory.training, state: state, identity: identity)
    // After the checkpoint, so that there is never a model without one.
    if modelIsStale { try writeModel() }
    clock.lastSave = clock.seconds
    clock.savingSeconds = max(clock.savingSeconds ?? 0, clock.seconds - start)
  }
}
