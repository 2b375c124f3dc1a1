/// The best few of many scored elements: the highest scores, equal ones by lower id.
///
/// A heap with the worst of them on top. It holds no more than `capacity` elements, and an element
/// that is not among the best costs one comparison. What it keeps does not depend on the order of
/// insertion. NaN is never kept.
///
/// Everything is `@inlinable`: otherwise each element would cost an unspecialized call across the
/// module boundary. And it is `public`, since the compiler (6.3) inlines nothing that is `package`.
public struct TopK<Score: Comparable> {
  /// An element and its score.
  public struct Element {
    /// What tells it from all others.
    public let id: Int
    /// Its rank; higher is better.
    public let score: Score

    /// An element with its score.
    @inlinable public init(id: Int, score: Score) {
      self.id = id
      self.score = score
    }

    /// Whether it is better: by its score, or with an equal one by its lower id.
    @inlinable public func precedes(_ other: Element) -> Bool {
      score > other.score || (score == other.score && id < other.id)
    }
  }

  /// How many elements are kept.
  public let capacity: Int
  @usableFromInline var heap: [Element] = []

  /// Keeps the best `capacity` elements.
  @inlinable public init(_ capacity: Int) {
    precondition(capacity >= 0, "the best \(capacity) elements")
    self.capacity = capacity
  }

  /// How many elements there are, at most `capacity`.
  @inlinable public var count: Int { heap.count }

  /// The last of the best, which a further element has to precede once there are `capacity`.
  @inlinable public var worst: Element? { heap.first }

  /// The elements, best first.
  ///
  /// - Complexity: O(n log n).
  @inlinable public var sorted: [Element] { heap.sorted { $0.precedes($1) } }

  /// Takes in an element, unless `capacity` others precede it.
  ///
  /// - Complexity: O(log `capacity`).
  @inlinable public mutating func insert(_ id: Int, score: Score) {
    let element = Element(id: id, score: score)
    if heap.count < capacity {
      guard score == score else { return }
      heap.append(element)
      siftUp()
    } else if let worst = heap.first, element.precedes(worst) {
      heap[0] = element
      siftDown()
    }
  }

  @inlinable mutating func siftUp() {
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[parent].precedes(heap[child]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  @inlinable mutating func siftDown() {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, heap[child].precedes(heap[child + 1]) { child += 1 }
      guard heap[parent].precedes(heap[child]) else { return }
      heap.swapAt(parent, child)
      parent = child
    }
  }
}

extension TopK: Sendable where Score: Sendable {}
extension TopK.Element: Sendable where Score: Sendable {}
