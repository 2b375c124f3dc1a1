import Foundation

/// Why a server cannot begin.
public enum ServerError: Error, Equatable, CustomStringConvertible {
  /// A call of the system failed.
  case system(operation: String, code: Int32)
  /// The port belongs to another program.
  case portInUse(UInt16)

  private static func reason(_ code: Int32) -> String {
    code == EACCES || code == EPERM ? "permission denied" : "error \(code) of the system"
  }

  /// One line for the user.
  public var description: String {
    switch self {
    case .system(let operation, let code):
      "cannot \(operation) on 127.0.0.1: \(Self.reason(code))"
    case .portInUse(let port): "port \(port) of 127.0.0.1 is in use"
    }
  }
}
