import CommandLineKit
import DataStructures
import LexicalSearch

/// A search on a terminal, whose answer changes with every letter typed.
struct InteractiveSearch {
  private let engine: SearchEngine
  private let terminal: RawTerminal
  private let analyzer: TextAnalyzer

  /// A search; nil if standard input and output are not a terminal that can move its cursor.
  init?(_ engine: SearchEngine) {
    guard let terminal = RawTerminal() else { return nil }
    self.engine = engine
    self.terminal = terminal
    analyzer = engine.index.words?.analyzer ?? TextAnalyzer()
  }

  /// Answers until Ctrl-D; throws `Interrupted` at Ctrl-C.
  func run() throws {
    defer { terminal.restore() }
    var (editor, decoder) = (LineEditor(), KeyDecoder())
    var answer: DialogScreen.Answer?
    try show(screen.drawing(editor, nil))
    while let bytes = try terminal.read(waiting: decoder.isPending ? 50 : nil) {
      let keys = bytes.isEmpty ? decoder.finish() : decoder.keys(from: bytes)
      for key in keys {
        switch editor.take(key) {
        case .moved, .edited: break
        case .entered(let line):
          answer = try self.answer(line, unless: answer)
          try show(screen.entered(line, answer))
          answer = nil
        case .interrupted:
          try show("\r\n")
          throw Interrupted()
        case .ended:
          try show("\r\u{1B}[J")
          return
        }
      }
      answer = try self.answer(editor.text, unless: answer)
      try show(screen.drawing(editor, answer))
    }
  }

  /// The answer to a line, which may be known already; none to an empty one.
  private func answer(
    _ line: String, unless known: DialogScreen.Answer?
  ) throws -> DialogScreen.Answer? {
    if let known, known.line == line { return known }
    guard line.contains(where: { !$0.isWhitespace }) else { return nil }
    let clock = ContinuousClock()
    let start = clock.now
    let found = try engine.answers([line]).first ?? []
    let took = start.duration(to: clock.now)
    var note = TextFormat.rounded(took / .milliseconds(1), places: 1) + " ms"
    if found.isEmpty { note = "nothing found, " + note }
    let unknown =
      engine.embedder?.coverage(of: line)?.unknown ?? engine.vocabulary?.fragmentedWords(of: line)
      ?? []
    if !unknown.isEmpty {
      note += ", unknown words: " + unknown.joined(separator: ", ")
    }
    let rows = found.map {
      DialogScreen.Answer.Row(
        head: "\(SearchAnswer.rounded($0.score))  \(engine.numbers.number(of: $0))  ",
        text: $0.sentence ?? "")
    }
    return DialogScreen.Answer(line: line, rows: rows, note: note)
  }

  private var screen: DialogScreen {
    let size = terminal.size
    return DialogScreen(
      prompt: "search: ", columns: size.columns, rows: size.rows, highlights: analyzer.matches)
  }

  private func show(_ text: String) throws { try StandardOutput.print(text) }
}
