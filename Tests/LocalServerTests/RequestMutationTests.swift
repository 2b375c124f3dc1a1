import Foundation
import LocalServer
import Testing

/// Requests that are changed at random: each is read or refused, and the reader takes no more than it
/// was given.
@Suite struct RequestMutationTests {
  private static let count =
    ProcessInfo.processInfo.environment["TEXTAE_MUTATIONS"].flatMap(Int.init) ?? 2_000

  private static let requests = [
    "GET /0123456789abcdef/ HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: */*\r\n\r\n",
    "POST /0123456789abcdef/search HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: http://localhost:8080\r\n"
      + "Content-Type: application/json\r\nContent-Length: 30\r\n\r\n{\"query\": \"soup\", \"count\": 10}",
    "POST /v1/embeddings HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x\r\nContent-Length: 2\r\n\r\n{}",
  ]

  private static let pieces = [
    "\r\n", "\r\n\r\n", "\n", "\r", ":", " ", "\t", "\0", "Content-Length: 5\r\n",
    "Content-Length: 99999999\r\n",
    "Transfer-Encoding: chunked\r\n", "HTTP/1.1", "HTTP/9", "/../../etc/passwd", "%2e%2e/",
    "Host: evil\r\n",
    "\u{FEFF}", "é", "[[[[[[[[", "{\"a\":", "-1", "0x10", "1e9",
  ]

  @Test func `no mutation breaks the reader`() {
    var random = Numbers(state: 7)
    var (read, refused, unfinished) = (0, 0, 0)
    for _ in 0..<Self.count {
      var bytes = Array(Self.requests[random.below(Self.requests.count)].utf8)
      for _ in 0...random.below(4) { change(&bytes, &random) }
      var reader = RequestReader(mostBody: 4_096)
      do throws(RequestProblem) {
        var request: HTTPRequest?
        var start = 0
        while start < bytes.count, request == nil {
          let end = min(bytes.count, start + 1 + random.below(200))
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

  private func change(_ bytes: inout [UInt8], _ random: inout Numbers) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    let end = min(bytes.count, place + random.below(20))
    switch random.below(5) {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 1: bytes.removeSubrange(place..<end)
    case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 3: bytes.removeLast(bytes.count - place)
    default: bytes.insert(contentsOf: Self.pieces[random.below(Self.pieces.count)].utf8, at: place)
    }
  }
}

/// Random numbers, the same in every run.
struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 31
  }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
