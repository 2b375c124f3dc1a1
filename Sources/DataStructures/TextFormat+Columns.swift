extension TextFormat {
  /// How many columns of a terminal a text takes: two for wide East Asian characters and emoji.
  package static func displayWidth(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + displayWidth($1) }
  }

  private static func displayWidth(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0..<0x1100: return 1
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// The text with spaces behind it, up to `width` columns.
  package static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }

  /// The text, cut with an ellipsis where it is wider than `width` columns.
  package static func truncated(_ text: String, to width: Int) -> String {
    guard displayWidth(text) > width else { return text }
    var kept = ""
    var used = 0
    for character in text {
      used += displayWidth(character)
      if used > width - 1 { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// The text, cut in its middle where it is wider than `width`: names often differ at their ends.
  package static func shortened(_ text: String, to width: Int) -> String {
    guard displayWidth(text) > width, width >= 5 else { return truncated(text, to: width) }
    let half = (width - 1) / 2
    var end = ""
    for character in text.reversed() {
      guard displayWidth(end) + displayWidth(character) <= half else { break }
      end.insert(character, at: end.startIndex)
    }
    return truncated(text, to: width - displayWidth(end)) + end
  }

  /// The text in lines of at most `width` columns, broken between words.
  ///
  /// A longer word has a line of its own or, with `breaksWords`, is broken too. Control characters
  /// count as spaces, so that no text can steer the terminal.
  package static func wrapped(
    _ text: String, width: Int, breaksWords: Bool = false
  ) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || isControl($0) }) {
      if line.isEmpty {
        line = String(word)
      } else if displayWidth(line) + 1 + displayWidth(word) <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
      while breaksWords, displayWidth(line) > width {
        lines.append(head(of: &line, width: width))
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  private static func isControl(_ character: Character) -> Bool {
    character.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// Takes as much of `line` as fits `width` columns, at least one character.
  private static func head(of line: inout String, width: Int) -> String {
    var head = String(line.removeFirst())
    while let next = line.first, displayWidth(head) + displayWidth(next) <= width {
      head.append(next)
      line.removeFirst()
    }
    return head
  }
}
