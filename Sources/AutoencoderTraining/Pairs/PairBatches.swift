import DataStructures
import Tokenization

/// The pairs of a run: those held out, and the others in batches.
///
/// Their order is made like that of the corpus. Batches of pairs are spread evenly among those of
/// the corpus, so that an epoch passes over both about once. Which step is one of pairs, and which
/// pairs it has, are functions of the seed and the steps before it.
final class PairBatches {
  /// The pairs for validation; at least one is left for training.
  let heldOut: SentencePairs
  private let file: TokenFile
  private let split: ValidationSplit
  private let options: TrainingOptions
  private var window: (epoch: Int, number: Int, pairs: SentencePairs, batches: WindowBatches)?

  /// Reads the pairs that are held out of a file of pairs.
  init(_ file: TokenFile, _ options: TrainingOptions) throws {
    self.file = file
    self.options = options
    split = ValidationSplit(
      sentenceCount: file.sentenceCount / 2, fraction: options.validationFraction,
      seed: options.seed)
    let split = split
    heldOut = try Self.read(file, 0..<file.chunkCount) { split.holdsOut($0) }
  }

  /// The number of batches that have all pairs, if every window is full.
  var countPerEpoch: Int {
    let pairs = file.sentenceCount / 2 - heldOut.count
    return (pairs + options.batchSize - 1) / options.batchSize
  }

  /// Whether the update after `step` others is one of pairs, in epochs of so many corpus batches.
  func isDue(at step: Int, corpusBatches: Int) -> Bool {
    // Counted by the corpus, so that the last step of an epoch is one of the corpus, which ends it.
    let all = countPerEpoch + corpusBatches
    return (step + 1) * corpusBatches / all == step * corpusBatches / all
  }

  /// The batch at a position of the order, which moves on.
  func next(
    _ position: inout TrainingState.PairPosition
  ) throws -> (numbers: ArraySlice<Int>, pairs: SentencePairs) {
    while true {
      let order = EpochOrder(
        seed: options.seed, epoch: position.epoch, chunkCount: file.chunkCount)
      if position.window >= order.windowCount {
        position.epoch += 1
        (position.window, position.batch) = (0, 0)
        continue
      }
      let (pairs, batches) = try window(order, position.window)
      if position.batch < batches.count {
        position.batch += 1
        return (batches[position.batch - 1], pairs)
      }
      position.window += 1
      position.batch = 0
    }
  }

  /// The pairs of a window, read again only if another was read last.
  private func window(
    _ order: EpochOrder, _ number: Int
  ) throws -> (SentencePairs, WindowBatches) {
    if let window, window.epoch == order.epoch, window.number == number {
      return (window.pairs, window.batches)
    }
    let split = split
    let pairs = try Self.read(file, order.chunks(ofWindow: number)) { !split.holdsOut($0) }
    let batches = order.batches(
      lengths: (0..<pairs.count).map { pairs.length($0) }, window: number,
      batchSize: options.batchSize)
    window = (order.epoch, number, pairs, batches)
    return (pairs, batches)
  }

  /// The pairs of some chunks whose numbers are accepted.
  private static func read(
    _ file: TokenFile, _ chunks: some Sequence<Int>, where accepts: (Int) -> Bool
  ) throws -> SentencePairs {
    var pairs = SentencePairs()
    for index in chunks {
      let chunk = try file.chunk(index)
      let first = index * TokenFile.chunkSize / 2
      for pair in 0..<chunk.count / 2 where accepts(first + pair) {
        pairs.append(pair, of: chunk)
      }
    }
    return pairs
  }
}
