import CommandLineKit
import FileFormats
import Foundation

extension FileError: ExitStatusProviding {
  /// Bad content is bad data; a reader that went away ends the run quietly; the rest has failed.
  public var exitStatus: ExitStatus {
    if case .system(_, _, EPIPE) = self { return .done }
    return isBadData ? .badData : .failed
  }
}
