import Foundation

/// The terminal that the tool runs in.
public enum Terminal {
  /// The width of help: that of the terminal, 60 to 100 columns, or 80 without one.
  static var helpWidth: Int { min(100, max(60, columns(of: STDOUT_FILENO) ?? 80)) }

  /// The columns given by `COLUMNS`, or those of the terminal on standard output, or 80.
  package static var outputWidth: Int {
    let asked = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
    return asked.flatMap { $0 > 0 ? $0 : nil } ?? columns(of: STDOUT_FILENO) ?? 80
  }

  /// Whether a line on standard error can be redrawn.
  static var canRedrawStandardError: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Whether standard input is a person typing.
  public static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 }

  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    // The request fills exactly the structure whose address is passed, which outlives the call.
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}
