import DataStructures

/// The picture of a dialog while somebody types: the line, and the answer below it, as text for a
/// terminal.
///
/// It knows nothing of the terminal but its size, so that it can be tested.
package struct DialogScreen {
  /// What is shown below a line.
  package struct Answer: Equatable, Sendable {
    /// A line of the answer.
    package struct Row: Equatable, Sendable {
      /// Numbers and the like, in front.
      let head: String
      let text: String

      package init(head: String, text: String) {
        self.head = head
        self.text = text
      }
    }

    /// The line that was answered.
    package let line: String
    let rows: [Row]
    /// What is said below, dimmed.
    let note: String

    package init(line: String, rows: [Row], note: String) {
      self.line = line
      self.rows = rows
      self.note = note
    }
  }

  let prompt: String
  let columns: Int
  let rows: Int
  /// The parts of a text to show in bold, as ranges of its UTF-8 bytes in order.
  let highlights: (_ line: String, _ text: String) -> [Range<Int>]

  /// A picture of this size; `prompt` is ASCII.
  package init(
    prompt: String, columns: Int, rows: Int,
    highlights: @escaping (_ line: String, _ text: String) -> [Range<Int>]
  ) {
    self.prompt = prompt
    self.columns = columns
    self.rows = rows
    self.highlights = highlights
  }

  /// The line and the answer below it, with the cursor where the next letter goes.
  package func drawing(_ editor: LineEditor, _ answer: Answer?) -> String {
    let (line, column) = promptLine(editor)
    let below = answer.map { Array(lines($0).prefix(max(0, rows - 2))) } ?? []
    var text = "\r\u{1B}[J" + line
    for line in below { text += "\r\n" + line }
    if !below.isEmpty { text += "\u{1B}[\(below.count)A" }
    return text + "\r" + (column > 0 ? "\u{1B}[\(column)C" : "")
  }

  /// The line that was entered and its whole answer, to stay on the screen.
  package func entered(_ line: String, _ answer: Answer?) -> String {
    let shown = TextFormat.truncated(Self.plain(line), to: columns - 1 - prompt.count)
    let below = answer.map { lines($0).map { $0 + "\r\n" }.joined() } ?? ""
    return "\r\u{1B}[J" + prompt + shown + "\r\n" + below + "\r\n"
  }

  /// The part of the line that fits, and the column of the cursor.
  private func promptLine(_ editor: LineEditor) -> (text: String, column: Int) {
    let room = max(1, columns - 1 - prompt.count)
    var before = Self.plain(String(editor.text.prefix(editor.cursor)))
    while TextFormat.displayWidth(before) > room - 1 { before.removeFirst() }
    var text = before
    for character in Self.plain(String(editor.text.dropFirst(editor.cursor))) {
      let longer = text + String(character)
      guard TextFormat.displayWidth(longer) <= room else { break }
      text = longer
    }
    return (prompt + text, prompt.count + TextFormat.displayWidth(before))
  }

  private func lines(_ answer: Answer) -> [String] {
    let note = TextFormat.truncated(Self.plain(answer.note), to: columns - 1)
    return answer.rows.map { line($0, answer.line) } + ["\u{1B}[2m" + note + "\u{1B}[0m"]
  }

  private func line(_ row: Answer.Row, _ line: String) -> String {
    let text = TextFormat.truncated(
      Self.plain(row.text), to: max(1, columns - 1 - TextFormat.displayWidth(row.head)))
    return row.head + highlighted(text, highlights(line, text))
  }

  private func highlighted(_ text: String, _ places: [Range<Int>]) -> String {
    let bytes = Array(text.utf8)
    var (result, done) = ("", 0)
    for place in places {
      result += String(decoding: bytes[done..<place.lowerBound], as: UTF8.self)
      result += "\u{1B}[1m" + String(decoding: bytes[place], as: UTF8.self) + "\u{1B}[0m"
      done = place.upperBound
    }
    return result + String(decoding: bytes[done...], as: UTF8.self)
  }

  /// The text without what could steer the terminal.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          scalar.properties.generalCategory == .control ? " " : scalar
        }))
  }
}
