import AutoencoderTraining

/// A first stage of training, which learns the token vectors alone: an encoder adds them up.
///
/// It takes a small part of the time of an LSTM for the same text. The LSTM then begins as that
/// sum, and has to learn only what depends on the order of words.
public struct SumStage: Sendable, Equatable {
  /// Passes over the corpus.
  public var epochs = 2
  /// The largest learning rate of Adam.
  public var learningRate: Float = 7e-4
  /// The largest fraction of a time budget.
  public var share = 0.25

  /// The defaults.
  public init() {}
}
