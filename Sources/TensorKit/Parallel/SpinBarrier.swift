import CTensorKernels
import Foundation
import Synchronization

/// A barrier at which the threads of one loop wait for each other, as often as they like.
///
/// Cheaper than to end the loop and start another, for steps of some microseconds.
package final class SpinBarrier: Sendable {
  private let arrived = Atomic<Int>(0)
  private let round = Atomic<Int>(0)

  package init() {}

  /// Waits until `parties` threads have called it.
  package func wait(parties: Int) {
    if parties < 2 { return }
    ck_publish_stores()
    let current = round.load(ordering: .acquiring)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == parties {
      arrived.store(0, ordering: .relaxed)
      round.store(current &+ 1, ordering: .releasing)
      return
    }
    var spins = 0
    while round.load(ordering: .acquiring) == current {
      spins += 1
      // With more threads than cores, the others need this core.
      if spins < 4_000 { ck_pause() } else { sched_yield() }
    }
  }
}
