import Foundation

/// The token ids of recent words: a fixed table of two-way sets, one cache line per entry.
///
/// Text repeats its words, so nearly all of them are found here and never reach the model. A full
/// set forgets its older word, so that memory stays constant. Results never depend on the cache.
@safe struct WordCache: ~Copyable {
  /// Most ids that an entry holds; words of more tokens are encoded each time.
  static let mostIDs = 7

  /// Layout of an entry: 32 bytes of key, one of length, one of id count, two unused, ids.
  private static let entrySize = 64
  private static let idOffset = 36

  private let allocation: UnsafeMutableRawPointer?
  /// The first entry, at the beginning of a cache line.
  private let storage: UnsafeMutableRawPointer
  private let setMask: UInt64

  /// Makes an empty cache of `1 << setBits` sets of two entries.
  init(setBits: Int = 16) {
    let size = Self.entrySize * 2 << setBits
    // The system gives zeroed pages when they are first touched, so that a short run pays for few
    // of them; a length of zero marks an entry as empty.
    unsafe allocation = calloc(size + Self.entrySize, 1)
    guard let allocation = unsafe allocation else {
      preconditionFailure("no memory for \(size) bytes of word cache")
    }
    // One entry more than needed was asked for, so rounding up stays inside.
    unsafe storage = allocation.alignedUp(toMultipleOf: Self.entrySize)
    setMask = (1 << UInt64(setBits)) - 1
  }

  deinit { unsafe free(allocation) }

  /// Appends the ids of a word to `output` if they are known.
  @inline(__always)
  func find(_ key: WordKey, _ output: inout TokenBuffer) -> Bool {
    let first = unsafe set(key.hash)
    if unsafe matches(first, key) {
      unsafe copy(first, to: &output)
      return true
    }
    // The second entry of a set directly follows the first.
    let second = unsafe first + Self.entrySize
    guard unsafe matches(second, key) else { return false }
    unsafe copy(second, to: &output)
    return true
  }

  /// Remembers a word, whose ids are the last `count` of `output`.
  func insert(_ key: WordKey, _ output: borrowing TokenBuffer, last count: Int) {
    guard count <= Self.mostIDs else { return }
    let entry = unsafe set(key.hash)
    // The newer word goes first; the older one moves to the second place of the set.
    unsafe (entry + Self.entrySize).copyMemory(from: entry, byteCount: Self.entrySize)
    // All offsets lie inside the 64 bytes of the entry.
    unsafe entry.storeBytes(of: key.parts.0, as: UInt64.self)
    unsafe entry.storeBytes(of: key.parts.1, toByteOffset: 8, as: UInt64.self)
    unsafe entry.storeBytes(of: key.parts.2, toByteOffset: 16, as: UInt64.self)
    unsafe entry.storeBytes(of: key.parts.3, toByteOffset: 24, as: UInt64.self)
    unsafe entry.storeBytes(of: UInt8(key.count), toByteOffset: 32, as: UInt8.self)
    unsafe entry.storeBytes(of: UInt8(count), toByteOffset: 33, as: UInt8.self)
    for index in 0..<count {
      unsafe entry.storeBytes(
        of: output[output.count - count + index], toByteOffset: Self.idOffset + 4 * index,
        as: UInt32.self)
    }
  }

  @unsafe private func set(_ hash: UInt64) -> UnsafeMutableRawPointer {
    // The mask keeps the set inside the table.
    unsafe storage + Int(hash & setMask) * 2 * Self.entrySize
  }

  @unsafe private func matches(_ entry: UnsafeMutableRawPointer, _ key: WordKey) -> Bool {
    // The entry is inside the table; its key takes 32 bytes and the length follows it.
    let length = unsafe entry.load(fromByteOffset: 32, as: UInt8.self)
    // One test of all differences together: a branch for each would be mispredicted more often.
    var difference = UInt64(length) ^ UInt64(truncatingIfNeeded: key.count)
    difference |= unsafe entry.load(as: UInt64.self) ^ key.parts.0
    difference |= unsafe entry.load(fromByteOffset: 8, as: UInt64.self) ^ key.parts.1
    difference |= unsafe entry.load(fromByteOffset: 16, as: UInt64.self) ^ key.parts.2
    difference |= unsafe entry.load(fromByteOffset: 24, as: UInt64.self) ^ key.parts.3
    return difference == 0
  }

  @unsafe private func copy(
    _ entry: UnsafeMutableRawPointer, to output: inout TokenBuffer
  ) {
    // At most seven ids follow the key, as `insert` ensures.
    let count = unsafe Int(entry.load(fromByteOffset: 33, as: UInt8.self))
    unsafe output.append(count, of: entry + Self.idOffset)
  }
}
