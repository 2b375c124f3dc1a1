import Foundation

/// A terminal that passes on every key at once, until `restore` or the end of the object.
@safe
public final class RawTerminal {
  private var saved = termios()
  /// Whether there is a state to give back; an object that could not be made has none.
  private var isRaw = false

  /// Takes over the terminal; nil if input or output is none, or one that cannot move the cursor.
  public init?() {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
      ProcessInfo.processInfo.environment["TERM"] != "dumb"
    else { return nil }
    // Both structures are filled by the system and outlive the calls.
    guard unsafe tcgetattr(STDIN_FILENO, &saved) == 0 else { return nil }
    var raw = saved
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON)
    guard unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0 else { return nil }
    isRaw = true
    StandardError.write("\u{1B}[?2004h")
  }

  deinit { restore() }

  /// Gives the terminal back as it was.
  public func restore() {
    guard isRaw else { return }
    isRaw = false
    StandardError.write("\u{1B}[?2004l")
    _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &saved)
  }

  /// Waits for bytes, for ever or for some milliseconds; empty if none have come, nil at the end.
  ///
  /// - Throws: ``Interrupted`` if the process is asked to stop.
  public func read(waiting milliseconds: Int32? = nil) throws -> [UInt8]? {
    while true {
      try Interrupt.check()
      var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      // One structure, which outlives the call.
      let ready = unsafe poll(&request, 1, milliseconds ?? 1_000)
      if ready < 0, errno == EINTR { continue }
      if ready == 0, milliseconds == nil { continue }
      guard ready > 0 else { return ready == 0 ? [] : nil }
      var bytes = [UInt8](repeating: 0, count: 4_096)
      // The system writes at most as many bytes as the array has.
      let count = unsafe Foundation.read(STDIN_FILENO, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      return count > 0 ? Array(bytes[..<count]) : nil
    }
  }

  /// The columns and rows of the terminal.
  public var size: (columns: Int, rows: Int) {
    var size = winsize()
    // The request fills exactly the structure whose address is passed.
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
      size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
