import CTensorKernels
import Foundation
import Synchronization

/// A fixed set of threads that run the same loop together and wait for each other.
///
/// Between two loops a worker spins for some microseconds before it sleeps, because a training step
/// forks and joins at every time step. The calling thread works too, so a pool of one thread starts
/// no others.
///
/// The indices of a loop are handed out in no fixed order. Work that must give the same bytes for
/// any number of threads gives every index its own output.
///
/// Any number of threads and tasks may call a pool at once: it runs one loop at a time, and the
/// other callers wait. What they share besides the pool is theirs to protect. A pool of one thread
/// runs each loop on the thread that calls it, so nobody waits.
public final class WorkerPool: Sendable {
  /// How many threads take part, the calling one included.
  public let threads: Int
  private let shared: Shared?

  /// A pool of `threads` threads; 0 means one per core.
  public init(threads requested: Int = 0) {
    precondition(requested >= 0, "\(requested) threads")
    threads = requested > 0 ? requested : ProcessInfo.processInfo.activeProcessorCount
    guard threads > 1 else {
      shared = nil
      return
    }
    let shared = Shared()
    self.shared = shared
    for number in 1..<threads {
      let worker = Thread { shared.work(as: number) }
      worker.name = "textae worker \(number)"
      worker.stackSize = 1 << 20
      worker.start()
    }
  }

  deinit {
    shared?.stop()
  }

  /// Calls `body` with every index in 0 ..< count once, on whichever thread is free, and waits.
  ///
  /// Later loops see what it wrote, on every thread.
  ///
  /// - Precondition: not called from inside a `body` of the same pool. Its threads are taken, and
  ///   an inner loop on one of them would number its workers as the outer loop does.
  public func run(_ count: Int, _ body: @Sendable (_ index: Int) -> Void) {
    run(count) { index, _ in body(index) }
  }

  /// Like `run(_:_:)`, and tells the body which of the threads it is on: 0 ..< threads.
  ///
  /// The number chooses scratch memory that belongs to this call; a result must not depend on it.
  public func run(_ count: Int, _ body: @Sendable (_ index: Int, _ worker: Int) -> Void) {
    precondition(count >= 0, "a loop over \(count) indices")
    guard let shared, count > 1 else {
      for index in 0..<count { body(index, 0) }
      ck_publish_stores()
      return
    }
    withoutActuallyEscaping(body) { shared.run(count, others: threads - 1, isStatic: false, $0) }
  }

  /// Like `run(_:_:)`, but thread i modulo `threads` always runs index i: a static schedule.
  ///
  /// For loops that return to the same weights: each part stays in the cache of its core.
  public func runStatic(_ count: Int, _ body: @Sendable (_ index: Int, _ worker: Int) -> Void) {
    guard let shared, count > 1 else {
      for index in 0..<count { body(index, 0) }
      ck_publish_stores()
      return
    }
    withoutActuallyEscaping(body) { shared.run(count, others: threads - 1, isStatic: true, $0) }
  }

  /// Splits 0 ..< count into ranges of `grain`, the last perhaps shorter, runs them, and waits.
  public func run(_ count: Int, grain: Int, _ body: @Sendable (_ range: Range<Int>) -> Void) {
    precondition(grain > 0, "ranges of \(grain) indices")
    run((count + grain - 1) / grain) { part, _ in
      body(part * grain..<min(count, (part + 1) * grain))
    }
  }
}
