import DataStructures

/// A term and its explanation.
package typealias HelpRow = (term: String, text: String)

/// The column where explanations begin beside all of `terms`; very long terms do not count.
package func explanationColumn(after terms: [String]) -> Int {
  let limit = 26
  return (terms.map(\.count).filter { $0 <= limit }.max() ?? limit) + 4
}

/// Rows in two columns, the second at `column`; a term that does not fit has its own line.
package func twoColumns(_ rows: [HelpRow], column: Int, width: Int) -> String {
  let margin = String(repeating: " ", count: column)
  var result = ""
  for (term, text) in rows {
    var lines = TextFormat.wrapped(text, width: width - column)
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
