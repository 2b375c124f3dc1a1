/// The results of one validation; one line of log.jsonl.
public struct ValidationReport: Codable, Sendable, Equatable {
  /// Updates made so far.
  public var step: Int
  /// Epochs begun, counted from 1.
  public var epoch: Int
  /// Tokens trained on so far.
  public var tokens: Int
  /// Seconds of training so far, including earlier parts of a resumed run.
  public var seconds: Double
  /// Tokens per second while training in this process, without validation and saving.
  public var tokensPerSecond: Double
  /// The learning rate of the last update.
  public var learningRate: Float
  /// The weighted sum of the objectives, averaged over the training sentences since the last validation.
  public var trainLoss: Double
  /// Mean loss of the held-out sentences, the same sum without what says nothing about progress, which
  /// is the loss of an adversary; by default nats per token. A variational latent is its mean here.
  public var validationLoss: Double
  /// The mean loss of each objective on the held-out sentences, in its own unit; nil in older logs.
  public var objectiveLosses: [String: Double]?
  /// e to the reconstruction loss. Like the next three, nil if reconstruction is not an objective.
  public var perplexity: Double?
  /// The fraction of held-out tokens that the decoder ranks first, with teacher forcing.
  public var tokenAccuracy: Double?
  /// The fraction of exact matches in a sample of held-out sentences, decoded greedily.
  public var exactReconstructions: Double?
  /// BLEU of the same sample, 0 … 1.
  public var bleu: Double?
  /// The mean reciprocal rank of sentences that damaged copies and halves of them look for, 0 … 1; nil
  /// unless it decides which weights are kept.
  public var retrieval: Double?
  /// The number of held-out sentences; 0 if the corpus was too small to hold any out.
  public var validationSentences: Int
  /// The format of the factors of matrix products.
  public var precision: String
}
