/// Cuts a text into words, one call at a time, without allocating.
protocol WordScanner {
  init(text: TextView, classes: ByteClasses)

  /// The next word, or nil at the end of the text.
  mutating func next() -> Range<Int>?
}

/// A text with the classes of its bytes: the moves that the scanners share.
struct ClassifiedText {
  let text: TextView
  private let classes: ByteClasses

  init(text: TextView, classes: ByteClasses) {
    self.text = text
    self.classes = classes
  }

  var count: Int { text.count }

  /// The class and the length of the scalar at `index`, which is before the end.
  func scalar(at index: Int) -> (class: ScalarClass, length: Int) {
    let found = classes[text[index]]
    return found.contains(.multibyte) ? text.scalar(at: index) : (found, 1)
  }

  /// The end of the run of scalars from `index` on whose class has a bit of `mask`.
  func end(from index: Int, while mask: ScalarClass) -> Int {
    var index = index
    while index < count {
      let (found, length) = scalar(at: index)
      guard !found.isDisjoint(with: mask) else { break }
      index += length
    }
    return index
  }

  /// The same as `end(from:while:)` for a mask that contains ASCII letters, eight at a time.
  ///
  /// Words have about five letters, so one step finds the end of most of them, where the last
  /// branch of a loop over bytes would be mispredicted.
  @inline(__always)
  func wordEnd(from index: Int, while mask: ScalarClass) -> Int {
    var index = index
    while true {
      let others = ~ASCIILetters.mask(text.word(at: index)) & ASCIILetters.highBits
      guard others == 0 else {
        index += others.trailingZeroBitCount / 8
        break
      }
      index += 8
    }
    return end(from: index, while: mask)
  }

  /// The end of the run of scalars from `index` on whose class has no bit of `mask`.
  func end(from index: Int, whileNot mask: ScalarClass) -> Int {
    var index = index
    while index < count {
      let (found, length) = scalar(at: index)
      guard found.isDisjoint(with: mask) else { break }
      index += length
    }
    return index
  }
}

/// Letters found among eight bytes at once.
enum ASCIILetters {
  static let highBits: UInt64 = 0x8080_8080_8080_8080
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The highest bit of every byte that is an ASCII letter.
  static func mask(_ word: UInt64) -> UInt64 {
    // Small letters, in seven bits, so that no addition carries into the next byte.
    let letters = (word | 0x20 &* ones) & ~highBits
    let fromA = letters &+ (0x80 - 0x61) &* ones
    let afterZ = letters &+ (0x80 - 0x7B) &* ones
    return fromA & ~afterZ & ~word & highBits
  }
}
