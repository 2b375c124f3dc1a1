import Foundation

/// A descriptor that the system has opened for the process.
enum Descriptor {
  /// Writes all bytes, however often the system takes only some.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(OutputError) {
    var done = 0
    while done < bytes.count {
      // The pointer is used inside the closure only, and `done` stays below the count.
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Foundation.write(
          descriptor, buffer.baseAddress?.advanced(by: done), bytes.count - done)
      }
      if written >= 0 {
        done += written
      } else if errno == EPIPE {
        throw .closedPipe
      } else if errno != EINTR {
        throw .failed(unsafe String(cString: strerror(errno)))
      }
    }
  }
}
