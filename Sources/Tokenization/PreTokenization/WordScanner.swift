/// Cuts a text into words, one call at a time, without allocating.
protocol WordScanner {
  init(text: TextView, classes: ByteClasses)

  /// The next word, or nil at the end of the text.
  mutating func next() -> Range<Int>?
}

/// The class of each byte, with a length known to the compiler so that lookups need no check.
struct ByteClasses {
  private var table: [256 of UInt8]

  init() {
    table = [256 of UInt8](repeating: 0)
    for byte in 0..<256 { table[byte] = ScalarClass.asciiTable[byte] }
  }

  subscript(byte: UInt8) -> ScalarClass { ScalarClass(rawValue: table[Int(byte)]) }
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
