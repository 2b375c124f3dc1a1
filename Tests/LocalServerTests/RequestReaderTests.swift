import LocalServer
import TestSupport
import Testing

@Suite struct RequestReaderTests {
  private func read(
    _ text: String, mostBody: Int = 1_000
  ) throws(RequestProblem) -> HTTPRequest? {
    var reader = RequestReader(mostBody: mostBody)
    return try reader.take(text.utf8)
  }

  @Test func `a request has a method, a path, fields and a body`() throws {
    let text =
      "POST /a/b?c=%20 HTTP/1.1\r\nHost: x:1\r\nContent-Length:  5 \r\nX-Odd:\r\n\r\nhello, and more"
    let request = try #require(try read(text))
    #expect(request.method == "POST" && request.path == "/a/b?c=%20")
    #expect(request["host"] == "x:1" && request["x-odd"] == "" && request["other"] == nil)
    #expect(String(decoding: request.body, as: UTF8.self) == "hello")
  }

  @Test func `it does not matter where the bytes are cut`() throws {
    let bytes = Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc".utf8)
    let whole = try read(String(decoding: bytes, as: UTF8.self))
    for cut in 0...bytes.count {
      var reader = RequestReader(mostBody: 10)
      let first = try reader.take(bytes[..<cut])
      #expect(cut == bytes.count ? first == whole : first == nil)
      if cut < bytes.count { #expect(try reader.take(bytes[cut...]) == whole) }
    }
    var reader = RequestReader(mostBody: 10)
    var found: HTTPRequest?
    for byte in bytes { found = try reader.take([byte]) }
    #expect(found == whole && whole != nil)
  }

  @Test(arguments: [
    (400, "GET / HTTP/1.1\nHost: a\n\n\r\n\r\n"), (400, "GET  / HTTP/1.1\r\n\r\n"),
    (400, "GET a HTTP/1.1\r\n\r\n"), (400, "GET http://a/ HTTP/1.1\r\n\r\n"),
    (400, "G(T / HTTP/1.1\r\n\r\n"), (505, "GET / HTTP/2.0\r\n\r\n"), (400, "GET /\r\n\r\n"),
    (400, "\r\n\r\n"), (400, "GET / HTTP/1.1\r\n folded: a\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n"), (400, "GET / HTTP/1.1\r\nHost\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\na: b\u{1}\r\n\r\n"), (400, "GET / HTTP/1.1\r\na: b\rc\r\n\r\n"),
    (400, "GET /é HTTP/1.1\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na"),
    (400, "GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\na"),
    (400, "GET / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\na"),
    (400, "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\na"),
    (400, "GET / HTTP/1.1\r\nContent-Length:\r\n\r\na"),
    (413, "GET / HTTP/1.1\r\nContent-Length: 1001\r\n\r\na"),
    (413, "GET / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\na"),
    (501, "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    (501, "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: identity\r\n\r\na"),
  ])
  func `what could be read in two ways is refused`(status: Int, text: String) {
    do throws(RequestProblem) {
      _ = try read(text)
      Issue.record("not refused")
    } catch {
      #expect(error.status == status, "\(error)")
    }
  }

  @Test func `a head that never ends is refused`() {
    var reader = RequestReader(mostBody: 10)
    #expect(throws: RequestProblem.self) {
      for _ in 0..<100 {
        _ = try reader.take(Array(repeating: UInt8(ascii: "a"), count: 1_000))
      }
    }
    let fields = String(repeating: "a: b\r\n", count: 65)
    #expect(throws: RequestProblem.self) { try read("GET / HTTP/1.1\r\n\(fields)\r\n") }
  }

  @Test func `at port 80 browsers leave out the port`() throws {
    for (host, port, isAdmitted) in [
      ("127.0.0.1", UInt16(80), true), ("localhost", 80, true), ("127.0.0.1:80", 80, true),
      ("127.0.0.1", 8080, false), ("evil.example", 80, false),
    ] {
      let visitors = Visitors(token: "t", port: port)
      let request = try #require(try read("GET /t/ HTTP/1.1\r\nHost: \(host)\r\n\r\n"))
      #expect(((try? visitors.admit(request)) != nil) == isAdmitted, "\(host) \(port)")
    }
    #expect("\(ServerError.system(operation: "bind", code: 13))".hasSuffix("permission denied"))
  }

  @Test func `what the client of OpenAI sends is read`() throws {
    // Recorded by Tests/Peers/openai_client.py from the package openai of PyPI.
    var reader = RequestReader(mostBody: 1 << 20)
    let request = try #require(try reader.take(GoldenFile.bytes("openai-embeddings.http")))
    #expect(request.method == "POST" && request.path.hasSuffix("/v1/embeddings"))
    #expect(request["content-type"] == "application/json")
    #expect(request.body.first == UInt8(ascii: "{") && request.body.last == UInt8(ascii: "}"))
  }
}
