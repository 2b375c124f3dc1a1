import TensorKit

extension SkipGramTrainer {
  /// Chunks whose windows are drawn before any of them is trained on.
  static let chunksPerBatch = 8

  /// Windows scored together from the same weights: sixteen, and fewer where the vocabulary is so
  /// small that a word would be drawn several times in a block and be moved too far.
  var windowsPerBlock: Int {
    let drawn = sampler.largestNoise * Double(sampler.negativeCount)
    return max(1, min(16, Int(2 / drawn)))
  }

  /// Trains with a result that depends on the seed only, not on the number of threads.
  ///
  /// The columns of both matrices are cut into a fixed number of parts. For a block of windows every
  /// thread computes what its parts add to the scores; all wait for each other; each sums the parts
  /// in the same order and updates its own columns. So no float is written by two threads, and
  /// every sum has one order. The scores of a block do not see the updates of that block, which
  /// at sixteen windows costs no quality that we could measure. More threads than parts do not help.
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
        if reporter.shouldStop { return }
        let chunks = first..<min(first + plans.count, source.chunkCount)
        pool.run(chunks.count) { index in
          draw(plans[index], chunk: first + index, pass: pass, of: source)
        }
        if reporter.shouldStop { return }
        run.train(plans[0..<chunks.count], pool: pool)
        reporter.add(words: chunks.reduce(0) { $0 + sampler.vocabulary.words(inChunk: $1) })
      }
    }
  }

  private func draw(_ plan: WindowPlan, chunk index: Int, pass: Int, of source: some SentenceSource)
  {
    do {
      let chunk = try source.chunk(at: index)
      plan.draw(0..<chunk.sentenceCount, of: chunk, at: index, pass: pass, with: sampler)
    } catch {
      reporter.stop(error)
    }
  }
}
