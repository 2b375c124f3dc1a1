/// Turns the bytes that a terminal sends into keys.
///
/// A key may take several bytes, which may come in several pieces: letters beyond ASCII, arrows and the
/// like. Unknown sequences are passed over, and so are bytes that are no UTF-8.
public struct KeyDecoder: Sendable {
  private var pending: [UInt8] = []
  /// What has been pasted so far; nil outside of a paste.
  private var pasted: [UInt8]?

  /// A decoder that has seen nothing.
  public init() {}

  /// Whether bytes have come that are the beginning of a key.
  public var isPending: Bool { !pending.isEmpty }

  /// The keys that some more bytes complete.
  public mutating func keys(from bytes: [UInt8]) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    while let (key, length) = next() {
      pending.removeFirst(length)
      if let key { keys.append(key) }
    }
    return keys
  }

  /// The key that the pending bytes are if nothing follows them: the escape key.
  public mutating func finish() -> [Key] {
    defer { pending = [] }
    return pending == [0x1B] ? [.escape] : []
  }

  /// The first key and how many bytes it takes; no key for what means nothing, nil if bytes are missing.
  private mutating func next() -> (key: Key?, length: Int)? {
    guard let first = pending.first else { return nil }
    if pasted != nil { return nextPasted() }
    switch first {
    case 0x1B: return escapeSequence()
    case 0x00..<0x20, 0x7F: return (Self.controls[first], 1)
    default: return text(first)
    }
  }

  private static let controls: [UInt8: Key] = [
    0x01: .home, 0x02: .left, 0x03: .interrupt, 0x04: .endOfInput, 0x05: .end, 0x06: .right,
    0x08: .backspace, 0x0A: .enter, 0x0B: .deleteToEnd, 0x0C: .redraw, 0x0D: .enter, 0x0E: .down,
    0x10: .up, 0x15: .deleteToStart, 0x17: .deleteWord, 0x19: .restore, 0x7F: .backspace,
  ]

  private func text(_ first: UInt8) -> (key: Key?, length: Int)? {
    let length =
      switch first {
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 1
      }
    guard pending.count >= length else { return nil }
    guard let text = String(validating: pending[..<length], as: UTF8.self) else { return (nil, 1) }
    return (.text(text), length)
  }

  private mutating func escapeSequence() -> (key: Key?, length: Int)? {
    guard pending.count > 1 else { return nil }
    switch pending[1] {
    case UInt8(ascii: "["), UInt8(ascii: "O"): break
    case UInt8(ascii: "b"): return (.wordLeft, 2)
    case UInt8(ascii: "f"): return (.wordRight, 2)
    case 0x7F: return (.deleteWord, 2)
    default: return (.escape, 1)
    }
    // Numbers and the like, then a letter or a tilde.
    guard let end = pending[2...].firstIndex(where: { (0x40...0x7E).contains($0) }) else {
      return pending.count > 32 ? (nil, pending.count) : nil
    }
    let sequence = String(decoding: pending[2...end], as: UTF8.self)
    if sequence == "200~" { pasted = [] }
    return (Self.sequences[sequence], end + 1)
  }

  private static let sequences: [String: Key] = [
    "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "1~": .home,
    "7~": .home, "4~": .end, "8~": .end, "3~": .delete, "1;5D": .wordLeft, "1;5C": .wordRight,
    "1;3D": .wordLeft, "1;3C": .wordRight,
  ]

  /// A paste as one text, whose line ends are spaces.
  private mutating func nextPasted() -> (key: Key?, length: Int)? {
    let end = Array("\u{1B}[201~".utf8)
    if pending.starts(with: end) {
      let text = String(decoding: pasted ?? [], as: UTF8.self)
      pasted = nil
      return (text.isEmpty ? nil : .text(text), end.count)
    }
    guard pending[0] != 0x1B || pending.count >= end.count else { return nil }
    pasted?.append(pending[0] < 0x20 ? 0x20 : pending[0])
    return (nil, 1)
  }
}
