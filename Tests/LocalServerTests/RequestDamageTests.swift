import LocalServer
import TestSupport
import Testing

/// Requests that are changed at random.
@Suite struct RequestDamageTests {
  private static func requests(
    to path: String = "/0123456789abcdef/", port: UInt16 = 8_080
  ) -> DamagedRequests {
    DamagedRequests([
      "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: */*\r\n\r\n",
      "POST \(path)search HTTP/1.1\r\nHost: localhost:\(port)\r\nOrigin: http://localhost:\(port)\r\n"
        + "Content-Type: application/json\r\nContent-Length: 30\r\n\r\n"
        + "{\"query\": \"soup\", \"count\": 10}",
      "POST \(path)v1/embeddings HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAuthorization: Bearer x\r\n"
        + "Content-Length: 2\r\n\r\n{}",
    ])
  }

  @Test func `each is read or refused, and the reader takes no more than it was given`() {
    var requests = Self.requests()
    var (read, refused, unfinished) = (0, 0, 0)
    for _ in 0..<DamagedRequests.count {
      let bytes = requests.next()
      var reader = RequestReader(mostBody: 4_096)
      do throws(RequestProblem) {
        var request: HTTPRequest?
        var start = 0
        while start < bytes.count, request == nil {
          let end = min(bytes.count, start + 1 + requests.random.below(200))
          request = try reader.take(bytes[start..<end])
          start = end
        }
        if let request {
          read += 1
          #expect(request.body.count <= min(4_096, bytes.count) && request.path.hasPrefix("/"))
          #expect(!request.path.utf8.contains { $0 < 33 || $0 > 126 })
          #expect(request.fields.count <= 64)
        } else {
          unfinished += 1
        }
      } catch {
        refused += 1
        #expect((400..<600).contains(error.status))
      }
    }
    #expect(read > 0 && refused > 0 && unfinished > 0, "\(read) \(refused) \(unfinished)")
  }

  @Test func `each gets an answer or a closed connection from a server, which goes on`() throws {
    try TestServer.whileServing { server, port in
      var requests = Self.requests(to: server.path, port: port)
      var (answered, refused, closed) = (0, 0, 0)
      for number in 0..<DamagedRequests.count {
        let bytes = requests.next()
        let answer = try #require(LocalClient.exchange(bytes, port: port), "\(number): \(bytes)")
        if answer.isEmpty {
          closed += 1
        } else {
          let status = try #require(LocalClient.parse(answer), "\(number): \(bytes)").status
          if status == 200 { answered += 1 } else { refused += 1 }
          #expect(status == 200 || (400..<600).contains(status), "\(number): \(bytes)")
        }
      }
      #expect(answered > 0 && refused > 0 && closed > 0, "\(answered) \(refused) \(closed)")
      #expect(LocalClient.ask("GET", server.path, port: port)?.status == 200)
    }
  }
}
