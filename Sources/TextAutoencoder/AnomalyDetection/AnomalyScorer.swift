import AnomalyDetection
import AutoencoderModel
import SentenceEmbedding
import TensorKit

/// Scores texts by fitted detectors, with the encoder that they need.
///
/// ```swift
/// let scorer = try AnomalyScorer(contentsOf: "mail.anomalies")
/// print(try scorer.scores(of: ["WIN a prize now"])["combined"]![0])
/// ```
public struct AnomalyScorer: Sendable {
  /// The detectors and their thresholds.
  public let model: AnomalyModel
  /// How records become sentences; nil for texts.
  public let records: RecordEncoder?
  private let encoder: AnomalyEncoder
  private let pool: WorkerPool

  /// A token of a text, and what it costs.
  public struct TokenCost: Equatable, Sendable {
    /// The token as text.
    public let token: String
    /// −log p, in nats.
    public let cost: Double

    /// A token with its cost.
    public init(token: String, cost: Double) { (self.token, self.cost) = (token, cost) }
  }

  /// Opens fitted detectors and their encoder.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - encoder: the path of the encoder, if it is elsewhere than the folder says.
  ///   - options: how the encoder is opened.
  /// - Throws: `AnomalyError` if the encoder is missing or another one, and the errors of the files.
  public init(
    contentsOf path: String, encoder: String? = nil,
    options: ModelStore.Options = ModelStore.Options()
  ) throws {
    let file = try AnomalyFile(contentsOf: path)
    let found =
      encoder
      ?? file.encoderPaths.first(where: ModelStore.exists)
    guard let found else {
      throw AnomalyError.missingEncoder(model: path, encoder: file.encoderPath)
    }
    let opened = try AnomalyEncoder(ModelStore.open(found, options: options))
    guard opened.checksum == file.encoderChecksum, opened.dimension == file.dimension else {
      throw AnomalyError.otherEncoder(model: path, encoder: found)
    }
    self.encoder = opened
    (model, records) = (file.model, file.records)
    pool = WorkerPool(threads: options.threads)
  }

  /// What the detectors look at.
  ///
  /// `progress` is called with the number of texts done, and throws to end the work.
  public func observations(
    of texts: [String], progress: (_ done: Int) throws -> Void = { _ in }
  ) throws -> Observations {
    try encoder.observations(of: texts, progress: progress)
  }

  /// The scores of texts, by the name of the detector; those of records as sentences.
  public func scores(of texts: [String]) throws -> [String: [Double]] {
    model.scores(of: try observations(of: texts), pool: pool)
  }

  /// What each token of a text costs the decoder, in the order of the text, the end of the text last.
  ///
  /// Empty lists for an encoder without a decoder.
  public func tokenCosts(of texts: [String]) throws -> [[TokenCost]] {
    try encoder.tokenCosts(of: texts)
  }
}

/// The encoder of detectors: an autoencoder with its losses, or any embedder.
struct AnomalyEncoder: Sendable {
  private let embedder: any SentenceEmbedder
  private let autoencoder: SentenceAutoencoder?

  init(_ model: OpenedModel) throws {
    if let found = model.autoencoder, found.reconstructs {
      (embedder, autoencoder) = (found, found)
    } else {
      (embedder, autoencoder) = (try model.embedder, nil)
    }
  }

  var checksum: UInt64 { embedder.checksum }
  var dimension: Int { embedder.dimension }

  /// Texts that are encoded and decoded at a time.
  private static let batchSize = 512

  func observations(
    of texts: [String], progress: (_ done: Int) throws -> Void
  ) throws -> Observations {
    let vectors = Matrix(rows: texts.count, columns: dimension)
    var losses: [Double]? = []
    for start in stride(from: 0, to: texts.count, by: Self.batchSize) {
      try progress(start)
      let part = try observations(
        of: Array(texts[start..<min(texts.count, start + Self.batchSize)]))
      for row in 0..<part.count { vectors.copyRow(start + row, from: part.vectors, row) }
      losses = part.losses.flatMap { found in losses.map { $0 + found } }
    }
    return Observations(vectors: vectors, losses: losses)
  }

  private func observations(of texts: [String]) throws -> Observations {
    let vectors = try embedder.embed(texts)
    guard let autoencoder else { return Observations(vectors: vectors) }
    let losses = try autoencoder.logProbabilities(of: texts, from: vectors)
    return Observations(
      vectors: vectors,
      losses: zip(losses, texts).map { -$0 / Double(autoencoder.tokens(of: $1).count) })
  }

  func tokenCosts(of texts: [String]) throws -> [[AnomalyScorer.TokenCost]] {
    guard let autoencoder else { return texts.map { _ in [] } }
    let logs = try autoencoder.tokenLogProbabilities(
      of: texts, from: autoencoder.embed(texts))
    return zip(texts, logs).map { text, logs in
      zip(autoencoder.tokenizer.tokens(of: autoencoder.tokens(of: text)), logs).map {
        AnomalyScorer.TokenCost(token: $0, cost: -$1)
      }
    }
  }
}
