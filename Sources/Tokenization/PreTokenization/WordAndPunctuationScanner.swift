/// Words, English contractions and punctuation marks: the words of word-level models.
///
/// A word is a run of `\w`; *n't*, *'s*, *'re*, *'ve*, *'m*, *'ll* and *'d* stand alone, so that
/// "don't" and the corpus spelling "do n't" give the same tokens. Punctuation is one scalar of
/// neither kind with up to two repetitions ("...", "--", "``"). White space only separates.
struct WordAndPunctuationScanner: WordScanner {
  /// The same as a regular expression, which Hugging Face tokenizers run.
  static let pattern =
    #"\w+?(?=[nN]['’][tT]\b)|[nN]['’][tT]\b|\w+"#
    + #"|['’](?:[sS]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])\b|([^\w\s])\1{0,2}"#

  private let text: ClassifiedText
  private var position = 0

  init(text: TextView, classes: ByteClasses) {
    self.text = ClassifiedText(text: text, classes: classes)
  }

  mutating func next() -> Range<Int>? {
    position = text.end(from: position, while: .space)
    let start = position
    guard start < text.count else { return nil }
    let (found, length) = text.scalar(at: start)
    if found.contains(.word) {
      position = wordEnd(from: start, text.wordEnd(from: start + length, while: .word))
    } else {
      position = contractionEnd(from: start) ?? punctuationEnd(from: start, length)
    }
    return start..<position
  }

  /// Splits *n't* off a run of word scalars, or lengthens "n" to *n't*.
  private func wordEnd(from start: Int, _ end: Int) -> Int {
    guard text.text[end - 1] | 0x20 == UInt8(ascii: "n"),
      let apostrophe = apostropheLength(at: end)
    else { return end }
    let t = end + apostrophe
    guard lowercased(t) == UInt8(ascii: "t"), isWordEnd(t + 1) else { return end }
    return end - 1 > start ? end - 1 : t + 1
  }

  private func contractionEnd(from start: Int) -> Int? {
    guard let apostrophe = apostropheLength(at: start) else { return nil }
    let suffix = start + apostrophe
    let length: Int
    switch (lowercased(suffix), lowercased(suffix + 1)) {
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      length = 2
    case (UInt8(ascii: "s"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "d"), _):
      length = 1
    default: return nil
    }
    return isWordEnd(suffix + length) ? suffix + length : nil
  }

  /// The punctuation of `length` bytes at `start` and up to two repetitions of it.
  private func punctuationEnd(from start: Int, _ length: Int) -> Int {
    var end = start + length
    for _ in 0..<2 where isSame(start, end, length) { end += length }
    return end
  }

  private func isSame(_ first: Int, _ second: Int, _ length: Int) -> Bool {
    guard second + length <= text.count else { return false }
    for offset in 0..<length where text.text[first + offset] != text.text[second + offset] {
      return false
    }
    return true
  }

  /// One for the typewriter apostrophe, three for U+2019.
  private func apostropheLength(at index: Int) -> Int? {
    if text.text[index] == UInt8(ascii: "'") { return 1 }
    guard text.text[index] == 0xE2, text.text[index + 1] == 0x80, text.text[index + 2] == 0x99
    else { return nil }
    return 3
  }

  /// The byte at `index`, or after the text zero, with bit 5 set as in small letters.
  ///
  /// Only ASCII letters are asked for, and no other byte becomes one of them by that bit.
  private func lowercased(_ index: Int) -> UInt8 {
    let byte = text.text[index]
    return byte >= 0x40 ? byte | 0x20 : byte
  }

  private func isWordEnd(_ index: Int) -> Bool {
    index >= text.count || !text.scalar(at: index).class.contains(.word)
  }
}
