/// How many columns of a terminal a text takes: two for wide East Asian characters and emoji.
func displayWidth(_ text: some StringProtocol) -> Int {
  text.reduce(0) { $0 + displayWidth($1) }
}

private func displayWidth(_ character: Character) -> Int {
  guard let scalar = character.unicodeScalars.first else { return 0 }
  switch scalar.value {
  case 0..<0x1100: return 1
  case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
    return 2
  default: return 1
  }
}

/// The text with spaces behind, up to `width` columns.
func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - displayWidth(text)))
}

/// The text, cut with an ellipsis where it is wider than `width`.
func truncated(_ text: String, width: Int) -> String {
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
func shortened(_ text: String, width: Int) -> String {
  guard displayWidth(text) > width, width >= 5 else { return truncated(text, width: width) }
  let half = (width - 1) / 2
  var end = ""
  for character in text.reversed() {
    guard displayWidth(end) + displayWidth(character) <= half else { break }
    end.insert(character, at: end.startIndex)
  }
  return truncated(text, width: width - displayWidth(end)) + end
}

/// The text in lines of at most `width` columns, broken between words where there are any.
///
/// Control characters become spaces, so that a sentence cannot steer the terminal.
func wrapped(_ text: String, width: Int) -> [String] {
  let clean = String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  var lines: [String] = []
  var line = ""
  for word in clean.split(separator: " ") {
    if line.isEmpty {
      line = String(word)
    } else if displayWidth(line) + 1 + displayWidth(word) <= width {
      line += " " + word
    } else {
      lines.append(line)
      line = String(word)
    }
    while displayWidth(line) > width {
      var head = ""
      while let next = line.first, displayWidth(head) + displayWidth(next) <= width {
        head.append(next)
        line.removeFirst()
      }
      if head.isEmpty { head.append(line.removeFirst()) }
      lines.append(head)
    }
  }
  return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
}

/// A number with a fixed count of decimals.
func decimals(_ value: Double, _ count: Int) -> String {
  guard value.isFinite else { return "nan" }
  var scale = 1.0
  for _ in 0..<count { scale *= 10 }
  let units = Int((abs(value) * scale).rounded())
  let fraction = String(units % Int(scale))
  let sign = value < 0 && units > 0 ? "-" : ""
  return sign + String(units / Int(scale)) + "."
    + String(repeating: "0", count: count - fraction.count) + fraction
}

extension String {
  /// The text without spaces at its end.
  var trimmingTrailingSpaces: String {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[...last])
  }
}
