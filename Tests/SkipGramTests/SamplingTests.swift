import SkipGram
import Synchronization
import TensorKit
import Testing

@Suite("Sampling and work sharing")
struct SamplingTests {
  @Test(
    "An alias table draws each entry as often as it weighs",
    arguments: [
      [1.0], [1, 1], [5, 0, 3, 2], [0.001, 1, 1000], Array(repeating: 1.0, count: 100),
    ])
  func aliasTable(weights: [Double]) {
    let table = AliasTable(weights: weights)
    // The exact probability of each entry: draws that hit it and stay, and draws sent to it.
    var mass = [Double](repeating: 0, count: weights.count)
    for (index, entry) in table.entries.enumerated() {
      let stays = (Double(entry.threshold) + (entry.alias == index ? 1 : 0)) / 0x1p32
      mass[index] += entry.alias == index ? 1 : stays
      mass[Int(entry.alias)] += entry.alias == index ? 0 : 1 - stays
    }
    let sum = weights.reduce(0, +)
    for (found, weight) in zip(mass, weights) {
      #expect(abs(found / Double(weights.count) - weight / sum) < 1e-9)
    }
  }

  @Test("Every group is processed once per round, and no round begins before the last has ended")
  func rounds() {
    for (threads, groups) in [(1, 3), (2, 2), (4, 3), (3, 1)] {
      let schedule = RoundSchedule(rounds: 50, groups: groups)
      let calls = Mutex<[[Int]]>(Array(repeating: [], count: 50))
      let running = Atomic<Int>(0)
      let early = Atomic<Int>(0)
      WorkerPool(threads: threads).run(threads) { thread in
        schedule.work(own: thread % groups) { round, group in
          if running.load(ordering: .sequentiallyConsistent) / groups != round {
            early.add(1, ordering: .relaxed)
          }
          calls.withLock { $0[round].append(group) }
          running.add(1, ordering: .sequentiallyConsistent)
        }
      }
      #expect(early.load(ordering: .relaxed) == 0)
      #expect(calls.withLock { $0 }.allSatisfy { $0.sorted() == Array(0..<groups) })
    }
  }

  @Test("Frequent words are dropped, and the rest still learns")
  func subsampling() throws {
    var configuration = ToyCorpus.configuration
    configuration.subsamplingThreshold = 1e-9
    // So few words are kept that no window is left, and the vectors stay where they began.
    let kept = try ToyCorpus.model(configuration).wordVectors.values
    configuration.epochs = 1
    #expect(try ToyCorpus.model(configuration).wordVectors.values == kept)
    configuration.subsamplingThreshold = 0
    #expect(try ToyCorpus.model(configuration).wordVectors.values != kept)
  }
}
