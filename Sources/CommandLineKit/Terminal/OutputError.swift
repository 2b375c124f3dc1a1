/// Why standard output cannot be written.
public enum OutputError: Error, Equatable, CustomStringConvertible {
  /// The reader of the pipe has gone.
  case closedPipe
  /// The system reported this message.
  case failed(String)

  /// One line for the user.
  public var description: String {
    switch self {
    case .closedPipe: "standard output: the reader of the pipe has gone"
    case .failed(let reason):
      "standard output: cannot write (\(reason)); free some space or send the output elsewhere"
    }
  }
}
