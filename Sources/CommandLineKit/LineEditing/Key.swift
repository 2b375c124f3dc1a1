/// What a key of a terminal asks of a line editor.
public enum Key: Equatable, Sendable {
  /// Text typed or pasted.
  case text(String)
  /// Moves by a character or a word, or to an end of the line.
  case left, right, wordLeft, wordRight, home, end
  /// Goes through the lines entered before.
  case up, down
  /// Removes a character.
  case backspace, delete
  /// Removes the word before the cursor, or all on one side of it.
  case deleteWord, deleteToStart, deleteToEnd
  /// Puts back what was removed last.
  case restore
  /// Empties the line.
  case escape
  /// Enters the line.
  case enter
  /// Ctrl-C.
  case interrupt
  /// Ctrl-D: at an empty line the end, else removes a character.
  case endOfInput
  /// Ctrl-L: draws the screen again.
  case redraw
}
