import Synchronization
import TensorKit
import Testing

@Suite("Spin barrier")
struct SpinBarrierTests {
  @Test("No thread continues before all have arrived", arguments: [1, 2, 3])
  func order(threads: Int) {
    let (meeting, pool) = (SpinBarrier(), WorkerPool(threads: threads))
    let rounds = 200
    let arrivals = Atomic(0)
    let early = Atomic(0)
    pool.runStatic(threads) { _, _ in
      for round in 1...rounds {
        arrivals.add(1, ordering: .acquiringAndReleasing)
        meeting.wait(parties: threads)
        if arrivals.load(ordering: .acquiring) < round * threads {
          early.add(1, ordering: .relaxed)
        }
      }
    }
    #expect(early.load(ordering: .relaxed) == 0)
    #expect(arrivals.load(ordering: .relaxed) == rounds * threads)
  }
}
