import DataStructures
import FileFormats
import NeuralLayers
import SentenceEmbedding
import Synchronization
import TensorKit
import Tokenization

/// A trained autoencoder: sentences to vectors, and vectors back to sentences.
///
/// ```swift
/// let model = try SentenceAutoencoder(contentsOf: "reviews.textae")
/// let vectors = model.embed(["the food was great .", "i loved the meal ."])
/// let sentences = try model.decode(vectors)
/// ```
/// The vector of a sentence is the final state of the encoder, through the bottleneck if the model
/// has one. It is the same, to the bit, alone and in any batch. Any number of tasks may use one
/// model at once: their calls take turns, and each call uses all threads of the pool.
public final class SentenceAutoencoder: SentenceEmbedder, Sendable {
  /// The path of the model directory; the name of a model that is compiled in.
  public var path: String { folder.path }
  /// Where its files are.
  package let folder: FileFolder
  /// The sizes of the model.
  public let architecture: Architecture
  /// Text to token ids and back.
  public let tokenizer: Tokenizer
  /// The number format of matrix products.
  public let precision: EncodingPrecision
  /// Whether it was trained to reconstruct sentences; if not, decoded sentences are meaningless.
  public let reconstructs: Bool
  /// The maximum number of tokens in a sentence; longer ones are cut.
  public let maximumLength: Int

  private let files: ModelFiles
  private var weights: SafetensorsFile { files.weights }
  private let pool: WorkerPool
  private let parts: Locked<Parts>
  private let cuts = Atomic(0)

  /// The parts that only one call may use at a time.
  private struct Parts {
    let encoder: SentenceEncoder
    let tokenizer: SentenceTokenizer
    /// The tokens of one window; memory is reused.
    var list = TokenSequences()
    /// Read at the first decoding.
    var decoder: SentenceDecoder?
  }

  /// Loads the part of a model directory that embedding needs; the decoder is read when first used.
  ///
  /// - Parameters:
  ///   - path: NAME.textae.
  ///   - precision: nil takes the faster of `f32` and `bf16` on this machine.
  ///   - threads: how many threads compute; 0 for one per core. Does not affect the vectors.
  /// - Throws: `FileError` and `AutoencoderError` if files are missing, damaged or inconsistent.
  public convenience init(
    contentsOf path: String, precision: EncodingPrecision? = nil, threads: Int = 0
  ) throws {
    try self.init(FileFolder(path: path), precision: precision, threads: threads)
  }

  /// Loads a model from a folder, which may be compiled in.
  ///
  /// - Throws: as the other.
  package init(_ folder: FileFolder, precision: EncodingPrecision? = nil, threads: Int = 0) throws {
    let (precision, pool) = (precision ?? .automatic, WorkerPool(threads: threads))
    let loaded = Locked<LatentEncoder?>(nil)
    files = try ModelFiles(folder, pool: pool) { configuration, weights in
      let encoder = LatentEncoder(configuration.architecture, precision: precision.products)
      try WeightFile.map(weights, into: encoder.parameters)
      loaded.withLock { $0 = encoder }
    }
    guard let encoder = loaded.withLock({ $0 }) else {
      preconditionFailure("the encoder was not read")
    }
    encoder.packWeights(for: precision.use, pool: pool)
    (self.folder, self.precision, self.pool) = (folder, precision, pool)
    tokenizer = files.tokenizer
    architecture = files.configuration.architecture
    maximumLength = files.configuration.maximumLength
    reconstructs = files.configuration.isDecoderTrained
    parts = Locked(
      Parts(
        encoder: SentenceEncoder(encoder, pool: pool),
        tokenizer: SentenceTokenizer(
          tokenizer, maximumLength: maximumLength, threads: pool.threads)))
  }

  /// Whether an adversary has made its vectors look like draws from a standard normal distribution.
  var isMatchedToNormal: Bool { files.configuration.isMatchedToNormal }

  /// The number of weights in the model file.
  public var parameterCount: Int {
    weights.tensors.reduce(0) { $0 + (weights.isScale($1.name) ? 0 : $1.count ?? 0) }
  }

  /// How the numbers of its matrices are stored, such as `f32` or `int8`; several if they differ.
  public var storedNumbers: String { weights.matrixNumbers }

  /// The update of its training after which it had these weights; nil if its file does not say.
  package var storedStep: Int? { weights.metadata("step").flatMap { Int($0) } }

  /// Reads the whole model file and compares its checksums; loading verifies only the parts it
  /// reads.
  ///
  /// - Throws: `FileError` if the file is damaged.
  public func verify() throws { try weights.verify() }

  /// Identifies the model: a checksum of its weights and its tokenizer.
  public var checksum: UInt64 { files.checksum }

  /// The size of a vector.
  public var dimension: Int { architecture.dimension }

  /// Token ids of a sentence as the encoder reads them: cut to the maximum length, then the end
  /// token.
  public func tokens(of sentence: String) -> [UInt32] {
    var ids: [UInt32] = []
    tokenizer.encode(utf8: sentence.utf8.span, maximumLength: maximumLength, into: &ids)
    return ids
  }

  /// How many of the sentences embedded since loading were longer than `maximumLength`.
  public var cutCount: Int { cuts.load(ordering: .relaxed) }

  /// The vectors of sentences: [sentences.count × dimension].
  ///
  /// Sentences with a common prefix share the work on it. A single sentence takes a path with less
  /// delay. The first call with many sentences also builds a table of products of the vocabulary
  /// with the input weights, of up to 512 MB.
  public func embed(_ sentences: [String]) -> Matrix {
    let result = Matrix(rows: sentences.count, columns: dimension)
    parts.withLock { parts in
      for start in stride(from: 0, to: sentences.count, by: Self.window) {
        let window = sentences[start..<min(sentences.count, start + Self.window)]
        let cut = parts.tokenizer.encode(window, into: &parts.list, pool: pool)
        cuts.add(cut, ordering: .relaxed)
        parts.encoder.encode(parts.list, into: result, firstRow: start)
      }
    }
    return result
  }

  /// The vectors of sentences given as token ids, each with its end token: [sentences × dimension].
  public func embed(tokens: [[UInt32]]) -> Matrix {
    embed(tokens: TokenSequences(tokens))
  }

  /// The vectors of sentences given as token ids, each with its end token: [sentences × dimension].
  package func embed(tokens: TokenSequences) -> Matrix {
    let result = Matrix(rows: tokens.count, columns: dimension)
    parts.withLock { $0.encoder.encode(tokens, into: result, firstRow: 0) }
    return result
  }

  /// The Gaussians that a variational model gives sentences; nil for other models.
  func gaussians(of sentences: [String]) -> Gaussians? {
    guard architecture.latentKind?.hasPosterior == true else { return nil }
    return parts.withLock { $0.encoder.gaussians(of: sentences.map(tokens)) }
  }

  /// Sentences that are sorted together.
  ///
  /// Bounds the memory besides the vectors; with more sentences, more of them have a common prefix.
  private static let window = 65_536

  /// Sentences from vectors [n × dimension], decoded token by token.
  ///
  /// - Parameters:
  ///   - vectors: rows of `embed`, or anything in their space.
  ///   - sampler: how tokens are drawn; nil takes the most likely.
  /// - Returns: a sentence for every row.
  /// - Throws: `FileError` if the decoder, which is read at the first call, is damaged.
  public func decode(_ vectors: Matrix, sampler: TokenSampler? = nil) throws -> [DecodedSentence] {
    try withDecoder { $0.decode(vectors, sampler.map { .sampled($0) } ?? .greedy) }
  }

  /// The best sentences that a beam finds for one vector [1 × dimension], best first.
  ///
  /// - Throws: `FileError` if the decoder, which is read at the first call, is damaged.
  public func decode(_ vector: Matrix, beam width: Int) throws -> [DecodedSentence] {
    try withDecoder { $0.beam(vector, width: width) }
  }

  /// The log-probability that the decoder gives to each sentence, from its row of `vectors`.
  ///
  /// - Parameters:
  ///   - sentences: cut to `maximumLength` tokens; an unknown word counts as the unknown token.
  ///   - vectors: `[sentences.count × dimension]`, such as those of `embed`.
  /// - Returns: Σ log p(token) of each sentence, its end token included, in nats.
  /// - Throws: `FileError` if the decoder, which is read when first used, is damaged.
  public func logProbabilities(of sentences: [String], from vectors: Matrix) throws -> [Double] {
    precondition(
      sentences.count == vectors.rows, "\(sentences.count) sentences, \(vectors.rows) vectors")
    return try logProbabilities(of: sentences.map(tokens), from: vectors)
  }

  /// The same for sentences given as token ids, each with its end token.
  func logProbabilities(of tokens: [[UInt32]], from vectors: Matrix) throws -> [Double] {
    try withDecoder { $0.logProbabilities(of: tokens, from: vectors) }
  }

  /// The log-probability that the decoder gives to each token of each sentence, from its row of
  /// `vectors`.
  ///
  /// - Parameters:
  ///   - sentences: as for `logProbabilities(of:from:)`, whose sums these are.
  ///   - vectors: `[sentences.count × dimension]`, such as those of `embed`.
  /// - Returns: log p of the tokens of each sentence, those of `tokens(of:)`, in nats.
  /// - Throws: `FileError` if the decoder, which is read when first used, is damaged.
  public func tokenLogProbabilities(
    of sentences: [String], from vectors: Matrix
  ) throws -> [[Double]] {
    precondition(
      sentences.count == vectors.rows, "\(sentences.count) sentences, \(vectors.rows) vectors")
    let tokens = sentences.map(tokens)
    return try withDecoder { $0.tokenLogProbabilities(of: tokens, from: vectors) }
  }

  /// Which words of a sentence are in the vocabulary; nil with byte pairs, which spell any word.
  public func coverage(of sentence: String) -> WordCoverage? {
    guard tokenizer.model == .word else { return nil }
    return WordCoverage(words: tokenizer.words(of: sentence)) { tokenizer.id(of: $0) != nil }
  }

  private func withDecoder<Result: Sendable>(
    _ body: (SentenceDecoder) -> Result
  ) throws -> Result {
    try parts.withLock { parts in
      if let decoder = parts.decoder { return body(decoder) }
      let layers = LSTMDecoder(architecture, precision: precision.products)
      try WeightFile.map(weights, into: layers.parameters)
      layers.packWeights(for: .inference, pool: pool)
      let decoder = SentenceDecoder(
        layers, tokenizer: tokenizer, maximumLength: maximumLength, pool: pool)
      parts.decoder = decoder
      return body(decoder)
    }
  }

  /// Whether the tokens of a decoded sentence equal those of a sentence, with no unknown token.
  public func isExact(_ decoded: DecodedSentence, of sentence: String) -> Bool {
    tokens(of: sentence).dropLast() == decoded.tokens[...]
      && !decoded.tokens.contains { $0 == tokenizer.unknownID }
  }

  /// The text of a decoded sentence.
  public func text(of sentence: DecodedSentence) -> String {
    tokenizer.sentence(sentence.tokens)
  }
}
