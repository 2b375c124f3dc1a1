import CTensorKernels
import DataStructures
import Foundation
import Synchronization

extension WorkerPool {
  /// What the threads of a pool share: the loop that runs, and where they wait.
  final class Shared: Sendable {
    typealias Body = @Sendable (_ index: Int, _ worker: Int) -> Void

    /// The loop that runs. Written only while no worker is inside a round.
    private struct Job {
      var body: Body?
      var count = 0
      /// The distance between the indices of a worker; 0 hands them out to whoever is free.
      var stride = 0
      var isStopped = false
    }

    /// Held by the caller whose loop runs. Not a `Mutex`: the thread sanitizer knows this lock.
    private let turn = NSLock()
    /// The thread that holds it, or 0.
    private let caller = Atomic<UInt>(0)
    /// The threads of the pool but for the caller.
    private let workers = Locked<Set<UInt>>([])

    private let job = Mutex(Job())
    private let round = Atomic<Int>(0)
    private let nextIndex = Atomic<Int>(0)
    private let working = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let bell = NSCondition()

    /// Some hundred microseconds: longer than the gap between two loops of a training step.
    private static let spins = 4_000

    func run(_ count: Int, others: Int, isStatic: Bool, _ body: @escaping Body) {
      takeTurn()
      defer { endTurn() }
      let stride = isStatic ? others + 1 : 0
      job.withLock { $0 = Job(body: body, count: count, stride: stride) }
      nextIndex.store(0, ordering: .relaxed)
      working.store(others, ordering: .relaxed)
      startRound()
      takeIndices(count, worker: 0, stride: stride, body)
      waitForOthers()
      job.withLock { $0.body = nil }
    }

    /// Waits until no other caller's loop runs.
    ///
    /// The usual single caller finds the lock free and pays for an atomic exchange. Whoever has to
    /// wait must not be a thread of the loop it waits for.
    private func takeTurn() {
      let thread = UInt(ck_thread_id())
      if !turn.try() {
        precondition(
          caller.load(ordering: .relaxed) != thread && !workers.withLock { $0.contains(thread) },
          "a loop of a worker pool was started inside another loop of the same pool")
        turn.lock()
      }
      caller.store(thread, ordering: .relaxed)
    }

    private func endTurn() {
      caller.store(0, ordering: .relaxed)
      turn.unlock()
    }

    private func waitForOthers() {
      var spins = 0
      while working.load(ordering: .acquiring) > 0 {
        spins += 1
        // With more threads than cores, the others need this core.
        if spins < Shared.spins { ck_pause() } else { sched_yield() }
      }
    }

    func stop() {
      job.withLock { $0 = Job(isStopped: true) }
      startRound()
    }

    private func startRound() {
      round.add(1, ordering: .sequentiallyConsistent)
      // A worker counts itself as asleep before it checks the round one last time, so either it
      // sees the new round or its sleep is noticed here.
      guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
      bell.lock()
      bell.broadcast()
      bell.unlock()
    }

    /// What a worker does until the pool ends: wait for a round, run indices, report, repeat.
    func work(as worker: Int) {
      _ = workers.withLock { $0.insert(UInt(ck_thread_id())) }
      var seen = 0
      while true {
        seen = waitForRound(after: seen)
        guard takePart(as: worker) else { return }
        working.subtract(1, ordering: .releasing)
      }
    }

    /// Works on the loop of this round; false once the pool has ended.
    ///
    /// A separate function, so that no copy of the closure is left when the round is reported.
    private func takePart(as worker: Int) -> Bool {
      let current = job.withLock { $0 }
      if let body = current.body {
        takeIndices(current.count, worker: worker, stride: current.stride, body)
      }
      return !current.isStopped
    }

    private func takeIndices(_ count: Int, worker: Int, stride: Int, _ body: Body) {
      defer { ck_publish_stores() }
      if stride > 0 {
        for index in Swift.stride(from: worker, to: count, by: stride) { body(index, worker) }
        return
      }
      while true {
        let index = nextIndex.add(1, ordering: .relaxed).oldValue
        if index >= count { return }
        body(index, worker)
      }
    }

    private func waitForRound(after seen: Int) -> Int {
      for _ in 0..<Shared.spins {
        let current = round.load(ordering: .acquiring)
        if current != seen { return current }
        ck_pause()
      }
      bell.lock()
      defer { bell.unlock() }
      sleepers.add(1, ordering: .sequentiallyConsistent)
      defer { sleepers.subtract(1, ordering: .sequentiallyConsistent) }
      while round.load(ordering: .sequentiallyConsistent) == seen { bell.wait() }
      return round.load(ordering: .acquiring)
    }
  }
}
