/// Breaks prose into lines of at most `width` columns; a longer word keeps a line of its own.
package func wrapped(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
    if line.isEmpty {
      line = String(word)
    } else if line.count + 1 + word.count <= width {
      line += " " + word
    } else {
      lines.append(line)
      line = String(word)
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines
}

/// Rows of a term and its explanation in two columns; a long term has a line of its own.
package func twoColumns(_ rows: [(term: String, text: String)], width: Int) -> String {
  let limit = 26
  let fitting = rows.map(\.term.count).filter { $0 <= limit }
  let left = (fitting.max() ?? limit) + 4
  let margin = String(repeating: " ", count: left)
  var result = ""
  for (term, text) in rows {
    var lines = wrapped(text, width: width - left)
    let head = "  " + term
    if head.count + 2 <= left, !lines.isEmpty {
      result += head + margin.dropFirst(head.count) + lines.removeFirst() + "\n"
    } else {
      result += head + "\n"
    }
    for line in lines { result += margin + line + "\n" }
  }
  return result
}
