import Foundation

/// An end of a connection, or what waits for connections; closed when nobody uses it any more.
final class Socket: Sendable {
  private let number: Int32

  private init(number: Int32) { self.number = number }

  deinit { close(number) }

  /// Waits for connections to 127.0.0.1; port 0 takes a free one.
  static func listening(port: UInt16) throws(ServerError) -> Socket {
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #else
      let kind = Int32(SOCK_STREAM.rawValue)
    #endif
    let number = socket(AF_INET, kind, 0)
    guard number >= 0 else { throw .system(operation: "open a socket", code: errno) }
    let result = Socket(number: number)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    result.set(SO_REUSEADDR, to: Int32(1))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // The address is a local variable, as long as is said.
    let bound = unsafe withUnsafeBytes(of: &address) { bytes in
      unsafe bind(
        number, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
        socklen_t(bytes.count))
    }
    guard bound == 0 else {
      throw errno == EADDRINUSE ? .portInUse(port) : .system(operation: "bind", code: errno)
    }
    guard listen(number, 64) == 0 else { throw .system(operation: "listen", code: errno) }
    return result
  }

  /// The port that it waits on.
  var port: UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // The address is a local variable, and the system writes no more than `length` bytes.
    _ = unsafe withUnsafeMutableBytes(of: &address) { bytes in
      unsafe getsockname(
        number, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
    }
    return UInt16(bigEndian: address.sin_port)
  }

  /// The next connection, whose reads and writes give up after some seconds; nil if none comes within
  /// some milliseconds.
  func connection(waiting milliseconds: Int32, patience seconds: Int) -> Socket? {
    guard isReady(waiting: milliseconds) else { return nil }
    let accepted = accept(number, nil, nil)
    guard accepted >= 0 else {
      // Without a free descriptor, the connection goes on to wait.
      usleep(10_000)
      return nil
    }
    let socket = Socket(number: accepted)
    _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
    var time = timeval()
    time.tv_sec = seconds
    socket.set(SO_RCVTIMEO, to: time)
    socket.set(SO_SNDTIMEO, to: time)
    #if canImport(Darwin)
      socket.set(SO_NOSIGPIPE, to: Int32(1))
    #endif
    return socket
  }

  /// Whether there is something to read, or to accept, within some milliseconds.
  func isReady(waiting milliseconds: Int32) -> Bool {
    var wish = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    // One structure, which is a local variable.
    return unsafe poll(&wish, 1, milliseconds) > 0
  }

  /// Up to `count` bytes; nil at the end, after an error or the time.
  func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    // The system writes no more bytes than the array has.
    let received = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe recv(number, buffer.baseAddress, buffer.count, 0)
    }
    guard received > 0 else { return nil }
    bytes.removeLast(count - received)
    return bytes
  }

  /// Sends all bytes, or as many as the other end takes.
  func write(_ bytes: [UInt8]) {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    var done = 0
    while done < bytes.count {
      // The rest of the array is only read.
      let sent = unsafe bytes[done...].withUnsafeBytes { buffer in
        unsafe send(number, buffer.baseAddress, buffer.count, flags)
      }
      guard sent > 0 else { return }
      done += sent
    }
  }

  /// Says that nothing more is sent. What still comes is read for a moment, since a connection that is
  /// closed before would take the answer with it.
  func finish() {
    shutdown(number, Int32(SHUT_WR))
    var rest = 64
    while rest > 0, isReady(waiting: 500), read(65_536) != nil { rest -= 1 }
  }

  private func set(_ option: Int32, to value: some Any) {
    var value = value
    // The value is a local variable, as long as is said.
    _ = unsafe withUnsafeBytes(of: &value) { bytes in
      unsafe setsockopt(number, SOL_SOCKET, option, bytes.baseAddress, socklen_t(bytes.count))
    }
  }
}
