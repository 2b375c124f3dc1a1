import TensorKit
import Tokenization

/// Which sentences of a corpus are held out: those with the smallest random keys.
///
/// A key depends on the seed and the number of the sentence alone, so that training can tell a
/// held-out sentence without a list.
struct ValidationSplit {
  /// At most this many sentences are held out.
  static let maximumCount = 5_000

  let seed: UInt64
  /// Sentences whose key is at most this are held out; nil if none is.
  let threshold: UInt64?

  /// Splits a corpus of `sentenceCount` sentences; a corpus of one holds nothing out.
  init(sentenceCount: Int, fraction: Double, seed: UInt64) {
    self.seed = seed
    let wanted = Int((Double(sentenceCount) * fraction).rounded())
    let count = min(max(wanted, 1), ValidationSplit.maximumCount, sentenceCount - 1)
    guard fraction > 0, count > 0 else {
      threshold = nil
      return
    }
    var smallest = SmallestKeys(capacity: count)
    for sentence in 0..<sentenceCount {
      smallest.insert(ValidationSplit.key(of: sentence, seed))
    }
    threshold = smallest.largest
  }

  /// Whether the sentence of this number is held out.
  func holdsOut(_ sentence: Int) -> Bool {
    guard let threshold else { return false }
    return ValidationSplit.key(of: sentence, seed) <= threshold
  }

  private static func key(of sentence: Int, _ seed: UInt64) -> UInt64 {
    var random = RandomStream(seed: seed, purpose: .validationSplit, item: UInt64(sentence))
    return random.next()
  }
}

/// The smallest keys seen so far, as a heap with the largest of them on top.
private struct SmallestKeys {
  let capacity: Int
  private var heap: [UInt64] = []

  init(capacity: Int) {
    self.capacity = capacity
  }

  var largest: UInt64? { heap.first }

  mutating func insert(_ key: UInt64) {
    if heap.count < capacity {
      heap.append(key)
      siftUp(heap.count - 1)
    } else if key < heap[0] {
      heap[0] = key
      siftDown()
    }
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0, heap[(child - 1) / 2] < heap[child] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      let left = 2 * parent + 1
      guard left < heap.count else { return }
      let right = left + 1
      let larger = right < heap.count && heap[right] > heap[left] ? right : left
      if heap[larger] <= heap[parent] { return }
      heap.swapAt(larger, parent)
      parent = larger
    }
  }
}
