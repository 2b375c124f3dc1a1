import FileFormats
import Foundation
import DataStructures
import NeuralLayers
import SentenceEmbedding
import Synchronization
import TensorKit
import Tokenization

/// A trained autoencoder: sentences to vectors, and vectors back to sentences.
///
/// ```swift
/// let model = try SentenceAutoencoder(contentsOf: "reviews.textae")
/// let vectors = try model.embed(["the food was great .", "i loved the meal ."])
/// let sentences = model.decode(vectors)
/// ```
/// The vector of a sentence is the final state of the encoder, through the bottleneck if the model has
/// one. It is the same, to the bit, alone and among any others. Calls from several threads wait for
/// each other; the threads of the pool are used inside a call.
public final class SentenceAutoencoder: SentenceEmbedder, @unchecked Sendable {
  /// The path of the model directory.
  public let path: String
  /// The sizes of the model.
  public let architecture: Architecture
  /// Text to token ids and back.
  public let tokenizer: Tokenizer
  /// The format of the factors of matrix products in use.
  public let precision: Precision
  /// Whether it was trained to give sentences back; if not, what it decodes means nothing.
  public let reconstructs: Bool
  /// Most tokens of a sentence; longer ones are cut.
  public let maximumLength: Int
  /// Tells this model from any other: a checksum of its weights and its tokenizer.
  public let checksum: UInt64

  let network: AutoencoderNetwork
  let pool: WorkerPool
  let encoder: SentenceEncoder
  private let sentenceTokenizer: SentenceTokenizer
  /// The tokens of a window; memory is reused.
  private var list = TokenSequences()
  private let turn = Mutex(())
  private let cuts = Atomic(0)

  /// Loads a model directory.
  ///
  /// - Parameters:
  ///   - path: NAME.textae.
  ///   - precision: nil takes the fastest of this machine.
  ///   - threads: how many threads compute; 0 for one a core. Has no influence on the vectors.
  /// - Throws: `FileError` and `AutoencoderError` for files that are missing, damaged or do not fit.
  public init(contentsOf path: String, precision: Precision? = nil, threads: Int = 0) throws {
    let files = try ModelFiles(ModelDirectory(path: path))
    let training = files.configuration.training
    self.path = path
    self.precision = precision ?? .fastest
    tokenizer = files.tokenizer
    architecture = files.configuration.architecture
    maximumLength = files.configuration.maximumLength
    checksum = files.checksum
    pool = WorkerPool(threads: threads)
    network = AutoencoderNetwork(
      architecture, objectives: training.activeObjectives,
      wordWeights: .none(training.stems(of: tokenizer)), precision: self.precision)
    reconstructs = network.reconstructs
    try WeightFile.read(files.weights, into: network.parameters)
    network.packWeights(backward: false, pool: pool)
    encoder = SentenceEncoder(network: network, pool: pool)
    sentenceTokenizer = SentenceTokenizer(
      tokenizer, maximumLength: maximumLength, threads: pool.threads)
  }

  /// The size of a vector.
  public var dimension: Int { architecture.dimension }

  /// Token ids of a sentence as the encoder reads them: cut to the maximum length, then the end mark.
  public func tokens(of sentence: String) -> [UInt32] {
    var ids: [UInt32] = []
    tokenizer.encode(utf8: sentence.utf8.span, maximumLength: maximumLength, into: &ids)
    return ids
  }

  /// How many of the sentences embedded since loading were longer than `maximumLength`.
  public var cutCount: Int { cuts.load(ordering: .relaxed) }

  /// The vectors of sentences: [sentences.count × dimension].
  ///
  /// Sentences that begin alike share the work on their beginnings. One sentence alone takes a path of
  /// its own, which answers soonest. The first call with many sentences also tables products of the
  /// vocabulary with the input weights, up to 512 MB.
  public func embed(_ sentences: [String]) -> Matrix {
    let result = Matrix(rows: sentences.count, columns: dimension)
    turn.withLock { _ in
      for start in stride(from: 0, to: sentences.count, by: SentenceAutoencoder.window) {
        let part = sentences[start..<min(sentences.count, start + SentenceAutoencoder.window)]
        let cut = sentenceTokenizer.encode(part, into: &list, pool: pool)
        cuts.add(cut, ordering: .relaxed)
        encoder.encode(list, into: result, firstRow: start)
      }
    }
    return result
  }

  /// The vectors of sentences given as token ids, each with its end mark: [tokens.count × dimension].
  public func embed(tokens: [[UInt32]]) -> Matrix {
    let result = Matrix(rows: tokens.count, columns: dimension)
    var list = TokenSequences()
    for sentence in tokens { list.append { $0.append(contentsOf: sentence) } }
    turn.withLock { _ in encoder.encode(list, into: result, firstRow: 0) }
    return result
  }

  /// Sentences that are sorted together: bounds what is held besides the vectors, and the more there
  /// are, the more of them begin alike.
  private static let window = 65_536

  /// Sentences from vectors [n × dimension], decoded token by token.
  ///
  /// - Parameters:
  ///   - vectors: rows of `embed`, or anything in their space.
  ///   - sampler: how tokens are drawn; nil takes the likeliest.
  /// - Returns: a sentence for every row.
  public func decode(_ vectors: Matrix, sampler: TokenSampler? = nil) -> [DecodedSentence] {
    turn.withLock { _ in
      decoder.decode(vectors, sampler.map { .sampled($0) } ?? .greedy)
    }
  }

  /// The best sentences that a beam finds for one vector [1 × dimension], best first.
  public func decode(_ vector: Matrix, beam width: Int) -> [DecodedSentence] {
    turn.withLock { _ in decoder.beam(vector, width: width) }
  }

  /// Whether a decoded sentence has the very tokens of a sentence, none of them unknown.
  public func isExact(_ decoded: DecodedSentence, of sentence: String) -> Bool {
    tokens(of: sentence).dropLast() == decoded.tokens[...]
      && !decoded.tokens.contains { $0 == tokenizer.unknownID }
  }

  /// The text of a decoded sentence.
  public func text(of sentence: DecodedSentence) -> String {
    tokenizer.decode(sentence.tokens)
  }

  private var decoder: SentenceDecoder {
    SentenceDecoder(
      network: network, maximumLength: maximumLength, bosID: tokenizer.bosID,
      eosID: tokenizer.eosID, forbidden: tokenizer.nonTextIDs, pool: pool)
  }
}
