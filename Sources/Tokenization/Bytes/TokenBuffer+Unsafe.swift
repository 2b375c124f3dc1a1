/// A growable list of token ids; room is reserved before the loop that fills it.
@safe struct TokenBuffer: ~Copyable {
  private var storage: UnsafeMutablePointer<UInt32>
  private var capacity: Int
  private(set) var count = 0
  /// Room after the last id, so that seven ids can always be copied at once.
  private static let slack = 8

  init(capacity: Int = 1024) {
    unsafe storage = .allocate(capacity: capacity + Self.slack)
    // The allocation has room for `capacity` ids and the slack.
    unsafe storage.initialize(repeating: 0, count: capacity + Self.slack)
    self.capacity = capacity
  }

  deinit { unsafe storage.deallocate() }

  /// Makes room for `additional` more ids.
  mutating func reserve(_ additional: Int) {
    guard count + additional > capacity else { return }
    let larger = max(count + additional, capacity * 2)
    let fresh = UnsafeMutablePointer<UInt32>.allocate(capacity: larger + Self.slack)
    // `fresh` has room for the ids in use, which `storage` holds, and is initialized throughout.
    unsafe fresh.initialize(repeating: 0, count: larger + Self.slack)
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

  /// Appends up to seven ids; seven are read from `ids`, and there must be room for `added`.
  ///
  /// The branch of a loop over their number would be mispredicted at every other word.
  @unsafe mutating func append(_ added: Int, of ids: UnsafeMutableRawPointer) {
    precondition(added >= 0 && added < Self.slack && count + added <= capacity, "\(added) ids")
    // The slack has room for the ids that do not count; the caller's seven are initialized.
    unsafe UnsafeMutableRawPointer(storage + count).copyMemory(from: ids, byteCount: 28)
    count += added
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
    // The first `count` ids are initialized.
    unsafe ids.append(contentsOf: UnsafeBufferPointer(start: storage, count: count))
  }

  /// Forgets all ids and frees a very large buffer.
  mutating func shrink(to limit: Int) {
    count = 0
    guard capacity > limit else { return }
    unsafe storage.deallocate()
    unsafe storage = .allocate(capacity: limit + Self.slack)
    // The new allocation has room for `limit` ids and the slack.
    unsafe storage.initialize(repeating: 0, count: limit + Self.slack)
    capacity = limit
  }
}
