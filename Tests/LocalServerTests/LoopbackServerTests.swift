import Foundation
import LocalServer
import Synchronization
import TestSupport
import Testing

@Suite struct LoopbackServerTests {
  @Test func `whoever knows the token is answered`() throws {
    try TestServer.whileServing { server, port in
      #expect(server.address == "http://127.0.0.1:\(port)\(server.path)")
      #expect(server.path.count == 34)
      let answer = LocalClient.ask("POST", server.path + "a", "body", port: port)
      #expect(answer?.status == 200 && answer?.body == "POST /a body")
      let here = ["Origin: http://localhost:\(port)"]
      #expect(
        LocalClient.ask("GET", server.path, port: port, fields: here, host: "LOCALHOST:\(port)")?
          .body == "GET / ")
      // An answer to HEAD has no body, a refusal neither.
      for path in [server.path, "/"] {
        let head = LocalClient.exchange(
          "HEAD \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n".utf8, port: port)
        #expect(String(decoding: head ?? [], as: UTF8.self).hasSuffix("\r\n\r\n"))
      }
    }
  }

  @Test func `nobody else is answered`() throws {
    try TestServer.whileServing { server, port in
      let path = server.path
      let wrong = "/" + String(repeating: "0", count: 32) + "/"
      for other in [
        "/", "/../", "//", wrong + "x", "/\(path.dropFirst(2))", "/..%2f", path.dropLast() + "",
      ] {
        #expect(LocalClient.ask("GET", String(other), port: port)?.status == 404, "\(other)")
      }
      for host in ["evil.example", "evil.example:\(port)", "127.0.0.1", "127.0.0.1:1", ""] {
        #expect(LocalClient.ask("GET", path, port: port, host: host)?.status == 421, "\(host)")
      }
      for origin in ["http://evil.example", "null", "https://127.0.0.1:\(port)", ""] {
        #expect(
          LocalClient.ask("GET", path, port: port, fields: ["Origin: \(origin)"])?.status == 403)
      }
      #expect(
        LocalClient.ask("GET", path, port: port, fields: ["Host: 127.0.0.1:\(port)"])?.status == 421
      )
    }
  }

  @Test func `what is too long or malformed is refused, and the server goes on`() throws {
    var limits = LoopbackServer.Limits()
    limits.body = 1_000
    limits.seconds = 1
    try TestServer.whileServing(limits: limits) { server, port in
      let long = String(repeating: "a", count: 100_000)
      #expect(LocalClient.ask("POST", server.path, long, port: port)?.status == 413)
      let malformed = LocalClient.exchange("hello\r\n\r\n".utf8, port: port)
      #expect(malformed.flatMap(LocalClient.parse)?.status == 400)
      #expect(LocalClient.exchange("GET / HT".utf8, port: port) == [])
      #expect(LocalClient.exchange([], port: port) == [])
      #expect(LocalClient.ask("GET", server.path, port: port)?.status == 200)
    }
  }

  @Test func `16 clients at once get their own answers`() throws {
    try TestServer.whileServing { server, port in
      let path = server.path
      let wrong = Atomic<Int>(0)
      DispatchQueue.concurrentPerform(iterations: 16) { client in
        for number in 0..<20 {
          let text = String(repeating: "\(client)-\(number) ", count: 1_000)
          if LocalClient.ask("POST", path, text, port: port)?.body != "POST / \(text)" {
            wrong.add(1, ordering: .relaxed)
          }
        }
      }
      #expect(wrong.load(ordering: .relaxed) == 0)
    }
  }

  @Test func `a port that is in use is named`() throws {
    try TestServer.whileServing { _, port in
      _ = #expect(throws: ServerError.portInUse(port)) { try LoopbackServer(port: port) }
    }
  }
}
