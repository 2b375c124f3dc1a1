/// A growable list of token ids whose room is made before the loop that fills it.
@safe struct TokenBuffer: ~Copyable {
  private var storage: UnsafeMutablePointer<UInt32>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 1024) {
    unsafe storage = .allocate(capacity: capacity)
    // The allocation has room for `capacity` ids.
    unsafe storage.initialize(repeating: 0, count: capacity)
    self.capacity = capacity
  }

  deinit { unsafe storage.deallocate() }

  /// Makes room for `additional` more ids.
  mutating func reserve(_ additional: Int) {
    guard count + additional > capacity else { return }
    let larger = max(count + additional, capacity * 2)
    let fresh = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
    // `fresh` has room for the ids in use, which `storage` holds, and is initialised throughout.
    unsafe fresh.initialize(repeating: 0, count: larger)
    unsafe fresh.update(from: storage, count: count)
    unsafe storage.deallocate()
    unsafe storage = fresh
    capacity = larger
  }

  /// Appends one id; there must be room for it.
  mutating func append(_ id: UInt32) {
    precondition(count < capacity, "no room for id \(count)")
    // The index was checked just above.
    unsafe storage[count] = id
    count += 1
  }

  subscript(index: Int) -> UInt32 {
    precondition(index >= 0 && index < count, "id \(index) of \(count)")
    // The index was checked just above.
    return unsafe storage[index]
  }

  /// Forgets the ids from `newCount` on.
  mutating func truncate(to newCount: Int) {
    count = min(count, newCount)
  }

  /// Appends all ids to an array.
  func append(to ids: inout [UInt32]) {
    // The first `count` ids are initialised.
    unsafe ids.append(contentsOf: UnsafeBufferPointer(start: storage, count: count))
  }

  /// Gives a very large buffer back, and its ids with it.
  mutating func shrink(to limit: Int) {
    count = 0
    guard capacity > limit else { return }
    unsafe storage.deallocate()
    unsafe storage = .allocate(capacity: limit)
    // The new allocation has room for `limit` ids.
    unsafe storage.initialize(repeating: 0, count: limit)
    capacity = limit
  }
}
