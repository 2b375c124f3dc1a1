import Foundation

/// Requests of HTTP that are changed at random, the same ones in every run.
package struct DamagedRequests {
  /// How many are tried: 2,000, or as many as the environment variable `TEXTAE_MUTATIONS` says.
  package static let count =
    ProcessInfo.processInfo.environment["TEXTAE_MUTATIONS"].flatMap(Int.init) ?? 2_000

  private static let pieces = [
    "\r\n", "\r\n\r\n", "\n", "\r", ":", " ", "\t", "\0", "Content-Length: 5\r\n",
    "Content-Length: 99999999\r\n", "Transfer-Encoding: chunked\r\n", "HTTP/1.1", "HTTP/9",
    "/../../etc/passwd", "%2e%2e/", "Host: evil\r\n", "Origin: null\r\n", "\u{FEFF}", "é",
    "[[[[[[[[", "{\"a\":", "\"", "\\ud800", "-1", "0x10", "1e9", "null",
  ]

  /// The numbers that decide.
  package var random = Numbers()
  private let intact: [[UInt8]]

  /// Begins with requests that nothing is wrong with.
  package init(_ intact: [String]) { self.intact = intact.map { Array($0.utf8) } }

  /// The next request.
  package mutating func next() -> [UInt8] {
    var bytes = intact[random.below(intact.count)]
    for _ in 0...random.below(4) where !bytes.isEmpty { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
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

  /// Random numbers.
  package struct Numbers: RandomNumberGenerator {
    private var state: UInt64 = 7

    package mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 31
    }

    /// A number from 0 to one below a bound.
    package mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
  }
}
