import TensorKit

/// Trains blocks of windows with the columns divided among the threads.
@safe final class ColumnParallelRun: @unchecked Sendable {
  // Safe to share: a thread writes columns and scores of its own; others read them a round later.
  private let weights: SkipGramWeights
  private let windowsPerBlock: Int
  /// The columns of each part.
  private let columns: [Range<Int>]
  /// Copies of these columns, which are trained.
  private let parts: [SkipGramWeights]
  /// The parts of each group; a group belongs to one thread.
  private let groups: [Range<Int>]
  /// The contexts for which a window has room.
  private let contexts: Int
  /// Floats of the scores of one part of a block, and of its gradients.
  private let blockSize: Int
  /// The scores of every part, for two blocks in turn; after them the gradients of each group.
  private let memory: UnsafeMutablePointer<Float>

  /// The number of parts: a function of the columns alone, because sums run over parts.
  ///
  /// Adding up the lanes of a score costs as much as 64 columns, so a part has 128 or more; but two
  /// threads should always have work.
  private static func parts(lines: Int) -> Int {
    lines < 4 ? 1 : max(2, min(8, lines / 8))
  }

  init(
    weights: SkipGramWeights, windowSize: Int, negativeCount: Int, windowsPerBlock: Int,
    threads: Int
  ) {
    let lines = weights.stride / 16
    let count = ColumnParallelRun.parts(lines: lines)
    let threads = min(threads, count)
    self.weights = weights
    self.windowsPerBlock = windowsPerBlock
    columns = (0..<count).map { $0 * lines / count * 16..<($0 + 1) * lines / count * 16 }
    parts = columns.map { SkipGramWeights(columns: $0, of: weights) }
    groups = (0..<threads).map { $0 * count / threads..<($0 + 1) * count / threads }
    contexts = 2 * windowSize
    let outputBlocks = (negativeCount + 6) / 6
    blockSize = windowsPerBlock * outputBlocks * contexts * 8
    let bytes = (2 * count + threads) * blockSize * MemoryLayout<Float>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    unsafe raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    unsafe memory = raw.assumingMemoryBound(to: Float.self)
  }

  deinit {
    // Safe: allocated in the initialiser, freed once.
    unsafe memory.deallocate()
  }

  /// Trains all windows of `plans`, in order.
  func train(_ plans: some Sequence<WindowPlan>, pool: WorkerPool) {
    let blocks = plans.flatMap { plan in
      stride(from: 0, to: plan.windowCount, by: windowsPerBlock).map { first in
        WindowBlock(
          plan: plan, windows: first..<min(first + windowsPerBlock, plan.windowCount),
          contexts: contexts)
      }
    }
    // A round finishes the previous block and scores the next one.
    let schedule = RoundSchedule(rounds: blocks.count + 1, groups: groups.count)
    pool.run(groups.count) { own in
      schedule.work(own: own) { round, group in
        if round > 0 { finish(blocks[round - 1], turn: round - 1, group: group) }
        if round < blocks.count { score(blocks[round], turn: round, group: group) }
      }
    }
  }

  // Two sets of scores suffice: a round begins when all groups have ended the previous one, so no
  // group still reads the scores of two rounds ago.

  private func score(_ block: WindowBlock, turn: Int, group: Int) {
    for part in groups[group] {
      // Safe: scores that only this group writes, with room for a block.
      unsafe parts[part].scores(
        block, into: memory + (turn % 2 * parts.count + part) * blockSize)
    }
  }

  private func finish(_ block: WindowBlock, turn: Int, group: Int) {
    // Safe: the gradients of this group, after both sets of scores.
    let gradients = unsafe memory + (2 * parts.count + group) * blockSize
    unsafe weights.gradients(
      block, scores: memory + turn % 2 * parts.count * blockSize, parts: parts.count,
      stride: blockSize, into: gradients)
    for part in groups[group] { unsafe parts[part].update(block, gradients: gradients) }
  }

  /// Copies the trained columns back; to be called once, at the end.
  func putBack() {
    for (columns, part) in zip(columns, parts) {
      weights.replaceColumns(from: columns.lowerBound, with: part)
    }
  }
}
