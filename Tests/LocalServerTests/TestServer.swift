import Foundation
import LocalServer
import Synchronization
import Testing

/// A server that says what it was asked.
enum TestServer {
  private final class Flag: Sendable {
    let value = Atomic<Bool>(false)
    let ended = Atomic<Bool>(false)
  }

  /// Serves while `body` runs, which is told the port.
  static func whileServing<Result>(
    limits: LoopbackServer.Limits = .init(), _ body: (LoopbackServer, UInt16) throws -> Result
  ) throws -> Result {
    let server = try LoopbackServer(limits: limits)
    let isDone = Flag()
    let thread = Thread {
      server.run(until: { isDone.value.load(ordering: .relaxed) }) { request in
        HTTPResponse(
          type: "text/plain",
          body: Array("\(request.method) \(request.path) ".utf8) + request.body)
      }
      isDone.ended.store(true, ordering: .relaxed)
    }
    thread.start()
    defer {
      isDone.value.store(true, ordering: .relaxed)
      while !isDone.ended.load(ordering: .relaxed) { usleep(1_000) }
    }
    let port = try #require(
      server.address.split(separator: "/")[1].split(separator: ":").last.flatMap { UInt16($0) })
    return try body(server, port)
  }
}
