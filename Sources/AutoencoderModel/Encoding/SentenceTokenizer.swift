import DataStructures
import NeuralLayers
import TensorKit
import Tokenization

/// Turns sentences into token ids on all threads, each with its own buffers.
package final class SentenceTokenizer: @unchecked Sendable {
  // Safe to share: one thread at a time calls it, and each worker of its pool has a session.
  /// The buffers of one thread.
  private final class Worker {
    var session: Tokenizer.Session
    init(_ tokenizer: Tokenizer) { session = Tokenizer.Session(tokenizer) }
  }

  private let maximumLength: Int
  private let workers: [Worker]
  private var pieces: [TokenSequences] = []

  /// The number of sentences that a thread takes at a time.
  private static let grain = 128

  package init(_ tokenizer: Tokenizer, maximumLength: Int, threads: Int) {
    self.maximumLength = maximumLength
    workers = (0..<threads).map { _ in Worker(tokenizer) }
  }

  /// Replaces `list` by the tokens of sentences; returns how many sentences were cut.
  package func encode(
    _ sentences: ArraySlice<String>, into list: inout TokenSequences, pool: WorkerPool
  )
    -> Int
  {
    list.removeAll()
    if sentences.count <= Self.grain {
      return encode(sentences, into: &list, workers[0])
    }
    let grain = Self.grain
    let count = (sentences.count + grain - 1) / grain
    while pieces.count < count { pieces.append(TokenSequences()) }
    var cuts = [Int](repeating: 0, count: count)
    pieces.withUnsafeSlots { pieces in
      cuts.withUnsafeSlots { cuts in
        pool.run(count) { piece, worker in
          let start = sentences.startIndex + piece * grain
          // Taken out of its slot, so that it has only one owner and its memory is reused.
          var list = TokenSequences()
          swap(&list, &pieces[piece])
          list.removeAll()
          cuts[piece] = self.encode(
            sentences[start..<min(sentences.endIndex, start + grain)], into: &list,
            self.workers[worker])
          swap(&list, &pieces[piece])
        }
      }
    }
    for piece in pieces.prefix(count) { list.append(piece) }
    return cuts.reduce(0, +)
  }

  private func encode(
    _ sentences: ArraySlice<String>, into list: inout TokenSequences, _ worker: Worker
  ) -> Int {
    var cuts = 0
    for sentence in sentences {
      list.append { ids in
        let isCut = worker.session.encode(
          utf8: sentence.utf8.span, maximumLength: maximumLength, into: &ids)
        cuts += isCut ? 1 : 0
      }
    }
    return cuts
  }
}
