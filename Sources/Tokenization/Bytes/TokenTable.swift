import FileFormats

/// A list of distinct byte strings, numbered from 0, and the way back from bytes to numbers.
///
/// Keyed by bytes and not by `String`, whose equality would make "é" and "e\u{301}" one token.
struct TokenTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Open addressing: the number of a string plus one below the upper half of its hash, or zero.
  private var slots: [UInt64]

  init(minimumCapacity: Int = 64) {
    var size = 64
    while size < minimumCapacity * 2 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
  }

  /// How many strings there are.
  var count: Int { ends.count }

  /// The length of all strings together.
  var byteCount: Int { bytes.count }

  /// Passes the string with a number without copying it.
  func withToken<R>(_ id: Int, _ body: (Span<UInt8>) -> R) -> R {
    body(bytes.span.extracting(start(of: id)..<ends[id]))
  }

  /// The string with a number.
  subscript(id: Int) -> ArraySlice<UInt8> {
    bytes[start(of: id)..<ends[id]]
  }

  /// The number of a string, or nil.
  func id(of string: Span<UInt8>) -> UInt32? {
    let entry = slots[slot(of: string, ByteHash.of(string))]
    return entry == 0 ? nil : UInt32(truncatingIfNeeded: entry) - 1
  }

  /// The number of a string, or nil.
  func id(of string: [UInt8]) -> UInt32? {
    id(of: string.span)
  }

  /// Adds a string under the next number, unless it is there already.
  @discardableResult
  mutating func insert(_ string: Span<UInt8>) -> (isNew: Bool, id: UInt32) {
    let hash = ByteHash.of(string)
    let slot = slot(of: string, hash)
    if slots[slot] != 0 { return (false, UInt32(truncatingIfNeeded: slots[slot]) - 1) }
    bytes.append(string)
    ends.append(bytes.count)
    slots[slot] = hash & Self.tagMask | UInt64(count)
    if count * 2 > slots.count { grow() }
    return (true, UInt32(count - 1))
  }

  private static let tagMask: UInt64 = ~0xFFFF_FFFF

  private func start(of id: Int) -> Int { id == 0 ? 0 : ends[id - 1] }

  /// The slot that holds the string, or the empty one where it belongs.
  private func slot(of string: Span<UInt8>, _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] & Self.tagMask == hash & Self.tagMask {
        let id = Int(truncatingIfNeeded: slots[slot] & ~Self.tagMask) - 1
        let start = start(of: id)
        if ends[id] - start == string.count, string.equals(bytes, from: start) { break }
      }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = [UInt64](repeating: 0, count: mask + 1)
    for id in 0..<count {
      let hash = ByteHash.of(bytes.span.extracting(start(of: id)..<ends[id]))
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = hash & Self.tagMask | UInt64(id + 1)
    }
  }
}
