import CTensorKernels
import Foundation
import Synchronization

/// A fixed set of threads that run the same loop together and wait for each other.
///
/// Between two loops a worker spins for some microseconds before it sleeps, because a training step
/// forks and joins at every time step. The calling thread works too, so a pool of one starts none.
///
/// The indices of a loop are handed out in no fixed order. Work that must give the same bytes for any
/// number of threads gives every index its own output.
public final class WorkerPool: Sendable {
  /// How many threads take part, the calling one included.
  public let threads: Int
  private let shared: Shared?

  /// A pool of `threads` threads; 0 takes one a core.
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
  /// What it wrote, other threads see in the loops to come.
  ///
  /// Not to be called from inside `body`, nor from two threads at a time.
  public func run(_ count: Int, _ body: @Sendable (_ index: Int) -> Void) {
    run(count) { index, _ in body(index) }
  }

  /// As `run(_:_:)`, and tells the body which of the threads it is on: 0 ..< threads.
  ///
  /// The number is for scratch memory only; a result must not depend on it.
  public func run(_ count: Int, _ body: @Sendable (_ index: Int, _ worker: Int) -> Void) {
    precondition(count >= 0, "\(count) pieces of work")
    guard let shared, count > 1 else {
      for index in 0..<count { body(index, 0) }
      ck_publish_stores()
      return
    }
    withoutActuallyEscaping(body) { shared.run(count, others: threads - 1, isFixed: false, $0) }
  }

  /// As `run(_:_:)`, but index i is always run by thread i modulo `threads`.
  ///
  /// For loops that come back to the same weights again and again: each stays in the cache of its core.
  public func runStatic(_ count: Int, _ body: @Sendable (_ index: Int, _ worker: Int) -> Void) {
    guard let shared, count > 1 else {
      for index in 0..<count { body(index, 0) }
      ck_publish_stores()
      return
    }
    withoutActuallyEscaping(body) { shared.run(count, others: threads - 1, isFixed: true, $0) }
  }

  /// Splits 0 ..< count in ranges of `grain` (the last may be shorter), runs them, and waits.
  public func run(_ count: Int, grain: Int, _ body: @Sendable (_ range: Range<Int>) -> Void) {
    precondition(grain > 0, "pieces of \(grain)")
    run((count + grain - 1) / grain) { piece, _ in
      body(piece * grain..<min(count, (piece + 1) * grain))
    }
  }
}
