import DataStructures
import Tokenization

/// Where training reads its sentences, in chunks, so that memory does not grow with the corpus.
///
/// Several threads read at once. The same index always gives the same sentences.
package protocol SentenceSource: Sendable {
  /// The number of chunks.
  var chunkCount: Int { get }

  /// The sentences of one chunk, as token ids.
  func chunk(_ index: Int) throws -> TokenSequences
}

extension TokenFile: SentenceSource {}
