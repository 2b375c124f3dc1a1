import CommandLineKit
import Testing

@Suite("Line editor")
struct LineEditorTests {
  private static func edited(_ keys: [Key], from editor: LineEditor = LineEditor()) -> LineEditor {
    var editor = editor
    for key in keys { _ = editor.take(key) }
    return editor
  }

  @Test(
    "keys change the text and move the cursor",
    arguments: [
      ([.text("abc"), .left, .text("X")], "abXc", 3),
      ([.text("abc"), .home, .delete], "bc", 0),
      ([.text("abc"), .backspace, .backspace], "a", 1),
      ([.backspace, .delete, .left, .right, .deleteWord], "", 0),
      ([.text("one two  "), .deleteWord], "one ", 4),
      ([.text("one two"), .deleteWord, .home, .restore], "twoone ", 3),
      ([.text("one two"), .wordLeft, .deleteToEnd, .home, .restore], "twoone ", 3),
      ([.text("one two"), .left, .deleteToStart, .end, .restore], "oone tw", 7),
      ([.text("one two"), .home, .wordRight, .text("!")], "one! two", 4),
      ([.text("a"), .endOfInput, .left, .endOfInput], "", 0),
      ([.text("abc"), .escape], "", 0),
      ([.text("e"), .text("\u{301}"), .text("x"), .left, .backspace], "x", 0),
      ([.text("👩"), .text("\u{200D}"), .text("👧"), .backspace], "", 0),
    ] as [([Key], String, Int)])
  func keys(keys: [Key], text: String, cursor: Int) {
    let editor = Self.edited(keys)
    #expect(editor.text == text && editor.cursor == cursor)
  }

  @Test("lines entered before come back, and so does the line that was begun")
  func history() {
    var editor = LineEditor()
    for line in ["one", "two", "two", "  "] {
      _ = editor.take(.text(line))
      #expect(editor.take(.enter) == .entered(line))
    }
    #expect(editor.history == ["one", "two"])
    #expect(editor.take(.down) == .moved)
    editor = Self.edited([.text("dra"), .up], from: editor)
    #expect(editor.text == "two")
    editor = Self.edited([.up, .up, .up], from: editor)
    #expect(editor.text == "one" && editor.cursor == 3)
    editor = Self.edited([.down, .down, .text("ft")], from: editor)
    #expect(editor.text == "draft")
  }

  @Test("the history is bounded")
  func bounded() {
    var editor = LineEditor()
    for number in 0..<LineEditor.longestHistory + 5 {
      editor = Self.edited([.text("\(number)"), .enter], from: editor)
    }
    #expect(editor.history.count == LineEditor.longestHistory && editor.history.first == "5")
  }

  @Test("Ctrl-C and, at an empty line, Ctrl-D are told")
  func ends() {
    var editor = LineEditor()
    #expect(editor.take(.endOfInput) == .ended)
    #expect(editor.take(.interrupt) == .interrupted)
    #expect(editor.take(.text("x")) == .edited)
    #expect(editor.take(.endOfInput) == .moved)
  }

  @Test("whatever is pressed, the cursor stays inside the text")
  func random() {
    let all: [Key] = [
      .text("ab "), .text("é"), .text("\u{301}"), .left, .right, .wordLeft, .wordRight, .home, .end,
      .up, .down, .backspace, .delete, .deleteWord, .deleteToStart, .deleteToEnd, .restore,
      .escape, .enter, .redraw,
    ]
    var (editor, state) = (LineEditor(), UInt64(1))
    for _ in 0..<3_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      _ = editor.take(all[Int(state >> 33) % all.count])
      #expect((0...editor.text.count).contains(editor.cursor))
    }
  }
}

@Suite("Keys of a terminal")
struct KeyDecoderTests {
  private static let escape = "\u{1B}"

  @Test(
    "are read from their bytes, in one piece or byte by byte",
    arguments: [
      ("aé漢", [.text("a"), .text("é"), .text("漢")]),
      ("\u{1B}[A\u{1B}[B\u{1B}OC\u{1B}[D", [.up, .down, .right, .left]),
      ("\u{1B}[3~\u{1B}[H\u{1B}[4~\u{1B}[1;5D", [.delete, .home, .end, .wordLeft]),
      ("\u{1B}b\u{1B}f\u{1B}\u{7F}", [.wordLeft, .wordRight, .deleteWord]),
      (
        "\u{1}\u{5}\u{17}\u{15}\u{B}\u{19}\u{7F}",
        [
          .home, .end, .deleteWord, .deleteToStart, .deleteToEnd, .restore, .backspace,
        ]
      ),
      ("\r\n\u{3}\u{4}\u{C}", [.enter, .enter, .interrupt, .endOfInput, .redraw]),
      ("\u{1B}[200~two\nlines\u{1B}[201~x", [.text("two lines"), .text("x")]),
      ("\u{1B}[99;1Zq\u{0}\t", [.text("q")]),
    ] as [(String, [Key])])
  func decoding(bytes: String, expected: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.keys(from: Array(bytes.utf8)) == expected)
    #expect(!decoder.isPending)
    #expect(bytes.utf8.flatMap { decoder.keys(from: [$0]) } == expected)
  }

  @Test("escape alone is a key once nothing follows")
  func alone() {
    var decoder = KeyDecoder()
    #expect(decoder.keys(from: [0x1B]).isEmpty && decoder.isPending)
    #expect(decoder.finish() == [.escape] && !decoder.isPending)
    #expect(decoder.finish().isEmpty)
  }

  @Test("bytes that are no text are passed over, and none are kept for ever")
  func garbage() {
    var decoder = KeyDecoder()
    #expect(decoder.keys(from: [0xFF, 0x80, 0x61]) == [.text("a")])
    #expect(decoder.keys(from: [0x1B, 0x5B] + Array(repeating: 0x31, count: 100)).isEmpty)
    #expect(decoder.keys(from: Array("x".utf8)) == [.text("x")])
  }
}

@Suite("Screen of a dialog")
struct DialogScreenTests {
  private static func screen(columns: Int = 30, rows: Int = 10) -> DialogScreen {
    DialogScreen(prompt: "ask: ", columns: columns, rows: rows) { line, text in
      text.hasPrefix(line) && !line.isEmpty ? [0..<line.utf8.count] : []
    }
  }

  private static func editor(_ text: String, left: Int = 0) -> LineEditor {
    var editor = LineEditor()
    _ = editor.take(.text(text))
    for _ in 0..<left { _ = editor.take(.left) }
    return editor
  }

  private static let answer = DialogScreen.Answer(
    line: "wer",
    rows: [.init(head: "0.9  ", text: "wer\u{1B}[31m ist da"), .init(head: "", text: "")],
    note: "1 ms")

  @Test("the line stands above its answer, and the cursor in it")
  func drawing() {
    #expect(
      Self.screen().drawing(Self.editor("wer", left: 1), Self.answer)
        == "\r\u{1B}[Jask: wer\r\n0.9  \u{1B}[1mwer\u{1B}[0m [31m ist da\r\n\r\n\u{1B}[2m1 ms\u{1B}[0m"
        + "\u{1B}[3A\r\u{1B}[7C")
    #expect(Self.screen().drawing(Self.editor(""), nil) == "\r\u{1B}[Jask: \r\u{1B}[5C")
  }

  @Test("a long line shows the part around the cursor")
  func long() {
    let text = String(repeating: "x", count: 40) + "end"
    #expect(
      Self.screen(columns: 15).drawing(Self.editor(text), nil)
        == "\r\u{1B}[Jask: xxxxxend\r\u{1B}[13C")
    #expect(
      Self.screen(columns: 15).drawing(Self.editor(text, left: 43), nil)
        == "\r\u{1B}[Jask: xxxxxxxxx\r\u{1B}[5C")
  }

  @Test("no more rows are drawn than the terminal has, but all stay once entered")
  func rows() {
    let drawn = Self.screen(rows: 3).drawing(Self.editor("wer"), Self.answer)
    #expect(drawn.hasSuffix("ist da\u{1B}[1A\r\u{1B}[8C"))
    let entered = Self.screen(rows: 3).entered("wer", Self.answer)
    #expect(entered.hasPrefix("\r\u{1B}[Jask: wer\r\n0.9  "))
    #expect(entered.hasSuffix("1 ms\u{1B}[0m\r\n\r\n"))
  }
}
