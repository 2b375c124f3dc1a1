import Synchronization
import TensorKit

/// Learns word vectors by skip-gram with negative sampling (Mikolov et al. 2013).
///
/// Every center predicts nothing itself: the vectors of its context words are moved so that the center
/// is told from a few words drawn at random. All context words of a center share those negatives (Ji et
/// al. 2016), so that a window is a few small matrix products.
///
/// Two modes. Without locks: threads take chunks of the corpus and write the same rows; a few updates
/// get lost, no two runs agree to the bit, unless there is one thread. Deterministic: see
/// `trainDeterministically`; the same bytes for any number of threads.
struct SkipGramTrainer {
  let sampler: WindowSampler
  let weights: SkipGramWeights
  let pool: WorkerPool
  let reporter: ProgressReporter

  var configuration: SkipGramConfiguration { sampler.configuration }

  /// Sentences whose windows are drawn at once: few enough that the windows stay in cache.
  static let sentencesPerPlan = 64

  /// Trains all passes over `source`.
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
        if job >= jobs || reporter.shouldStop { return }
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
    let chunk = try source.chunk(at: index)
    for sentences in SkipGramTrainer.pieces(of: chunk) {
      plan.draw(sentences, of: chunk, at: index, pass: pass, with: sampler)
      weights.train(plan)
    }
    reporter.add(words: sampler.vocabulary.words(inChunk: index))
  }

  /// The sentences of a chunk in runs that are drawn at once.
  static func pieces(of chunk: SentenceChunk) -> [Range<Int>] {
    stride(from: 0, to: chunk.sentenceCount, by: sentencesPerPlan).map {
      $0..<min($0 + sentencesPerPlan, chunk.sentenceCount)
    }
  }
}
