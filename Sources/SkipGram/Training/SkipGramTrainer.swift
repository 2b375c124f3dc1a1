import DataStructures
import Synchronization
import TensorKit

/// Learns word vectors by skip-gram with negative sampling (Mikolov et al. 2013).
///
/// The vectors of the context words of a center are moved so that they tell the center from a few
/// words drawn at random. All context words of a center share those negatives (Ji et al. 2016), so
/// that a window is a few small matrix products.
///
/// There are two modes. Without locks, threads take chunks of the corpus and write the same rows: a
/// few updates get lost, and with more than one thread no two runs agree to the bit. Deterministic
/// training gives the same bytes for any number of threads: see `trainDeterministically`.
struct SkipGramTrainer {
  let sampler: WindowSampler
  let weights: SkipGramWeights
  let pool: WorkerPool
  let reporter: ProgressReporter

  var configuration: SkipGramConfiguration { sampler.configuration }

  /// Sentences whose windows are drawn together: few enough that the windows stay in cache.
  static let sentencesPerPlan = 64

  /// Trains all passes over `source`, or until the time is up.
  func train(on source: some SentenceSource) throws {
    if configuration.isDeterministic {
      trainDeterministically(on: source)
    } else {
      trainWithoutLocks(on: source)
    }
    try reporter.finish()
  }

  private func trainWithoutLocks(on source: some SentenceSource) {
    let next = Atomic<Int>(0)
    let jobs = source.chunkCount * configuration.epochs
    pool.run(pool.threads) { _ in
      let plan = sampler.makePlan()
      while true {
        let job = next.add(1, ordering: .relaxed).oldValue
        if job >= jobs || reporter.shouldEnd { return }
        do {
          try trainChunk(
            job % source.chunkCount, pass: job / source.chunkCount, of: source, plan: plan)
        } catch {
          return reporter.stop(error)
        }
      }
    }
  }

  private func trainChunk(
    _ index: Int, pass: Int, of source: some SentenceSource, plan: WindowPlan
  ) throws {
    let chunk = try source.chunk(index)
    for sentences in SkipGramTrainer.pieces(of: chunk) {
      plan.draw(
        sentences, of: chunk, at: index, pass: pass, timeUsed: reporter.clock.usedFraction,
        with: sampler)
      weights.train(plan)
    }
    reporter.add(words: sampler.vocabulary.words(inChunk: index))
  }

  /// The sentences of a chunk in runs whose windows are drawn together.
  static func pieces(of chunk: TokenSequences) -> [Range<Int>] {
    stride(from: 0, to: chunk.count, by: sentencesPerPlan).map {
      $0..<min($0 + sentencesPerPlan, chunk.count)
    }
  }
}
