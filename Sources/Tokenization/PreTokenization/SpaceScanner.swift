/// Runs of anything but white space.
struct SpaceScanner: WordScanner {
  private let text: ClassifiedText
  private var position = 0

  init(text: TextView, classes: ByteClasses) {
    self.text = ClassifiedText(text: text, classes: classes)
  }

  mutating func next() -> Range<Int>? {
    let start = text.end(from: position, while: .space)
    guard start < text.count else { return nil }
    position = text.end(from: start, whileNot: .space)
    return start..<position
  }
}

/// Runs of anything but white space and punctuation, and each punctuation mark, as BERT has it.
struct BertScanner: WordScanner {
  private let text: ClassifiedText
  private var position = 0

  init(text: TextView, classes: ByteClasses) {
    self.text = ClassifiedText(text: text, classes: classes)
  }

  mutating func next() -> Range<Int>? {
    let start = text.end(from: position, while: .space)
    guard start < text.count else { return nil }
    let (found, length) = text.scalar(at: start)
    position =
      found.contains(.punctuation)
      ? start + length : text.end(from: start, whileNot: [.space, .punctuation])
    return start..<position
  }
}
