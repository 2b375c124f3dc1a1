import Foundation
import Synchronization
import TensorKit
import Testing

@Suite("Worker pool")
struct WorkerPoolTests {
  /// How often each index was run, and on which of the threads last.
  ///
  /// Locked by hand: the thread sanitizer sees through this lock, but not through `Mutex` on Linux.
  private final class Tally: @unchecked Sendable {
    // Safe to share: `lock` guards `entries`.
    struct Entry: Equatable {
      var visits = 0
      var worker = -1
      var thread: ObjectIdentifier?
    }
    private let lock = NSLock()
    private var entries: [Entry]

    init(_ count: Int) {
      entries = Array(repeating: Entry(), count: count)
    }

    func note(_ index: Int, worker: Int = -1) {
      let thread = ObjectIdentifier(Thread.current)
      lock.withLock {
        entries[index].visits += 1
        entries[index].worker = worker
        entries[index].thread = thread
      }
    }

    var all: [Entry] { lock.withLock { entries } }
    var visits: [Int] { all.map(\.visits) }
  }

  @Test(
    "Every index is run exactly once", arguments: [1, 2, 3, 7], [0, 1, 2, 3, 8, 1_000])
  func eachOnce(threads: Int, count: Int) {
    let pool = WorkerPool(threads: threads)
    #expect(pool.threads == threads)
    let tally = Tally(count)
    for _ in 0..<5 { pool.run(count) { tally.note($0) } }
    #expect(tally.visits == Array(repeating: 5, count: count))
  }

  @Test("A pool of zero threads has one thread per core")
  func allCores() {
    #expect(WorkerPool(threads: 0).threads == ProcessInfo.processInfo.activeProcessorCount)
  }

  /// With more threads than a small machine has cores there are few loops: each waits until all
  /// threads have had a turn.
  @Test(
    "Thousands of tiny loops, each finished before the next begins",
    arguments: [(2, 10_000), (3, 1_000), (5, 300)])
  func manyRounds(threads: Int, rounds: Int) {
    let pool = WorkerPool(threads: threads)
    var late = 0
    for round in 0..<rounds {
      var written = [Int](repeating: -1, count: 3)
      written.withUnsafeSlots { slots in pool.run(3) { slots[$0] = round } }
      if written != [round, round, round] { late += 1 }
    }
    #expect(late == 0)
  }

  @Test("Loops work when the workers have fallen asleep in between")
  func sleepers() {
    let pool = WorkerPool(threads: 3)
    let tally = Tally(50)
    for _ in 0..<5 {
      pool.run(50) { tally.note($0) }
      Thread.sleep(forTimeInterval: 0.02)
    }
    #expect(tally.visits == Array(repeating: 5, count: 50))
  }

  @Test("What a loop reads was written by the loop before, whichever thread wrote it")
  func visibility() {
    let pool = WorkerPool(threads: 3)
    let count = 64
    var values = [Int](repeating: 0, count: count)
    var other = values
    for _ in 0..<500 {
      values.withUnsafeSlots { from in
        other.withUnsafeSlots { to in
          pool.run(count) { to[$0] = from[($0 + 1) % count] + 1 }
        }
      }
      swap(&values, &other)
    }
    #expect(values == Array(repeating: 500, count: count))
  }

  @Test("Pieces of a grain cover the range without overlap", arguments: [1, 3, 10, 64])
  func grains(grain: Int) {
    let pool = WorkerPool(threads: 2)
    let tally = Tally(31)
    pool.run(31, grain: grain) { range in
      #expect(range.count <= grain && range.lowerBound % grain == 0)
      for index in range { tally.note(index) }
    }
    #expect(tally.visits == Array(repeating: 1, count: 31))
  }

  @Test("Workers are numbered below the number of threads", arguments: [1, 2, 3])
  func workerNumbers(threads: Int) {
    let pool = WorkerPool(threads: threads)
    let tally = Tally(200)
    pool.run(200) { index, worker in tally.note(index, worker: worker) }
    #expect(tally.visits == Array(repeating: 1, count: 200))
    #expect(tally.all.allSatisfy { 0..<threads ~= $0.worker })
  }

  @Test("A static loop runs an index on the same thread every time", arguments: [2, 3], [2, 3, 8])
  func affinity(threads: Int, count: Int) {
    let pool = WorkerPool(threads: threads)
    let first = Tally(count)
    pool.runStatic(count) { index, worker in first.note(index, worker: worker) }
    #expect(first.all.map(\.worker) == (0..<count).map { $0 % threads })
    #expect(first.visits == Array(repeating: 1, count: count))
    #expect(Set(first.all.map(\.thread)).count == min(threads, count))
    for _ in 0..<20 {
      let again = Tally(count)
      pool.runStatic(count) { index, worker in again.note(index, worker: worker) }
      #expect(again.all == first.all)
    }
  }

  @Test("Static and dynamic loops may alternate")
  func alternate() {
    let pool = WorkerPool(threads: 3)
    let tally = Tally(5)
    for _ in 0..<300 {
      pool.run(5) { tally.note($0) }
      pool.runStatic(5) { index, _ in tally.note(index) }
    }
    #expect(tally.visits == Array(repeating: 600, count: 5))
  }

  @Test("A pool without references is freed, with all that its loops captured")
  func release() {
    weak var pool: WorkerPool?
    weak var captured: Tally?
    do {
      let strong = WorkerPool(threads: 3)
      let tally = Tally(10)
      strong.run(10) { tally.note($0) }
      (pool, captured) = (strong, tally)
      #expect(pool != nil && captured != nil)
    }
    #expect(pool == nil)
    #expect(captured == nil)
  }

  /// `swift test --sanitize=thread --scratch-path .build/tsan --filter 'WorkerPool|SentenceIndex'`
  /// finds races between the callers.
  @Test("Loops of several threads run one after the other", arguments: [1, 2, 3])
  func manyCallers(threads: Int) {
    let (pool, callers, rounds) = (WorkerPool(threads: threads), 8, 200)
    let running = Atomic(0)
    let overlaps = Atomic(0)
    let tally = Tally(callers)
    DispatchQueue.concurrentPerform(iterations: callers) { caller in
      for round in 0..<rounds {
        var sums = [Int](repeating: 0, count: 4)
        sums.withUnsafeSlots { slots in
          let body: @Sendable (Int, Int) -> Void = { index, _ in
            if index == 0, running.add(1, ordering: .relaxed).oldValue != 0, threads > 1 {
              overlaps.add(1, ordering: .relaxed)
            }
            slots[index] = caller + index * round
            if index == 0 { running.subtract(1, ordering: .relaxed) }
          }
          round % 2 == 0 ? pool.run(4, body) : pool.runStatic(4, body)
        }
        if sums == (0..<4).map({ caller + $0 * round }) { tally.note(caller) }
      }
    }
    #expect(overlaps.load(ordering: .relaxed) == 0)
    #expect(tally.visits == Array(repeating: rounds, count: callers))
  }

  @Test("A loop inside a loop of the same pool stops the program, whichever thread starts it")
  func nested() async {
    await #expect(processExitsWith: .failure) {
      let pool = WorkerPool(threads: 2)
      pool.runStatic(2) { index, _ in if index == 0 { pool.run(2) { _ in } } }
    }
    await #expect(processExitsWith: .failure) {
      let pool = WorkerPool(threads: 2)
      pool.runStatic(2) { index, _ in if index == 1 { pool.run(2) { _ in } } }
    }
  }

  #if os(Linux)
    @Test("The threads of a pool end with it")
    func threadsEnd() throws {
      func threadCount() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
      }
      let before = try threadCount()
      do {
        let pools = (0..<40).map { _ in WorkerPool(threads: 4) }
        try withExtendedLifetime(pools) {
          for pool in pools { pool.run(4) { _ in } }
          let during = try threadCount()
          #expect(during >= 120)
        }
      }
      // Other tests run beside this one and have threads too, though far fewer than 120.
      let deadline = Date().addingTimeInterval(20)
      while try threadCount() > before + 60 && Date() < deadline {
        Thread.sleep(forTimeInterval: 0.01)
      }
      let after = try threadCount()
      #expect(after <= before + 60)
    }
  #endif
}
