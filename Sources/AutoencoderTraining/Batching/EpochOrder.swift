import TensorKit

/// The order in which an epoch reads its corpus, in constant memory.
///
/// The chunks of the token file are permuted. A window of several chunks is read at a time; its
/// sentences are shuffled, sorted by length and cut into batches, and the batches are shuffled. So
/// a batch has sentences of similar length, and every epoch has different batches. Everything is a
/// function of (seed, epoch, window), so a run can resume in the middle of a window.
struct EpochOrder {
  /// Chunks in a window: 65,536 sentences.
  static let windowChunks = 64

  let seed: UInt64
  let epoch: Int
  let chunkCount: Int

  var windowCount: Int {
    (chunkCount + EpochOrder.windowChunks - 1) / EpochOrder.windowChunks
  }

  /// The chunks of a window, in the order in which they are read.
  func chunks(ofWindow window: Int) -> ArraySlice<Int> {
    var random = RandomStream(seed: seed, purpose: .shuffle, step: UInt64(epoch))
    let order = (0..<chunkCount).shuffled(using: &random)
    let start = window * EpochOrder.windowChunks
    return order[start..<min(chunkCount, start + EpochOrder.windowChunks)]
  }

  /// Divides the sentences of a window, given by their lengths, into batches.
  func batches(lengths: [Int], window: Int, batchSize: Int) -> WindowBatches {
    var random = RandomStream(
      seed: seed, purpose: .shuffle, step: UInt64(epoch), item: UInt64(window) + 1)
    let shuffled = lengths.indices.shuffled(using: &random)
    // Sentences of equal length stay in shuffled order.
    let places = shuffled.indices.sorted {
      let (first, second) = (lengths[shuffled[$0]], lengths[shuffled[$1]])
      return first != second ? first > second : $0 < $1
    }
    let starts = Array(stride(from: 0, to: lengths.count, by: batchSize))
    return WindowBatches(
      numbers: places.map { shuffled[$0] }, starts: starts.shuffled(using: &random),
      batchSize: batchSize)
  }
}
