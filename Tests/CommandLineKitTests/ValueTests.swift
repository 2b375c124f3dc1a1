import CommandLineKit
import Testing

@Suite struct ValueTests {
  @Test(arguments: [
    ("90s", 90_000), ("10m", 600_000), ("1h30m", 5_400_000), ("1.5h", 5_400_000),
    ("500ms", 500), ("1d", 86_400_000), ("2m5s", 125_000), ("0s", 0),
  ])
  func `spans of time are read`(text: String, milliseconds: Int) {
    #expect(Duration(argument: text) == .milliseconds(milliseconds))
  }

  @Test(arguments: ["", "10", "m", "5x", "-5s", "1m1h", "1m2m", "1 m", "1e3s", "..s", "9999999h"])
  func `anything else is refused as a span of time`(text: String) {
    #expect(Duration(argument: text) == nil)
  }

  @Test(arguments: ["90s", "1m30s", "2h", "1h1s", "1s500ms", "0s"])
  func `the text of a span of time reads back`(text: String) throws {
    let duration = try #require(Duration(argument: text))
    #expect(Duration(argument: duration.argumentText) == duration)
  }

  @Test(arguments: [0.0, 1, -3, 0.5, 1e-4, 1e300, 123_456.75])
  func `the text of a number reads back`(number: Double) {
    #expect(Double(argument: number.argumentText) == number)
  }

  @Test(
    arguments: [
      ("serch", "search"), ("sarech", "search"), ("SEARCH", "search"), ("vocb", "vocab"),
      ("recon", "reconstruct"), ("xyz", nil), ("e", nil), ("", nil),
    ] as [(String, String?)])
  func `the nearest spelling is found`(word: String, expected: String?) {
    let words = ["train", "search", "vocab", "reconstruct", "embed"]
    #expect(nearestSpelling(to: word, among: words) == expected)
  }
}
