/// Spaces become a visible mark, `▁`, and words begin with it, as SentencePiece has it.
struct Metaspace: Equatable, Sendable {
  /// Where a mark is put in front of text that has none there.
  enum Prefix: String, Sendable {
    case always, first, never
  }

  static let mark: [UInt8] = Array("\u{2581}".utf8)

  let prefix: Prefix
  /// Whether text is cut at white space first: `WhitespaceSplit` in front.
  let splitsSpace: Bool
  /// Whether every mark begins a word.
  let splits: Bool

  /// The parts of a text with marks; `MetaspaceScanner` cuts them into words afterwards.
  ///
  /// `isFirst` says whether the text is the beginning of the sentence.
  func parts(of text: String, isFirst: Bool) -> [[UInt8]] {
    guard splitsSpace else { return [marked(text.utf8, isFirst: isFirst)] }
    return text.unicodeScalars.split { $0.properties.isWhitespace }.map { word in
      marked(String(word).utf8, isFirst: isFirst && word.startIndex == text.startIndex)
    }
  }

  private func marked(_ text: some Collection<UInt8>, isFirst: Bool) -> [UInt8] {
    let bytes = text.flatMap { $0 == 0x20 ? Self.mark : [$0] }
    let isPrefixed = prefix == .always || prefix == .first && isFirst
    return isPrefixed && !bytes.isEmpty && !bytes.starts(with: Self.mark)
      ? Self.mark + bytes : bytes
  }
}

/// Words that begin with the mark of `Metaspace`; what stands before the first is one, too.
struct MetaspaceScanner: WordScanner {
  private let text: TextView
  private var position = 0

  init(text: TextView, classes: ByteClasses) {
    self.text = text
  }

  mutating func next() -> Range<Int>? {
    guard position < text.count else { return nil }
    let start = position
    repeat { position += 1 } while position < text.count && !isMark(at: position)
    return start..<position
  }

  private func isMark(at index: Int) -> Bool {
    // Zeros follow the text, so a mark never reaches past its end.
    text[index] == Metaspace.mark[0] && text[index + 1] == Metaspace.mark[1]
      && text[index + 2] == Metaspace.mark[2]
  }
}

/// The whole text as one word.
struct WholeTextScanner: WordScanner {
  private let text: TextView
  private var isDone = false

  init(text: TextView, classes: ByteClasses) {
    self.text = text
  }

  mutating func next() -> Range<Int>? {
    guard !isDone, text.count > 0 else { return nil }
    isDone = true
    return 0..<text.count
  }
}
