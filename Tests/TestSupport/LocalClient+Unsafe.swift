import Foundation

/// Speaks with a server on this machine as plainly as possible: bytes out, bytes in.
package enum LocalClient {
  /// Sends bytes to a port of 127.0.0.1 and returns all that comes back until the other end closes;
  /// nil if there is no connection.
  package static func exchange(_ bytes: some Sequence<UInt8>, port: UInt16) -> [UInt8]? {
    #if canImport(Darwin)
      let (kind, flags) = (SOCK_STREAM, Int32(0))
    #else
      let (kind, flags) = (Int32(SOCK_STREAM.rawValue), Int32(MSG_NOSIGNAL))
    #endif
    let number = socket(AF_INET, kind, 0)
    guard number >= 0 else { return nil }
    defer { close(number) }
    var time = timeval()
    time.tv_sec = 30
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // Both are local variables, as long as is said.
    unsafe withUnsafeBytes(of: &time) { value in
      _ = unsafe setsockopt(
        number, SOL_SOCKET, SO_RCVTIMEO, value.baseAddress, socklen_t(value.count))
    }
    let isConnected = unsafe withUnsafeBytes(of: &address) { value in
      unsafe connect(
        number, value.baseAddress?.assumingMemoryBound(to: sockaddr.self),
        socklen_t(value.count)) == 0
    }
    guard isConnected else { return nil }
    let bytes = Array(bytes)
    // The array is only read.
    _ = unsafe bytes.withUnsafeBytes { buffer in
      unsafe send(number, buffer.baseAddress, buffer.count, flags)
    }
    shutdown(number, Int32(SHUT_WR))
    var answer: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
      // The system writes no more bytes than the array has.
      let count = unsafe part.withUnsafeMutableBytes { buffer in
        unsafe recv(number, buffer.baseAddress, buffer.count, 0)
      }
      guard count > 0 else { return answer }
      answer += part[..<count]
    }
  }

  /// Sends a request and returns the status and the body of the answer; nil without a whole answer.
  package static func ask(
    _ method: String = "POST", _ path: String, _ body: String = "", port: UInt16,
    fields: [String] = ["Content-Type: application/json"], host: String? = nil
  ) -> (status: Int, body: String)? {
    let head =
      ["\(method) \(path) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")"] + fields
      + ["Content-Length: \(body.utf8.count)"]
    let request = head.joined(separator: "\r\n") + "\r\n\r\n" + body
    return exchange(request.utf8, port: port).flatMap(parse)
  }

  /// The status and the body of an answer, whose length must be that of its head.
  package static func parse(_ answer: [UInt8]) -> (status: Int, body: String)? {
    guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: answer[..<end.upperBound], as: UTF8.self)
    guard head.hasPrefix("HTTP/1.1 "), let status = Int(head.dropFirst(9).prefix(3)),
      head.contains("\r\nContent-Length: \(answer.count - end.upperBound)\r\n")
    else { return nil }
    return (status, String(decoding: answer[end.upperBound...], as: UTF8.self))
  }
}
