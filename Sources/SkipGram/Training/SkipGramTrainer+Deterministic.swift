import TensorKit

extension SkipGramTrainer {
  /// Chunks whose windows are all drawn before the first of them is trained on.
  static let chunksPerBatch = 8

  /// Windows scored together from the same weights: sixteen, or fewer where the vocabulary is so
  /// small that a word would be drawn several times in a block and be moved too far.
  var windowsPerBlock: Int {
    let drawn = sampler.largestNoise * Double(sampler.negativeCount)
    return max(1, min(16, Int(2 / drawn)))
  }

  /// Trains with a result that depends on the seed only, not on the number of threads.
  ///
  /// The columns of both matrices are divided into a fixed number of parts. For a block of windows,
  /// every thread computes what its parts add to the scores; all wait for each other; each sums the
  /// parts in the same order and updates its own columns. So no float is written by two threads,
  /// and every sum has one order. The scores of a block do not see the updates of that block, which
  /// costs no measurable quality at sixteen windows. More threads than parts do not help.
  ///
  /// A time limit ends this promise: how many words fit into it differs from run to run.
  func trainDeterministically(on source: some SentenceSource) {
    let run = ColumnParallelRun(
      weights: weights, windowSize: configuration.windowSize,
      negativeCount: sampler.negativeCount, windowsPerBlock: windowsPerBlock, threads: pool.threads)
    defer { run.putBack() }
    let plans = (0..<min(SkipGramTrainer.chunksPerBatch, source.chunkCount)).map { _ in
      sampler.makePlan()
    }
    for pass in 0..<configuration.epochs {
      for first in stride(from: 0, to: source.chunkCount, by: plans.count) {
        if reporter.shouldEnd { return }
        let timeUsed = reporter.clock.usedFraction
        let chunks = first..<min(first + plans.count, source.chunkCount)
        pool.run(chunks.count) { index in
          draw(plans[index], chunk: first + index, pass: pass, timeUsed: timeUsed, of: source)
        }
        if reporter.shouldStop { return }
        run.train(plans[0..<chunks.count], pool: pool)
        reporter.add(words: chunks.reduce(0) { $0 + sampler.vocabulary.words(inChunk: $1) })
      }
    }
  }

  private func draw(
    _ plan: WindowPlan, chunk index: Int, pass: Int, timeUsed: Double,
    of source: some SentenceSource
  ) {
    do {
      let chunk = try source.chunk(index)
      plan.draw(
        0..<chunk.count, of: chunk, at: index, pass: pass, timeUsed: timeUsed, with: sampler)
    } catch {
      reporter.stop(error)
    }
  }
}
