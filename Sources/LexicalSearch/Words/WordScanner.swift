/// Finds the words in the bytes of a text.
struct WordScanner {
  private let bytes: [UInt8]
  private var position = 0

  /// Begins at the first of some bytes of valid UTF-8.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// What a scalar is to the words around it.
  private enum Kind { case letter, digit, alone, apostrophe, between }

  /// The place of the next word, or nil after the last.
  mutating func next() -> Range<Int>? {
    while position < bytes.count {
      let (kind, length) = scalar(at: position)
      let start = position
      position += length
      switch kind {
      case .between, .apostrophe: continue
      case .alone: return start..<position
      case .letter: return finish(start, isNumber: false)
      case .digit: return finish(start, isNumber: true)
      }
    }
    return nil
  }

  /// Goes to the end of a word that has begun.
  private mutating func finish(_ start: Int, isNumber: Bool) -> Range<Int> {
    var isNumber = isNumber
    while position < bytes.count {
      let (kind, length) = scalar(at: position)
      switch kind {
      case .letter: isNumber = false
      case .digit: break
      case .apostrophe:
        guard !isNumber, isLetter(at: position + length) else { return start..<position }
      case .alone: return start..<position
      case .between:
        guard isNumber, joinsDigits(at: position) else { return start..<position }
      }
      position += length
    }
    return start..<position
  }

  private func isLetter(at place: Int) -> Bool {
    place < bytes.count && scalar(at: place).kind == .letter
  }

  private func isDigit(at place: Int) -> Bool {
    place < bytes.count && (0x30...0x39).contains(bytes[place])
  }

  /// Whether there is a point before a digit, or a comma before a group of three digits.
  private func joinsDigits(at place: Int) -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "."): isDigit(at: place + 1)
    case UInt8(ascii: ","):
      (1...3).allSatisfy { isDigit(at: place + $0) } && !isDigit(at: place + 4)
    default: false
    }
  }

  /// The kind of the scalar at a place, and how many bytes it takes.
  private func scalar(at place: Int) -> (kind: Kind, length: Int) {
    let first = bytes[place]
    switch first {
    case 0x61...0x7A, 0x41...0x5A: return (.letter, 1)
    case 0x30...0x39: return (.digit, 1)
    case 0x27: return (.apostrophe, 1)
    case 0x00..<0x80: return (.between, 1)
    default: break
    }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let end = min(bytes.count, place + length)
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for byte in bytes[place + 1..<end] { value = value << 6 | UInt32(byte & 0x3F) }
    guard let scalar = Unicode.Scalar(value) else { return (.between, end - place) }
    return (Self.kind(scalar), end - place)
  }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    if scalar == "\u{2019}" { return .apostrophe }
    if standsAlone(scalar.value) { return .alone }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber:
      return .letter
    default: return .between
    }
  }

  /// Kana and Chinese characters.
  private static func standsAlone(_ value: UInt32) -> Bool {
    switch value {
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
