import DataStructures
import Foundation
import TensorKit
import Tokenization

extension SkipGramModel {
  /// Learns word vectors from a corpus that was tokenized with `tokenizer`.
  ///
  /// - Parameters:
  ///   - file: The corpus.
  ///   - tokenizer: What the corpus was tokenized with; the model keeps it to split sentences.
  ///   - configuration: How to train.
  ///   - pool: The threads to train with.
  ///   - progress: Called on any thread, a few times a second and at the end.
  ///   - isCancelled: Asked by every thread before every chunk; true stops training with an error.
  /// - Returns: The model, with the tokenizer.
  /// - Throws: `SkipGramError`, or `FileError` if the corpus cannot be read.
  public static func train(
    on file: TokenFile, tokenizer: Tokenizer, configuration: SkipGramConfiguration,
    pool: WorkerPool, progress: (@Sendable (SkipGramProgress) -> Void)? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> SkipGramModel {
    guard file.tokenizerChecksum == tokenizer.checksum else {
      throw SkipGramError.otherTokenizer(path: file.path)
    }
    let tokens = tokenizer.tokens(of: Array(0..<UInt32(tokenizer.vocabularySize)))
    return try train(
      on: file, tokens: tokens, configuration: configuration, pool: pool,
      tokenizer: tokenizer, progress: progress, isCancelled: isCancelled)
  }

  /// Learns word vectors from sentences of token ids.
  ///
  /// - Parameters:
  ///   - source: The sentences, as tokens of one vocabulary.
  ///   - tokens: The text of every token of that vocabulary; without a tokenizer, the first five are
  ///     special tokens.
  ///   - configuration: How to train.
  ///   - pool: The threads to train with.
  ///   - tokenizer: What made the tokens; the model keeps it to split sentences.
  ///   - progress: Called on any thread, a few times a second and at the end.
  ///   - isCancelled: Asked by every thread before every chunk; true stops training with an error.
  /// - Returns: The model.
  /// - Throws: `SkipGramError`, and whatever the source throws.
  package static func train(
    on source: some SentenceSource, tokens: [String], configuration: SkipGramConfiguration,
    pool: WorkerPool, tokenizer: Tokenizer? = nil,
    progress: (@Sendable (SkipGramProgress) -> Void)? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> SkipGramModel {
    try configuration.validate()
    let vocabulary = try TrainingVocabulary(
      counting: source, vocabularySize: tokens.count, minimumCount: configuration.minimumCount,
      isSpecial: { token in tokenizer.map { $0.isSpecial(token) } ?? (token < 5) },
      isCancelled: isCancelled)
    try checkMemory(words: vocabulary.tokens.count, dimension: configuration.dimension)
    let sampler = WindowSampler(vocabulary: vocabulary, configuration: configuration)
    let weights = SkipGramWeights(
      rows: vocabulary.tokens.count, dimension: configuration.dimension, seed: configuration.seed)
    let reporter = ProgressReporter(
      sampler: sampler, clock: TrainingClock(budget: configuration.timeBudget), handler: progress,
      isCancelled: isCancelled)
    let trainer = SkipGramTrainer(
      sampler: sampler, weights: weights, pool: pool, reporter: reporter)
    try trainer.train(on: source)
    let wordVectors = weights.wordVectors()
    let outputVectors = weights.outputVectors()
    guard wordVectors.isFinite, outputVectors.isFinite else {
      throw SkipGramError.diverged(learningRate: configuration.learningRate)
    }
    let words = vocabulary.tokens.map { tokens[Int($0)] }
    let common = try CommonComponent(words: words, counts: vocabulary.counts, vectors: wordVectors)
      .measured(on: source, rows: vocabulary.rows, pool: pool)
    return SkipGramModel(
      words: words, counts: vocabulary.counts, wordVectors: wordVectors,
      outputVectors: outputVectors, commonComponent: common, configuration: configuration,
      tokenizer: tokenizer)
  }

  /// Throws ``SkipGramError/tooLarge(words:dimension:bytes:available:)`` if the machine has too
  /// little memory for both matrices and the copies of them that the model keeps.
  package static func checkMemory(words: Int, dimension: Int) throws(SkipGramError) {
    let bytes = 4 * words * dimension * MemoryLayout<Float>.stride
    let available = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    guard bytes <= available else {
      throw .tooLarge(words: words, dimension: dimension, bytes: bytes, available: available)
    }
  }
}
