import Foundation

/// Messages for the user.
package enum StandardError {
  /// Writes a text at once; there is no way to report that it failed.
  package static func write(_ text: String) {
    try? Descriptor.write(Array(text.utf8), to: STDERR_FILENO)
  }
}
