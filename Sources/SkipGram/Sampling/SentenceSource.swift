/// A run of sentences as token numbers, read into memory together.
public struct SentenceChunk: Sendable {
  /// The tokens of all sentences, one after the other.
  public let tokens: [UInt32]
  /// Where sentences begin in `tokens`, and at last where the last one ends: [sentences + 1].
  public let offsets: [Int]

  /// Sentences by their tokens and offsets.
  public init(tokens: [UInt32], offsets: [Int]) {
    precondition(
      offsets.first == 0 && offsets.last == tokens.count, "the offsets do not span the tokens")
    self.tokens = tokens
    self.offsets = offsets
  }

  /// The number of sentences.
  public var sentenceCount: Int { offsets.count - 1 }
}

/// Where training reads its sentences, chunk by chunk, so that memory does not grow with the corpus.
///
/// Several threads read at once. The same index always gives the same sentences.
public protocol SentenceSource: Sendable {
  /// The number of chunks.
  var chunkCount: Int { get }

  /// The sentences of one chunk.
  func chunk(at index: Int) throws -> SentenceChunk
}
