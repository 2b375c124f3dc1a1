import DataStructures

/// Two numbers for each of many keys: a hash table with linear probing.
///
/// A key is the hash of a sequence of words. Two sequences have the same key with a probability of 2⁻⁶⁴,
/// and would then share their numbers.
struct NGramTable: Sendable {
  /// What is kept for a key, beside it, so that both are in one cache line.
  struct Entry: Sendable {
    /// 0 for a place that is free.
    fileprivate var key: UInt64 = 0
    var count: UInt32 = 0
    var types: UInt32 = 0
  }

  private var entries = Array(repeating: Entry(), count: 64)
  private var used = 0

  /// The numbers of a key; zeros for one that was never added.
  subscript(key: UInt64) -> Entry {
    let entry = entries[place(of: key)]
    return entry.key == key ? entry : Entry()
  }

  /// Adds to the numbers of a key, and returns how high its count was before.
  @discardableResult
  mutating func add(_ key: UInt64, count: UInt32, types: UInt32 = 0) -> UInt32 {
    if 2 * (used + 1) > entries.count { grow() }
    let place = place(of: key)
    var entry = entries[place]
    if entry.key != key {
      entry.key = key
      used += 1
    }
    let before = entry.count
    entry.count = before.addingReportingOverflow(count).overflow ? .max : before + count
    entry.types += types
    entries[place] = entry
    return before
  }

  /// Where a key is, or the free place where it belongs.
  private func place(of key: UInt64) -> Int {
    let mask = entries.count - 1
    var place = Int(truncatingIfNeeded: key) & mask
    while entries[place].key != 0, entries[place].key != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: Entry(), count: 2 * old.count)
    for entry in old where entry.key != 0 { entries[place(of: entry.key)] = entry }
  }
}

/// The key of a sequence of words, made word by word.
struct NGramKey: Sendable {
  private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The key of no words.
  init() {}

  /// The key of the same sequence and one more word.
  func followed(by word: UInt32) -> NGramKey {
    var key = self
    // 0 stands for a free place.
    key.value = max(1, SplitMix64.mix(value &+ UInt64(word) &* 0xD6E8_FEB8_6659_FD93))
    return key
  }
}
