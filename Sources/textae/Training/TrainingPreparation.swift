import Autoencoder
import CommandLineKit
import FileFormats
import Foundation
import SkipGram
import TensorKit
import Tokenization

/// Tokenizer and token files of a training, from the corpora that the user named.
struct TrainingPreparation {
  let output: String
  /// Empty when a resumed run was given an empty standard input: the kept token file is then the corpus.
  let corpora: [String]
  let tokenizerPath: String?
  /// The model to begin with, which has a tokenizer; nil also where a run that began with one goes on.
  let pretrainedModel: PretrainedModel?
  /// Whether the run begins, or began, with a model.
  let beginsWithModel: Bool
  let vocabulary: VocabularyOptions
  let maximumLength: Int
  let resumes: Bool
  let work: RunOptions

  /// How the tokenizer is built; nil if one is named, alone or with a model, or if a run goes on with its own
  /// and the user says no more.
  var vocabularyToRecord: VocabularyBuilder? {
    let isNamed = tokenizerPath != nil || pretrainedModel != nil
    if isNamed || keepsTokenizer && !vocabulary.isGiven { return nil }
    return vocabulary.builder
  }

  /// Whether the tokenizer in the output is that of a run to go on with; before its first checkpoint there is none.
  private var keepsTokenizer: Bool {
    func isThere(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: output + "/" + name)
    }
    guard resumes, isThere("tokenizer.json") else { return false }
    return corpora.isEmpty || isThere("training.safetensors") || isThere("model.safetensors")
  }

  /// The tokenizer named, that of the model to begin with, that of the run to go on with, or a new one
  /// built from the corpora.
  func makeTokenizer() throws -> Tokenizer {
    if let pretrainedModel { return pretrainedModel.tokenizer }
    if let tokenizerPath {
      return try Tokenizer(contentsOf: TokenizerPath.file(tokenizerPath))
    }
    if keepsTokenizer { return try Tokenizer(contentsOf: output + "/tokenizer.json") }
    try requireCorpora()
    return try vocabulary.build(from: corpora, work: work)
  }

  private func requireCorpora() throws {
    guard corpora.isEmpty else { return }
    throw CommandFailure(
      "nothing to train on", at: "standard input",
      advice: "give the corpus that the run was begun with", exitStatus: .badData)
  }

  /// Token ids of the corpora and of the validation file, beside the output.
  func makeData(_ tokenizer: Tokenizer, validation: String?) throws -> AutoencoderTrainer.Data {
    let corpus = try tokenFile(corpora, tokenizer, at: output + ".tokens", "tokenize")
    let held = try validation.map { path in
      try tokenFile([path], tokenizer, at: output + ".validation.tokens", "tokenize validation")
    }
    return AutoencoderTrainer.Data(corpus: corpus, validation: held)
  }

  /// Whether to begin with word vectors of the corpus; a model to begin with has its own.
  func makesSkipGram(_ architecture: ArchitectureOptions) -> Bool {
    architecture.skipgram && !beginsWithModel
  }

  /// Word vectors trained on the corpus, if they are asked for and not in a checkpoint already.
  func skipGram(
    _ architecture: ArchitectureOptions, of corpus: TokenFile, _ tokenizer: Tokenizer, seed: UInt64
  ) throws -> SkipGramModel? {
    let isBegun =
      resumes && FileManager.default.fileExists(atPath: output + "/training.safetensors")
    if !makesSkipGram(architecture) || isBegun { return nil }
    var configuration = SkipGramConfiguration()
    configuration.dimension = architecture.embeddingSize
    configuration.minimumCount = 1
    // Wide windows make words alike that sentences on one subject use: for vectors of sentences that is worth
    // more than words that can stand in each other's place.
    (configuration.windowSize, configuration.epochs) = (10, 10)
    configuration.seed = seed
    configuration.isDeterministic = true
    let meter = work.console.meter("skip-gram", unit: "words")
    defer { meter.finish() }
    do {
      return try SkipGramModel.train(
        on: corpus, tokenizer: tokenizer, configuration: configuration,
        pool: WorkerPool(threads: work.threads),
        progress: { meter.update($0.words, of: $0.totalWords) },
        isCancelled: { Interrupt.isRequested })
    } catch SkipGramError.cancelled {
      throw Interrupted(saved: "no step was trained; the same command starts again")
    } catch SkipGramError.vocabularyTooSmall {
      throw CommandFailure(
        "--skipgram needs two different words at least", at: corpus.path,
        advice: "give more text, or --no-skipgram", exitStatus: .badData)
    }
  }

  private func tokenFile(
    _ corpora: [String], _ tokenizer: Tokenizer, at path: String, _ label: String
  ) throws -> TokenFile {
    let file = try kept(corpora, tokenizer, at: path) ?? build(corpora, tokenizer, at: path, label)
    if file.truncatedCount > 0 {
      work.console.warn(
        "\(grouped(file.truncatedCount)) of \(grouped(file.sentenceCount)) sentences are longer than "
          + "\(maximumLength) tokens and were cut; --max-length sets the limit")
    }
    return file
  }

  private func build(
    _ corpora: [String], _ tokenizer: Tokenizer, at path: String, _ label: String
  ) throws -> TokenFile {
    try requireCorpora()
    let meter = work.console.meter(label, unit: "lines")
    let file = try TokenFile.build(
      corpora: corpora, tokenizer: tokenizer, maximumLength: maximumLength, at: path,
      threads: work.threads
    ) { progress in
      meter.update(progress.lines)
      return !Interrupt.isRequested
    }
    meter.finish()
    return file
  }

  /// The token file of an earlier run, if it holds the same text as the same tokenizer reads it.
  private func kept(_ corpora: [String], _ tokenizer: Tokenizer, at path: String) throws
    -> TokenFile?
  {
    // A damaged or foreign file is no error: it is made again.
    guard resumes, let file = try? TokenFile(path: path),
      file.tokenizerChecksum == tokenizer.checksum, file.maximumLength == maximumLength,
      (0..<file.chunkCount).allSatisfy({ (try? file.chunk($0)) != nil })
    else { return nil }
    if corpora.isEmpty { return file }
    let checksum = try TokenFile.corpusChecksum(of: corpora) { _ in !Interrupt.isRequested }
    return checksum == file.corpusChecksum ? file : nil
  }
}
