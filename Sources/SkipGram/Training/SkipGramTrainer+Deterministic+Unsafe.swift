import Synchronization
import TensorKit

extension SkipGramTrainer {
  /// Windows scored together from the same weights.
  static let windowsPerBlock = 16
  /// The parts into which the columns are cut; more threads than parts do not help.
  static let maximumParts = 4

  /// Trains with a result that depends on the seed only, not on the number of threads.
  ///
  /// The columns of both matrices are cut into a fixed number of parts, and every part belongs to one
  /// thread. For a block of windows each thread computes what its columns add to the scores; all
  /// wait for each other; each sums the parts in the same order and updates its own columns. So no
  /// float is written by two threads, and every sum has one order. Windows of a block do not see
  /// each other's updates in their scores, which at 16 windows costs no quality that we could measure.
  func trainDeterministically(on source: some SentenceSource) {
    let groups = weights.stride / 16
    let parts = min(SkipGramTrainer.maximumParts, groups)
    let threads = min(pool.threads, parts)
    let shared = DeterministicRun(
      trainer: self, columns: (0...parts).map { $0 * groups / parts * 16 }, threads: threads)
    // Every thread waits for the others inside, so each takes exactly one index.
    pool.run(threads) { thread in shared.work(as: thread, on: source) }
  }
}

/// What the threads of a deterministic run share.
@safe private final class DeterministicRun: @unchecked Sendable {
  private let trainer: SkipGramTrainer
  /// Where parts begin, and at last the end: [parts + 1].
  private let columns: [Int]
  private let threads: Int
  private let barrier: SpinBarrier
  /// Contexts for which a window has room.
  private let contexts: Int
  /// Floats of the scores of one part of one block.
  private let blockSize: Int
  /// Scores of every part for two blocks in turn: a thread may begin a block while another still
  /// reads the one before, but not two.
  private let scores: UnsafeMutablePointer<Float>
  /// The chunk being trained and its windows, set by the first thread between two barriers.
  private var chunk = SentenceChunk(tokens: [], offsets: [0])
  private var plans: [WindowPlan] = []
  private var shouldStop = false

  private var parts: Int { columns.count - 1 }

  init(trainer: SkipGramTrainer, columns: [Int], threads: Int) {
    self.trainer = trainer
    self.columns = columns
    self.threads = threads
    barrier = SpinBarrier(parties: threads)
    contexts = 2 * trainer.configuration.windowSize
    let outputBlocks = (trainer.configuration.negativeCount + 6) / 6
    blockSize = SkipGramTrainer.windowsPerBlock * outputBlocks * contexts * 8
    unsafe scores = DeterministicRun.allocate(2 * (columns.count - 1) * blockSize)
  }

  deinit {
    // Safe: allocated in the initialiser, freed once.
    unsafe scores.deallocate()
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: count * 4)
    return unsafe memory.assumingMemoryBound(to: Float.self)
  }

  /// The whole run as one of the threads sees it.
  func work(as thread: Int, on source: some SentenceSource) {
    let gradients = unsafe DeterministicRun.allocate(blockSize)
    defer { unsafe gradients.deallocate() }
    var turn = 0
    for pass in 0..<trainer.configuration.epochs {
      for index in 0..<source.chunkCount {
        if thread == 0 { read(index, of: source) }
        barrier.wait()
        if shouldStop { return }
        drawPlans(as: thread, index: index, pass: pass)
        barrier.wait()
        for plan in plans {
          unsafe trainPlan(plan, as: thread, turn: &turn, gradients: gradients)
        }
        barrier.wait()
        if thread == 0 {
          trainer.reporter.add(words: trainer.sampler.vocabulary.words(inChunk: index))
        }
      }
    }
  }

  private func read(_ index: Int, of source: some SentenceSource) {
    do {
      chunk = try source.chunk(at: index)
      let pieces = SkipGramTrainer.pieces(of: chunk).count
      while plans.count < pieces { plans.append(WindowPlan(configuration: trainer.configuration)) }
      plans.removeLast(plans.count - pieces)
    } catch {
      trainer.reporter.stop(error)
    }
    shouldStop = trainer.reporter.shouldStop
  }

  private func drawPlans(as thread: Int, index: Int, pass: Int) {
    let pieces = SkipGramTrainer.pieces(of: chunk)
    for piece in stride(from: thread, to: pieces.count, by: threads) {
      plans[piece].draw(pieces[piece], of: chunk, at: index, pass: pass, with: trainer.sampler)
    }
  }

  private func trainPlan(
    _ plan: WindowPlan, as thread: Int, turn: inout Int, gradients: UnsafeMutablePointer<Float>
  ) {
    let owned = thread * parts / threads..<(thread + 1) * parts / threads
    let mine = columns[owned.lowerBound]..<columns[owned.upperBound]
    let step = SkipGramTrainer.windowsPerBlock
    for first in stride(from: 0, to: plan.windowCount, by: step) {
      let block = WindowBlock(
        plan: plan, windows: first..<min(first + step, plan.windowCount), contexts: contexts)
      // Safe: one of the two halves of the scores, in it one stretch a part, and a block has at
      // most as many windows as there is room for.
      let half = unsafe scores + turn % 2 * parts * blockSize
      for part in owned {
        unsafe trainer.weights.scores(
          block, part: columns[part]..<columns[part + 1], into: half + part * blockSize)
      }
      barrier.wait()
      unsafe trainer.weights.gradients(
        block, scores: half, parts: parts, stride: blockSize, into: gradients)
      unsafe trainer.weights.update(block, part: mine, gradients: gradients)
      turn += 1
    }
  }
}
