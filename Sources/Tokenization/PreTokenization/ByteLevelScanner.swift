/// The words of byte-level models, as GPT-2's regular expression cuts them.
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///
/// Every byte of the text belongs to exactly one word. Radford et al., Language Models are
/// Unsupervised Multitask Learners, 2019.
struct ByteLevelScanner: WordScanner {
  private let text: ClassifiedText
  private var position = 0

  init(text: TextView, classes: ByteClasses) {
    self.text = ClassifiedText(text: text, classes: classes)
  }

  mutating func next() -> Range<Int>? {
    let start = position
    guard start < text.count else { return nil }
    position = end(from: start)
    return start..<position
  }

  private func end(from start: Int) -> Int {
    let byte = text.text[start]
    if byte == UInt8(ascii: "'"), let end = contractionEnd(from: start) { return end }
    var first = start
    if byte == UInt8(ascii: " ") {
      first += 1
      guard first < text.count else { return first }
    }
    let (found, length) = text.scalar(at: first)
    if found.contains(.letter) { return text.wordEnd(from: first + length, while: .letter) }
    if found.contains(.number) { return text.end(from: first + length, while: .number) }
    if found.contains(.space) { return spaceEnd(from: start) }
    return text.end(from: first + length, whileNot: [.letter, .number, .space])
  }

  /// The run of white space, without its last scalar if the next word can begin with that.
  private func spaceEnd(from start: Int) -> Int {
    var last = start
    var index = start
    while index < text.count {
      let (found, length) = text.scalar(at: index)
      guard found.contains(.space) else { break }
      last = index
      index += length
    }
    return index == text.count || last == start ? index : last
  }

  private func contractionEnd(from start: Int) -> Int? {
    // Zeros follow the text, so a suffix never reaches past its end.
    switch (text.text[start + 1], text.text[start + 2]) {
    case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _),
      (UInt8(ascii: "d"), _):
      start + 2
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      start + 3
    default: nil
    }
  }
}
