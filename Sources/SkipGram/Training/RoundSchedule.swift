import CTensorKernels
import Foundation
import Synchronization

/// Hands out work in rounds: each round works on every group once, then the next begins.
///
/// A thread takes its own group first, so that the group's memory stays in its cache. Rounds last
/// microseconds. A thread whose peers are late, because the machine has no core for them, does
/// their groups too.
package final class RoundSchedule: Sendable {
  /// The round that a group waits for. An object, because an array cannot hold atomics.
  private final class Group: Sendable {
    let round = Atomic<Int>(0)
  }

  private let rounds: Int
  private let groups: [Group]
  private let done = Atomic<Int>(0)

  /// How often a thread checks on its peers, for some microseconds, before it does their work.
  private static let patience = 200

  package init(rounds: Int, groups: Int) {
    self.rounds = rounds
    self.groups = (0..<groups).map { _ in Group() }
  }

  /// Takes part in all rounds, and begins each with the group `own`; several threads call this.
  package func work(own: Int, _ body: (_ round: Int, _ group: Int) -> Void) {
    for round in 0..<rounds {
      take(own, in: round, body)
      let complete = (round + 1) * groups.count
      var looks = 0
      while done.load(ordering: .acquiring) < complete {
        looks += 1
        if looks < RoundSchedule.patience {
          ck_pause()
        } else if !groups.indices.contains(where: { take($0, in: round, body) }) {
          sched_yield()
        }
      }
    }
  }

  /// Works on a group, unless another thread took it in that round; then it returns false.
  @discardableResult
  private func take(
    _ group: Int, in round: Int, _ body: (_ round: Int, _ group: Int) -> Void
  ) -> Bool {
    let claim = groups[group].round.compareExchange(
      expected: round, desired: round + 1, ordering: .acquiringAndReleasing)
    guard claim.exchanged else { return false }
    body(round, group)
    done.add(1, ordering: .acquiringAndReleasing)
    return true
  }
}
