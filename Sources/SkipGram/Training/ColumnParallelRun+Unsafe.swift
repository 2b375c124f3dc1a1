import TensorKit

/// Trains blocks of windows with the columns shared out among the threads.
@safe final class ColumnParallelRun: @unchecked Sendable {
  private let weights: SkipGramWeights
  private let windowsPerBlock: Int
  /// Where parts begin, and at last the end: [parts + 1].
  private let bounds: [Int]
  /// The parts of each group; a group belongs to one thread.
  private let groups: [Range<Int>]
  /// Contexts for which a window has room.
  private let contexts: Int
  /// Floats of the scores of one part of a block, and of its gradients.
  private let blockSize: Int
  /// Scores of every part, for two blocks in turn; behind them the gradients, for each group its own.
  private let memory: UnsafeMutablePointer<Float>

  /// The number of parts, where there are as many columns; fixed, because sums run over parts.
  private static let maximumParts = 4

  private var parts: Int { bounds.count - 1 }

  init(
    weights: SkipGramWeights, windowSize: Int, negativeCount: Int, windowsPerBlock: Int,
    threads: Int
  ) {
    let lines = weights.stride / 16
    let parts = min(ColumnParallelRun.maximumParts, lines)
    let threads = min(threads, parts)
    self.weights = weights
    self.windowsPerBlock = windowsPerBlock
    bounds = (0...parts).map { $0 * lines / parts * 16 }
    groups = (0..<threads).map { $0 * parts / threads..<($0 + 1) * parts / threads }
    contexts = 2 * windowSize
    let outputBlocks = (negativeCount + 6) / 6
    blockSize = windowsPerBlock * outputBlocks * contexts * 8
    let bytes = (2 * parts + threads) * blockSize * MemoryLayout<Float>.stride
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
    // In a round the block before is finished and the next one scored.
    let schedule = RoundSchedule(rounds: blocks.count + 1, groups: groups.count)
    pool.run(groups.count) { own in
      schedule.work(own: own) { round, group in
        if round > 0 { finish(blocks[round - 1], turn: round - 1, group: group) }
        if round < blocks.count { score(blocks[round], turn: round, group: group) }
      }
    }
  }

  // Two turns of scores suffice: a round begins when all groups have ended the one before, so
  // nobody still reads the scores of two rounds ago.

  private func score(_ block: WindowBlock, turn: Int, group: Int) {
    let owned = groups[group]
    // Safe: parts of the scores that only this group writes, each with room for a block.
    let scores = unsafe memory + (turn % 2 * parts + owned.lowerBound) * blockSize
    unsafe bounds.withUnsafeBufferPointer { bounds in
      guard let first = bounds.baseAddress else { return }
      unsafe weights.scores(
        block, bounds: first + owned.lowerBound, parts: owned.count, stride: blockSize,
        into: scores)
    }
  }

  private func finish(_ block: WindowBlock, turn: Int, group: Int) {
    let owned = groups[group]
    // Safe: the gradients of this group, behind both turns of scores.
    let gradients = unsafe memory + (2 * parts + group) * blockSize
    unsafe weights.gradients(
      block, scores: memory + turn % 2 * parts * blockSize, parts: parts, stride: blockSize,
      into: gradients)
    unsafe weights.update(
      block, part: bounds[owned.lowerBound]..<bounds[owned.upperBound], gradients: gradients)
  }
}
