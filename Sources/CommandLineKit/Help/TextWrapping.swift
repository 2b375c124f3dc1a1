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

/// A term and its explanation.
package typealias HelpRow = (term: String, text: String)

/// The column where explanations begin under all of `terms`; very long terms do not count.
package func explanationColumn(after terms: [String]) -> Int {
  let limit = 26
  return (terms.map(\.count).filter { $0 <= limit }.max() ?? limit) + 4
}

/// Rows in two columns, the second at `column`; a term that does not fit has a line of its own.
package func twoColumns(_ rows: [HelpRow], column: Int, width: Int) -> String {
  let margin = String(repeating: " ", count: column)
  var result = ""
  for (term, text) in rows {
    var lines = wrapped(text, width: width - column)
    let head = "  " + term
    if head.count + 2 <= column, !lines.isEmpty {
      result += head + margin.dropFirst(head.count) + lines.removeFirst() + "\n"
    } else {
      result += head + "\n"
    }
    for line in lines { result += margin + line + "\n" }
  }
  return result
}
