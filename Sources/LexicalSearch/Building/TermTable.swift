import DataStructures

/// Numbers byte strings in the order in which they first come: an open-addressing hash table.
struct TermTable {
  private var bytes: [UInt8] = []
  /// Where each string begins; one more entry holds the number of bytes.
  private var starts = [0]
  /// The number of a string plus 1, or 0; a power of two of them, at least twice the strings.
  private var slots = [UInt32](repeating: 0, count: 1 << 10)

  /// How many strings there are.
  var count: Int { starts.count - 1 }

  subscript(_ number: Int) -> ArraySlice<UInt8> { bytes[starts[number]..<starts[number + 1]] }

  /// The number of a string, and whether it is new.
  mutating func number(of string: [UInt8]) -> (number: Int, isNew: Bool) {
    if 2 * (count + 1) > slots.count { grow() }
    var slot = place(of: string[...])
    while slots[slot] != 0 {
      let number = Int(slots[slot] - 1)
      if self[number] == string[...] { return (number, false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = UInt32(count + 1)
    bytes += string
    starts.append(bytes.count)
    return (count - 1, true)
  }

  private func place(of string: ArraySlice<UInt8>) -> Int {
    Int(truncatingIfNeeded: SplitMix64.mix(FNV1a.hash(string))) & (slots.count - 1)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: 2 * slots.count)
    for number in 0..<count {
      var slot = place(of: self[number])
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number + 1)
    }
  }
}
