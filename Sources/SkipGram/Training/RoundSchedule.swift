import CTensorKernels
import Foundation
import Synchronization

/// Hands out work that goes in rounds: in each, every group is worked on once, then the next begins.
///
/// A thread takes its own group, so that the group's memory stays in its cache. Rounds last
/// microseconds. If the others do not come, because the machine has no core for them, a thread does
/// their groups too.
package final class RoundSchedule: Sendable {
  /// One group: the round that it waits for. An object, because atomics cannot stand in an array.
  private final class Group: Sendable {
    let round = Atomic<Int>(0)
  }

  private let rounds: Int
  private let groups: [Group]
  private let done = Atomic<Int>(0)

  /// Looks at the others' progress, some microseconds in all, before a thread does their work.
  private static let patience = 200

  package init(rounds: Int, groups: Int) {
    self.rounds = rounds
    self.groups = (0..<groups).map { _ in Group() }
  }

  /// Takes part in all rounds, with `own` as the group to begin with; several threads call this.
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

  /// Works on a group unless it is taken in that round; false if so.
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
