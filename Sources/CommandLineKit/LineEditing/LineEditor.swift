/// A line of text that is being typed, with a cursor and the lines entered before: a value that knows
/// nothing of terminals.
///
/// ```swift
/// var editor = LineEditor()
/// for key in keys {
///   if case .entered(let line) = editor.take(key) { print(line) }
/// }
/// ```
public struct LineEditor: Equatable, Sendable {
  /// What a key has led to.
  public enum Event: Equatable, Sendable {
    /// The same text, perhaps with the cursor elsewhere.
    case moved
    /// Another text.
    case edited
    /// The line was entered; the editor begins another.
    case entered(String)
    /// Ctrl-C.
    case interrupted
    /// Ctrl-D at an empty line.
    case ended
  }

  /// The most lines that are remembered.
  public static let longestHistory = 1_000

  /// The text.
  public private(set) var text = ""
  /// How many characters stand before the cursor.
  public private(set) var cursor = 0
  /// The lines entered before, the first one first.
  public private(set) var history: [String] = []
  /// The line of the history that is shown; behind the last, the one being typed.
  private var place = 0
  private var draft = ""
  private var removed = ""

  /// An empty line without history.
  public init() {}

  /// Changes the line as a key asks.
  public mutating func take(_ key: Key) -> Event {
    switch key {
    case .text(let typed): return insert(typed)
    case .left: return move(to: cursor - 1)
    case .right: return move(to: cursor + 1)
    case .wordLeft: return move(to: wordStart)
    case .wordRight: return move(to: wordEnd)
    case .home: return move(to: 0)
    case .end: return move(to: text.count)
    case .up: return show(place - 1)
    case .down: return show(place + 1)
    case .backspace: return remove(cursor - 1..<cursor)
    case .delete: return remove(cursor..<cursor + 1)
    case .deleteWord: return remove(wordStart..<cursor, remembers: true)
    case .deleteToStart: return remove(0..<cursor, remembers: true)
    case .deleteToEnd: return remove(cursor..<text.count, remembers: true)
    case .restore: return removed.isEmpty ? .moved : insert(removed)
    case .escape: return remove(0..<text.count)
    case .enter: return enter()
    case .interrupt: return .interrupted
    case .endOfInput: return text.isEmpty ? .ended : remove(cursor..<cursor + 1)
    case .redraw: return .moved
    }
  }

  private mutating func insert(_ typed: String) -> Event {
    // A mark may join the letter before the cursor, so characters are counted anew.
    let before = String(text.prefix(cursor)) + typed
    text = before + String(text.dropFirst(cursor))
    cursor = min(before.count, text.count)
    return .edited
  }

  private mutating func move(to place: Int) -> Event {
    cursor = max(0, min(text.count, place))
    return .moved
  }

  private mutating func remove(_ range: Range<Int>, remembers: Bool = false) -> Event {
    let kept = range.clamped(to: 0..<text.count)
    guard !kept.isEmpty else { return .moved }
    if remembers { removed = String(text.dropFirst(kept.lowerBound).prefix(kept.count)) }
    text = String(text.prefix(kept.lowerBound)) + String(text.dropFirst(kept.upperBound))
    cursor = min(kept.lowerBound, text.count)
    return .edited
  }

  private mutating func show(_ number: Int) -> Event {
    guard (0...history.count).contains(number), number != place else { return .moved }
    if place == history.count { draft = text }
    place = number
    text = number == history.count ? draft : history[number]
    cursor = text.count
    return .edited
  }

  private mutating func enter() -> Event {
    let line = text
    if line.contains(where: { !$0.isWhitespace }), line != history.last {
      history.append(line)
      history.removeFirst(max(0, history.count - Self.longestHistory))
    }
    (text, cursor, draft, place) = ("", 0, "", history.count)
    return .entered(line)
  }

  /// Where the word before the cursor begins.
  private var wordStart: Int {
    let before = text.prefix(cursor)
    let word = before.reversed().drop { $0.isWhitespace }.drop { !$0.isWhitespace }
    return word.count
  }

  /// Where the word behind the cursor ends.
  private var wordEnd: Int {
    let behind = text.dropFirst(cursor).drop { $0.isWhitespace }.drop { !$0.isWhitespace }
    return text.count - behind.count
  }
}
