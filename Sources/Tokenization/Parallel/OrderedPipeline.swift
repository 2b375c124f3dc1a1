import Dispatch
import FileFormats
import Foundation

/// What one thread does to the blocks it gets, with buffers of its own.
protocol BlockWorker: AnyObject, SendableMetatype {
  associatedtype Result: Sendable

  func work(on block: LineBlock) -> Result

  /// Called on the same thread after the last block.
  func finish()
}

/// Blocks read one at a time, worked on by several threads, and their results delivered in order.
///
/// What is delivered, and in which order, does not depend on the number of threads. Memory is
/// bounded: reading waits while too many results are outstanding.
final class OrderedPipeline<Worker: BlockWorker>: @unchecked Sendable {
  // `read` and its count are guarded by `reading`; `deliver` and the rest by `condition`.
  private let reading = NSLock()
  private let read: () throws -> LineBlock?
  private var nextToRead = 0
  private let condition = NSCondition()
  private let deliver: (Worker.Result) throws -> Void
  private var nextToDeliver = 0
  private var pending: [Int: Worker.Result] = [:]
  private var failure: (any Error)?
  private let mostOutstanding: Int
  private let threads: Int

  private init(
    threads: Int, read: @escaping () throws -> LineBlock?,
    deliver: @escaping (Worker.Result) throws -> Void
  ) {
    self.threads = threads
    self.read = read
    self.deliver = deliver
    mostOutstanding = threads * 4
  }

  /// Runs to the end, or to the first error of `read` or `deliver`, which is thrown.
  ///
  /// `makeWorker` is called once on each thread.
  static func run(
    threads: Int, read: () throws -> LineBlock?,
    makeWorker: @escaping @Sendable () -> Worker,
    deliver: (Worker.Result) throws -> Void
  ) throws {
    try withoutActuallyEscaping(read) { read in
      try withoutActuallyEscaping(deliver) { deliver in
        let pipeline = OrderedPipeline(threads: threads, read: read, deliver: deliver)
        pipeline.run(makeWorker)
        if let failure = pipeline.failure { throw failure }
      }
    }
  }

  private func run(_ makeWorker: @escaping @Sendable () -> Worker) {
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let worker = makeWorker()
      while let (index, block) = self.take() { self.hand(worker.work(on: block), index) }
      worker.finish()
    }
  }

  private func take() -> (Int, LineBlock)? {
    reading.withLock {
      condition.lock()
      while failure == nil, nextToRead - nextToDeliver >= mostOutstanding { condition.wait() }
      let hasFailed = failure != nil
      condition.unlock()
      guard !hasFailed else { return nil }
      do {
        guard let block = try read() else { return nil }
        defer { nextToRead += 1 }
        return (nextToRead, block)
      } catch {
        condition.withLock { failure = failure ?? error }
        return nil
      }
    }
  }

  private func hand(_ result: Worker.Result, _ index: Int) {
    condition.withLock {
      pending[index] = result
      while failure == nil, let next = pending.removeValue(forKey: nextToDeliver) {
        do { try deliver(next) } catch { failure = error }
        nextToDeliver += 1
      }
      condition.broadcast()
    }
  }
}
